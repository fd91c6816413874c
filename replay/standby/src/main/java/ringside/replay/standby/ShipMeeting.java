package ringside.replay.standby;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.MembersPayload;
import ringside.engine.logic.InSyncSet.Member;
import ringside.journal.EpochBegin;
import ringside.journal.JournalException;
import ringside.journal.RecordFormat;
import ringside.journal.ServerId;
import ringside.snapshot.checkpoint.Checkpoint;

/**
 * How a primary gets to know who has connected: reads the hello, decides whether that one may follow, and from where, and says so. For
 * one connection. Not thread-safe.
 */
final class ShipMeeting {
    /**
     * Who has connected and knows the secret.
     *
     * @param engine that it wants to follow
     * @param engineNumber of that
     * @param standbyId a random number of its process
     * @param member as which member of an in-sync set it counts
     * @param isShadow whether it only tries a build, and is not to become a member
     * @param recordVersion that it keeps
     * @param server that its journals belong to; zeros for none yet
     * @param heard the highest epoch that it ever heard of
     * @param nextPosition in its journal; negative when it has none
     * @param lastChecksum of its last record
     */
    record Guest(
            ShippedEngine engine,
            int engineNumber,
            long standbyId,
            Member member,
            boolean isShadow,
            int recordVersion,
            ServerId server,
            Epoch heard,
            long nextPosition,
            int lastChecksum) {
        boolean isNew() {
            return nextPosition < 0;
        }
    }

    private static final ServerId NOBODY = new ServerId(0, 0);

    private final ReplicationChannel channel;
    private final ReplicationBounds bounds;
    private final Secret secret;
    private final byte[] nonce;
    private final IntFunction<@Nullable ShippedEngine> engines;
    private final MessageWriter.Numbers numbers;
    private final MessageWriter out;
    private byte[] theirNonce = {};

    /**
     * A meeting that has not begun.
     *
     * @param nonce 32 fresh random bytes
     * @param engines this server's, by number; null for one that is not there
     * @param numbers of the messages that go out
     */
    ShipMeeting(
            final ReplicationChannel channel,
            final ReplicationBounds bounds,
            final Secret secret,
            final byte[] nonce,
            final IntFunction<@Nullable ShippedEngine> engines,
            final MessageWriter.Numbers numbers) {
        this.channel = channel;
        this.bounds = bounds;
        this.secret = secret;
        this.nonce = nonce.clone();
        this.engines = engines;
        this.numbers = numbers;
        out = new MessageWriter(numbers);
    }

    /** Asks for a proof. False when there is no room to. */
    boolean challenge() {
        return out.begin(MessageType.CHALLENGE).put(nonce).send(channel);
    }

    /** Reads a hello, and believes nothing of it unless it is proven. */
    Guest read(final MessageReader in) {
        final int recordVersionAndKind = in.get8();
        final ServerId server = in.serverId();
        final int number = in.get32();
        final Epoch heard = in.epoch();
        final long nextPosition = in.get64();
        final int lastChecksum = in.get32();
        final long standbyId = in.get64();
        final Member member = new Member(in.get64(), name(in.text()));
        theirNonce = in.bytes(Secret.BYTES);
        final byte[] claimed = in.contentsSoFar();
        secret.require(in.bytes(Secret.BYTES), Secret.STANDBY, nonce, claimed);
        in.requireEnd();
        final ShippedEngine shipped = engines.apply(number);
        if (shipped == null) {
            throw new FollowException(Reason.NO_SUCH_ENGINE, "engine " + number + ": there is none of that number");
        }
        return new Guest(
                shipped,
                number,
                standbyId,
                member,
                (recordVersionAndKind & MessageFormat.SHADOW) != 0,
                recordVersionAndKind & ~MessageFormat.SHADOW,
                server,
                heard,
                nextPosition,
                lastChecksum);
    }

    /** It stands in events and logs: nothing but a name may. */
    private static String name(final String claimed) {
        if (claimed.getBytes(StandardCharsets.UTF_8).length > MembersPayload.NAME_BYTES
                || claimed.chars().anyMatch(Character::isISOControl)) {
            throw new FollowException(
                    Reason.MALFORMED,
                    "a name of " + claimed.length() + " characters; up to " + MembersPayload.NAME_BYTES
                            + " bytes without control characters are possible");
        }
        return claimed;
    }

