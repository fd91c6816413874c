package ringside.io.protocol;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.fb.Bounds;
import ringside.io.protocol.fb.Welcome;

/**
 * The seat is taken and play begins. Immutable.
 *
 * @param seat what was taken
 * @param layout the layout as JSON in its canonical form
 * @param layoutHash of that text
 * @param rules the match's rules record
 * @param hz frames per second
 * @param frame the newest frame at the time of this message; -1 before the first
 * @param limits those that a client must keep; the others are at their defaults when read
 * @param server what the server calls itself
 * @param lockstepDelay frames from an input to the frame that it is aimed at in a match that is played in lockstep; 0 where
 *     views are shown
 */
public record WelcomeMessage(
        Seat seat,
        String layout,
        long layoutHash,
        Bytes rules,
        int hz,
        int frame,
        Limits limits,
        String server,
        int lockstepDelay) {

    /** To a match of which views are shown. */
    public WelcomeMessage(
            final Seat seat,
            final String layout,
            final long layoutHash,
            final Bytes rules,
            final int hz,
            final int frame,
            final Limits limits,
            final String server) {
        this(seat, layout, layoutHash, rules, hz, frame, limits, server, 0);
    }

    /**
     * A seat and the way back to it.
     *
     * @param epoch the reign that gave it
     * @param player the number of the player in commands and events; 0 for who only watches
     * @param number the seat's number from 0, as in owner columns
     * @param resumeSecret 16 bytes to resume with
     * @param held what the seat had taken before, or null when it is new
     */
    public record Seat(
            long epoch,
            int match,
            int player,
            int number,
            Bytes resumeSecret,
            @Nullable Held held) {
        /** The number of no seat. */
        public static final int NONE = -1;

        /** For who only watches: no seat at all. */
        public static Seat none(final long epoch, final int match) {
            return new Seat(epoch, match, 0, NONE, Bytes.copyOf(new byte[Wire.SECRET_BYTES]), null);
        }

        /** True for who only watches. */
        public boolean isSpectator() {
            return player == 0;
        }
    }

    /** The last inputSeq and the last command sequence that were taken from a resumed seat. */
    public record Held(int lastInputSeq, int lastCommand) {}

    /** Reads a message of {@code lengthBytes} that begins at {@code offset}; throws {@link ProtocolException}. */
    public static WelcomeMessage read(final DirectBuffer from, final int offset, final int lengthBytes) {
        return FlatReader.read(MessageType.WELCOME, from, offset, lengthBytes, WelcomeMessage::readBody);
    }

    private static WelcomeMessage readBody(final ByteBuffer body) {
        final Welcome welcome = Welcome.getRootAsWelcome(body);
        final Seat seat = new Seat(
                welcome.epoch(),
                welcome.match(),
                welcome.player(),
                welcome.player() == 0 ? Seat.NONE : welcome.seat(),
                FlatReader.exactly(welcome.resumeSecretAsByteBuffer(), Wire.SECRET_BYTES, "resume_secret"),
                welcome.resumed() ? new Held((int) welcome.lastInput(), (int) welcome.lastCommand()) : null);
        return new WelcomeMessage(
                seat,
                FlatReader.text(welcome.layoutAsByteBuffer(), Limits.MAX_LAYOUT_BYTES, "layout"),
                welcome.layoutHash(),
                FlatReader.bytes(welcome.rulesAsByteBuffer(), Limits.MAX_RULES_BYTES, "rules"),
                FlatReader.within(welcome.hz(), 1, 1_000, "hz"),
                welcome.frame(),
                readBounds(welcome.bounds()),
                FlatReader.text(welcome.serverAsByteBuffer(), Limits.MAX_NAME_BYTES, "server"),
                welcome.lockstepDelay());
    }

    private static Limits readBounds(final Bounds bounds) {
        return new Limits(
                bounds.maxPartBytes(),
                bounds.maxInputsPerMessage(),
                bounds.maxAcksPerMessage(),
                bounds.maxInputsPerFrame(),
                bounds.maxCommandsPerSecond(),
                bounds.maxPingsPerSecond(),
                bounds.maxMessagesPerSecond(),
                Limits.DEFAULT.handshakeDeadlineMs(),
                Limits.DEFAULT.joinDeadlineMs(),
                (int) bounds.idleTimeoutMs(),
                Limits.DEFAULT.slowClientMs());
    }

    /** The whole message. */
    public byte[] write() {
        final FlatBufferBuilder builder = new FlatBufferBuilder(layout.length() + 512);
        final int layoutAt = builder.createString(layout);
        final int rulesAt = Welcome.createRulesVector(builder, rules.toArray());
        final int secretAt =
                Welcome.createResumeSecretVector(builder, seat.resumeSecret().toArray());
        final int boundsAt = writeBounds(builder);
        final int serverAt = builder.createString(server);
        Welcome.startWelcome(builder);
        Welcome.addProtocolVersion(builder, Wire.PROTOCOL_VERSION);
        Welcome.addEpoch(builder, seat.epoch());
        Welcome.addMatch(builder, seat.match());
        Welcome.addPlayer(builder, seat.player());
        Welcome.addSeat(builder, Math.max(0, seat.number()));
        Welcome.addLayout(builder, layoutAt);
        Welcome.addLayoutHash(builder, layoutHash);
        Welcome.addRules(builder, rulesAt);
        Welcome.addHz(builder, hz);
        Welcome.addFrame(builder, frame);
        Welcome.addResumeSecret(builder, secretAt);
        final Held held = seat.held();
        Welcome.addResumed(builder, held != null);
        Welcome.addLastInput(builder, held == null ? 0 : held.lastInputSeq());
        Welcome.addLastCommand(builder, held == null ? 0 : held.lastCommand());
        Welcome.addBounds(builder, boundsAt);
        Welcome.addServer(builder, serverAt);
        Welcome.addLockstepDelay(builder, lockstepDelay);
        return FlatWriter.message(MessageType.WELCOME, builder, Welcome.endWelcome(builder));
    }

    private int writeBounds(final FlatBufferBuilder builder) {
        Bounds.startBounds(builder);
        Bounds.addMaxClientMessageBytes(builder, Wire.MAX_CLIENT_MESSAGE_BYTES);
        Bounds.addMaxServerMessageBytes(builder, Wire.MAX_SERVER_MESSAGE_BYTES);
        Bounds.addMaxPartBytes(builder, limits.maxPartBytes());
        Bounds.addMaxInputsPerMessage(builder, limits.maxInputsPerMessage());
        Bounds.addMaxAcksPerMessage(builder, limits.maxAcksPerMessage());
        Bounds.addMaxInputsPerFrame(builder, limits.maxInputsPerFrame());
        Bounds.addMaxCommandsPerSecond(builder, limits.maxCommandsPerSecond());
        Bounds.addMaxPingsPerSecond(builder, limits.maxPingsPerSecond());
        Bounds.addMaxMessagesPerSecond(builder, limits.maxMessagesPerSecond());
        Bounds.addIdleTimeoutMs(builder, limits.idleTimeoutMs());
        return Bounds.endBounds(builder);
    }
}
