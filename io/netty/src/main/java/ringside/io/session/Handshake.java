package ringside.io.session;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.EventPort;
import ringside.engine.event.JoinPayload;
import ringside.engine.event.ResumePayload;
import ringside.engine.output.Refusal;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.Limits;
import ringside.io.protocol.ProtocolException;
import ringside.io.protocol.WelcomeMessage;
import ringside.layout.Column;
import ringside.layout.Layout;
import ringside.layout.RecordView;
import ringside.layout.XxHash64;

/**
 * Turns a HELLO into a JOIN or RESUME event, and logic's answer into a WELCOME. Stateless but for scratch memory; belongs
 * to one event loop.
 */
final class Handshake {
    private final EdgeSettings settings;
    private final EventPort port;
    private final MatchDirectory directory;
    private final MatchDemand demand;
    private final Admission admission;
    private final ResumeSecrets secrets;
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[Limits.MAX_JOIN_BYTES]);
    private final Event event = new Event()
            .wrap(
                    new UnsafeBuffer(ByteBuffer.allocateDirect(
                            Event.lengthFor(JoinPayload.PREFIX_BYTES + Limits.MAX_JOIN_BYTES))),
                    0,
                    Event.lengthFor(JoinPayload.PREFIX_BYTES + Limits.MAX_JOIN_BYTES));

    /** What a resumed seat had taken before. */
    record Before(int lastInputSeq, int lastCommand) {}

    Handshake(
            final EdgeSettings settings,
            final EventPort port,
            final MatchDirectory directory,
            final MatchDemand demand,
            final Admission admission,
            final ResumeSecrets secrets) {
        this.settings = settings;
        this.port = port;
        this.directory = directory;
        this.demand = demand;
        this.admission = admission;
        this.secrets = secrets;
    }

    /**
     * The match that a HELLO means, or null when the player asks to be given one and one has still to be made.
     *
     * @param isFirst false when the player has asked already
     */
    @Nullable
    HostedMatch matchFor(final HelloMessage hello, final boolean isFirst) {
        if (hello.match() == 0 && hello.resume() != null) {
            throw new ProtocolException(DisconnectReason.VALUE_OUT_OF_RANGE, "match");
        }
        requireHosted(hello);
        final HostedMatch match =
                hello.match() == 0 ? directory.findOpen(hello.game(), hello.lockstep()) : directory.find(hello.match());
        if (match == null && hello.match() == 0 && isOnItsWay(hello, isFirst)) {
            return null;
        }
        if (match == null) {
            throw new ProtocolException(DisconnectReason.UNKNOWN_MATCH, "match " + hello.match());
        }
        requireGame(hello, match);
        final Layout layout = match.layout();
        if (match.game().type().isLockstep() && !hello.lockstep()) {
            throw new ProtocolException(DisconnectReason.LOCKSTEP_ONLY, "match " + match.id() + " of " + layout.game());
        }
        return match;
    }

    private void requireHosted(final HelloMessage hello) {
        if (!hello.game().isEmpty() && !directory.hosts(hello.game())) {
            throw new ProtocolException(DisconnectReason.UNKNOWN_GAME, printable(hello.game()));
        }
    }

    private static void requireGame(final HelloMessage hello, final HostedMatch match) {
        final Layout layout = match.layout();
        if (!hello.game().isEmpty() && !hello.game().equals(layout.game())) {
            throw new ProtocolException(
                    DisconnectReason.UNKNOWN_GAME, "match " + match.id() + " is of " + layout.game());
        }
        if (hello.layoutHash() != 0 && hello.layoutHash() != layout.hash()) {
            throw new ProtocolException(DisconnectReason.LAYOUT_MISMATCH, XxHash64.hex(layout.hash()));
        }
    }

    /** The match that a HELLO wants to watch; throws when there is none, or nobody may watch it. */
    HostedMatch watchedBy(final HelloMessage hello) {
        requireHosted(hello);
        final HostedMatch match =
                hello.match() == 0 ? directory.findWatchable(hello.game()) : directory.find(hello.match());
        if (match == null) {
            throw new ProtocolException(DisconnectReason.UNKNOWN_MATCH, "match " + hello.match());
        }
        if (match.isOver()) {
            throw new ProtocolException(DisconnectReason.MATCH_OVER, "match " + match.id());
        }
        requireGame(hello, match);
        if (match.game().type().isLockstep()) {
            throw new ProtocolException(DisconnectReason.LOCKSTEP_ONLY, "match " + match.id() + " cannot be watched");
        }
        return match;
    }

    private boolean isOnItsWay(final HelloMessage hello, final boolean isFirst) {
        if (!isFirst || demand.wanted(hello.game())) {
            return true;
        }
        if (directory.hasRunning(hello.game())) {
            throw new ProtocolException(DisconnectReason.MATCH_FULL);
        }
        return false;
    }

    private static String printable(final String text) {
        return text.length() <= Limits.MAX_NAME_BYTES ? text : text.substring(0, Limits.MAX_NAME_BYTES);
    }

    /** Lets whoever wants to join in, or throws; who resumes has shown a token before. */
    Admission.Admitted admit(final HelloMessage hello) {
        if (hello.resume() != null) {
            return Admission.Admitted.OPEN;
        }
        final Admission.Admitted admitted = admission.admit(hello);
        if (admitted.match() != 0 && hello.match() != 0 && admitted.match() != hello.match()) {
            throw new ProtocolException(DisconnectReason.TOKEN_OTHER_MATCH, "match " + hello.match());
        }
        if (admitted.role() == Role.PLAYER && hello.spectate()) {
            // A player who watched beside the game would see what the game hides.
            throw new ProtocolException(
                    DisconnectReason.TOKEN_REFUSED, "role " + admitted.role().text());
        }
        return admitted;
    }

    /** Offers the JOIN or RESUME and returns the new resume secret, to be disclosed once the answer is safe. */
    Bytes ask(
            final HelloMessage hello,
            final Admission.Admitted admitted,
            final HostedMatch match,
            final long connection) {
        final Bytes secret = secrets.next();
        final HelloMessage.Resume resume = hello.resume();
        if (resume == null) {
            join(hello, admitted, match, connection, secret);
        } else {
            resume(resume, match, connection, secret);
        }
        if (!port.offer(event)) {
            throw new ProtocolException(DisconnectReason.OVERLOADED, "ring");
        }
        return secret;
    }

    private void resume(
            final HelloMessage.Resume resume, final HostedMatch match, final long connection, final Bytes secret) {
        secrets.hash(resume.secret());
        final long presentedHigh = secrets.high();
        final long presentedLow = secrets.low();
        secrets.hash(secret);
        ResumePayload.write(
                event,
                match.id(),
                resume.player(),
                connection,
                presentedHigh,
                presentedLow,
                secrets.high(),
                secrets.low());
    }

    private void join(
            final HelloMessage hello,
            final Admission.Admitted admitted,
            final HostedMatch match,
            final long connection,
            final Bytes secret) {
        final int length = canonicalJoin(match, admitted.join().record(match.layout(), hello.join()));
        JoinPayload.write(event, match.id(), connection, record, 0, length);
        JoinPayload.writeToken(event, admitted.tokenHigh(), admitted.tokenLow());
        JoinPayload.writeTokenLife(event, admitted.expirySecond(), tokenFrames(admitted.tokenSeconds()));
        secrets.hash(secret);
        JoinPayload.writeSecretHash(event, secrets.high(), secrets.low());
    }

    /** Rounded up, and a second more: logic's frames may come a little early. */
    private int tokenFrames(final int seconds) {
        return seconds == 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, (seconds + 1L) * settings.hz());
    }

    private int canonicalJoin(final HostedMatch match, final Bytes join) {
        final int length = match.layout().join().lengthBytes();
        if (join.isEmpty()) {
            new RecordView(match.layout().join()).wrap(record, 0).reset();
            return length;
        }
        if (join.length() != length) {
            throw new ProtocolException(DisconnectReason.VALUE_OUT_OF_RANGE, "join");
        }
        final Column wrong = match.game().join().copyCanonical(new UnsafeBuffer(join.toArray()), 0, record, 0);
        if (wrong != null) {
            throw new ProtocolException(DisconnectReason.VALUE_OUT_OF_RANGE, wrong.qualifiedName());
        }
        return length;
    }

    /** The WELCOME for who only watches: what it says of the match is as old as what they are shown. */
    byte[] welcomeToWatch(final HostedMatch match, final long nowNs) {
        final long delayMs = settings.spectators().delayMs();
        final long frame = match.snapshots().newestFrame() - delayMs * settings.hz() / 1_000;
        return welcome(
                match,
                WelcomeMessage.Seat.none(settings.epoch(), match.id()),
                match.rulesAsOf(nowNs, delayMs * 1_000_000L),
                (int) Math.max(-1, frame));
    }

    /** The WELCOME for a seat that was given. */
    byte[] welcome(final HostedMatch match, final int player, final @Nullable Before before, final Bytes secret) {
        final WelcomeMessage.Held held =
                before == null ? null : new WelcomeMessage.Held(before.lastInputSeq(), before.lastCommand());
        return welcome(
                match,
                new WelcomeMessage.Seat(
                        settings.epoch(), match.id(), player, match.game().seatOf(player), secret, held),
                match.rules(),
                match.snapshots().newestFrame());
    }

    private byte[] welcome(
            final HostedMatch match, final WelcomeMessage.Seat seat, final Bytes rules, final int frame) {
        return new WelcomeMessage(
                        seat,
                        match.game().layoutJson(),
                        match.layout().hash(),
                        rules,
                        settings.hz(),
                        frame,
                        settings.limits(),
                        settings.serverName(),
                        match.game().type().game().lockstepDelayFrames())
                .write();
    }

    /** How a client is told that logic gave no seat. */
    static DisconnectReason reasonOf(final @Nullable Refusal refusal) {
        if (refusal == null) {
            return DisconnectReason.SERVER_ERROR;
        }
        return switch (refusal) {
            case NO_SUCH_MATCH -> DisconnectReason.UNKNOWN_MATCH;
            case MATCH_FULL -> DisconnectReason.MATCH_FULL;
            case MATCH_OVER -> DisconnectReason.MATCH_OVER;
            case TOKEN_USED -> DisconnectReason.TOKEN_USED;
            case TOKEN_EXPIRED -> DisconnectReason.TOKEN_EXPIRED;
            case NOT_SEATED, WRONG_SECRET -> DisconnectReason.RESUME_REFUSED;
            case NO_ROOM -> DisconnectReason.NO_ROOM;
            case OVERLOADED -> DisconnectReason.OVERLOADED;
            default -> DisconnectReason.SERVER_ERROR;
        };
    }
}