    /** Throws unless what it has and knows lets it follow this server. */
    void requireFit(final Guest guest) {
        if (guest.recordVersion() != RecordFormat.VERSION) {
            throw new FollowException(
                    Reason.FORMAT,
                    "records of version " + guest.recordVersion() + " are kept there, these are of "
                            + RecordFormat.VERSION + ": run the same build on both sides");
        }
        final ShippedEngine shipped = guest.engine();
        final ServerId server = guest.server();
        if (!server.equals(shipped.serverId()) && !(guest.isNew() && server.equals(NOBODY))) {
            throw new FollowException(
                    Reason.OTHER_SERVER,
                    "server " + server + " cannot follow server " + shipped.serverId() + ": give it another dir");
        }
        requireReign(shipped, guest.heard());
        final Membership membership = shipped.membership();
        if (membership != null && membership.self().number() == guest.member().number()) {
            throw new FollowException(
                    Reason.SAME_MEMBER,
                    "the standby's directory is a copy of this server's: remove its file 'member' and start it again");
        }
    }

    private static void requireReign(final ShippedEngine shipped, final Epoch theirs) {
        final Epoch ours = shipped.epoch();
        if (theirs.beats(ours)) {
            final String said = "a standby knows epoch " + theirs + ", this engine serves under epoch " + ours
                    + (theirs.agreesWith(ours)
                            ? ""
                            : ": two servers took over from the same one, and the higher writer counts");
            shipped.overruled(theirs, said);
            throw new FollowException(Reason.LOWER_EPOCH, said + " and stops");
        }
    }

    /** What will be sent to it, from where it is. */
    Shipment shipment(final Guest guest) {
        return guest.isNew() ? fromCheckpoint(guest.engine()) : behind(guest);
    }

    private Shipment fromCheckpoint(final ShippedEngine shipped) {
        final Checkpoint newest = shipped.newestCheckpoint();
        if (newest == null) {
            throw new FollowException(
                    Reason.NOT_READY,
                    shipped.appendedPosition() < 0
                            ? "nothing was journalled yet"
                            : "there is no checkpoint yet: one is being taken");
        }
        return new Shipment(channel, bounds, numbers, shipped.from(newest.position()), newest);
    }

    /** Behind the last record that it has; where this journal does not hold that, it is told where the epochs here begin. */
    private Shipment behind(final Guest guest) {
        final ShippedEngine shipped = guest.engine();
        try {
            return new Shipment(
                    channel, bounds, numbers, shipped.behind(guest.nextPosition(), guest.lastChecksum()), null);
        } catch (final JournalException e) {
            if (e.code() == JournalException.Code.NO_SUCH_POSITION) {
                fork(shipped);
            }
            throw e;
        }
    }

    private void fork(final ShippedEngine shipped) {
        final List<EpochBegin> epochs = shipped.epochs();
        out.begin(MessageType.FORK)
                .put64(shipped.serverId().high())
                .put64(shipped.serverId().low())
                .put(shipped.epoch())
                .put16(epochs.size());
        for (final EpochBegin each : epochs) {
            out.put(new Epoch(each.number(), each.writerId()))
                    .put64(each.firstPosition())
                    .put32(each.checksumBefore());
        }
        out.put(secret.prove(Secret.PRIMARY, theirNonce, nonce, out.contents()));
        out.send(channel);
    }

    /** Takes it on, and says what will come. */
    void welcome(final Guest guest, final Shipment sending) {
        final ShippedEngine shipped = guest.engine();
        out.begin(MessageType.WELCOME)
                .put64(shipped.serverId().high())
                .put64(shipped.serverId().low())
                .put(shipped.epoch())
                .put32(shipped.engines())
                .put64(shipped.appendedPosition())
                .put64(sending.checkpointBytes())
                .put64(sending.firstPosition())
                .put32(sending.epochRecordBytes());
        out.put(secret.prove(Secret.PRIMARY, theirNonce, nonce, out.contents()));
        if (!out.send(channel)) {
            throw new FollowException(Reason.TOO_SLOW, "there is no room for the first words");
        }
    }
}
