package ringside.io.protocol;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The messages that are one or two numbers.
 *
 * <pre>
 * PING, PONG       offset  length  what
 *                  0       1       type 4, 66
 *                  1       8       any bytes; a PONG repeats those of its PING
 *
 * LEAVE            0       1       type 6
 *
 * SIGHT            0       1       type 12
 *                  1       1       0 what the game shows this player, 1 everything, u8
 *
 * REFUSED          0       1       type 68
 *                  1       1       what: 1 input, 2 command, 3 report of a difference, 4 SIGHT, 5 BOOKMARK, u8
 *                  2       4       its sequence, u32; of a report its frame
 *                  6       1       reason (RefusalReason), u8
 *
 * COMMAND_APPLIED  0       1       type 69
 *                  1       4       the command's sequence, u32
 *
 * BOOKMARKED       0       1       type 74
 *                  1       4       the bookmark's number, u32
 *                  5       4       frame that was marked, i32
 * </pre>
 *
 * Stateless; allocates nothing. Readers need the message's exact length checked with {@link #requireLength}.
 */
public final class ControlMessages {
    public static final int PING_BYTES = 9;
    public static final int LEAVE_BYTES = 1;
    public static final int SIGHT_BYTES = 2;
    public static final int REFUSED_BYTES = 7;
    public static final int COMMAND_APPLIED_BYTES = 5;
    public static final int BOOKMARKED_BYTES = 9;
    public static final int MOVING_BYTES = 1;

    /** REFUSED speaks of an input. */
    public static final int INPUT = 1;

    /** REFUSED speaks of a command. */
    public static final int COMMAND = 2;

    /** REFUSED speaks of a report of a difference. */
    public static final int REPORT = 3;

    /** REFUSED speaks of the wish to be shown everything. */
    public static final int SIGHT = 4;

    /** REFUSED speaks of a bookmark. */
    public static final int BOOKMARK = 5;

    static final int ECHO = 1;
    static final int SIGHT_WISH = 1;
    static final int REFUSED_WHAT = 1;
    static final int REFUSED_SEQUENCE = 2;
    static final int REFUSED_REASON = 6;
    static final int APPLIED_SEQUENCE = 1;
    static final int BOOKMARKED_NUMBER = 1;
    static final int BOOKMARKED_FRAME = 5;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private ControlMessages() {}

    public static void requireLength(final MessageType type, final int lengthBytes, final int expectedBytes) {
        if (lengthBytes != expectedBytes) {
            throw new ProtocolException(DisconnectReason.BAD_LENGTH, type.name());
        }
    }

    /** Writes a PING or PONG and returns its length. */
    public static int writeEcho(
            final MutableDirectBuffer into, final int offset, final MessageType type, final long echo) {
        into.putByte(offset, type.code());
        into.putLong(offset + ECHO, echo, LE);
        return PING_BYTES;
    }

    /** The eight bytes of a PING or PONG. */
    public static long echo(final DirectBuffer from, final int offset) {
        return from.getLong(offset + ECHO, LE);
    }

    /** Writes a LEAVE and returns its length. */
    public static int writeLeave(final MutableDirectBuffer into, final int offset) {
        into.putByte(offset, MessageType.LEAVE.code());
        return LEAVE_BYTES;
    }

    /** Writes a MOVING and returns its length. */
    public static int writeMoving(final MutableDirectBuffer into, final int offset) {
        into.putByte(offset, MessageType.MOVING.code());
        return MOVING_BYTES;
    }

    /** Writes a SIGHT and returns its length. */
    public static int writeSight(final MutableDirectBuffer into, final int offset, final boolean everything) {
        into.putByte(offset, MessageType.SIGHT.code());
        into.putByte(offset + SIGHT_WISH, (byte) (everything ? 1 : 0));
        return SIGHT_BYTES;
    }

    /** Whether a SIGHT asks for everything. */
    public static boolean wantsEverything(final DirectBuffer from, final int offset) {
        return from.getByte(offset + SIGHT_WISH) != 0;
    }

    /** Writes a REFUSED and returns its length. */
    public static int writeRefused(
            final MutableDirectBuffer into, final int offset, final int what, final int sequence, final int reason) {
        into.putByte(offset, MessageType.REFUSED.code());
        into.putByte(offset + REFUSED_WHAT, (byte) what);
        into.putInt(offset + REFUSED_SEQUENCE, sequence, LE);
        into.putByte(offset + REFUSED_REASON, (byte) reason);
        return REFUSED_BYTES;
    }

    /** {@link #INPUT}, {@link #COMMAND}, {@link #REPORT}, {@link #SIGHT} or {@link #BOOKMARK}. */
    public static int refusedWhat(final DirectBuffer from, final int offset) {
        return from.getByte(offset + REFUSED_WHAT) & 0xFF;
    }

    public static int refusedSequence(final DirectBuffer from, final int offset) {
        return from.getInt(offset + REFUSED_SEQUENCE, LE);
    }

    /** A code of {@link RefusalReason}. */
    public static int refusedReason(final DirectBuffer from, final int offset) {
        return from.getByte(offset + REFUSED_REASON) & 0xFF;
    }

    /** Writes a COMMAND_APPLIED and returns its length. */
    public static int writeCommandApplied(final MutableDirectBuffer into, final int offset, final int sequence) {
        into.putByte(offset, MessageType.COMMAND_APPLIED.code());
        into.putInt(offset + APPLIED_SEQUENCE, sequence, LE);
        return COMMAND_APPLIED_BYTES;
    }

    /** Writes a BOOKMARKED and returns its length. */
    public static int writeBookmarked(
            final MutableDirectBuffer into, final int offset, final int number, final int frame) {
        into.putByte(offset, MessageType.BOOKMARKED.code());
        into.putInt(offset + BOOKMARKED_NUMBER, number, LE);
        into.putInt(offset + BOOKMARKED_FRAME, frame, LE);
        return BOOKMARKED_BYTES;
    }

    public static int bookmarkedNumber(final DirectBuffer from, final int offset) {
        return from.getInt(offset + BOOKMARKED_NUMBER, LE);
    }

    public static int bookmarkedFrame(final DirectBuffer from, final int offset) {
        return from.getInt(offset + BOOKMARKED_FRAME, LE);
    }

    public static int appliedSequence(final DirectBuffer from, final int offset) {
        return from.getInt(offset + APPLIED_SEQUENCE, LE);
    }
}
