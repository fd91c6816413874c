package ringside.engine.event;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * The payload of a MEMBERS event: the whole in-sync set, those who must have an event before it is shown to anybody. None: the journal
 * is not kept at level replicated.
 *
 * <pre>
 * 0   4   members
 * 4   4   zero
 * 8       the members, 40 bytes each; the first is the server that writes the journal
 *     8   its number
 *     32  its name for people, UTF-8, then zeros
 *         the operator who wanted it and why, as {@link OperatorPayload}; nothing where none did
 * </pre>
 */
public final class MembersPayload {
    /** The most members of a set, the writer included. */
    public static final int MAX_MEMBERS = 16;

    /** The longest name of a member. */
    public static final int NAME_BYTES = 32;

    /** Bytes before the members. */
    public static final int PREFIX_BYTES = 8;

    /** Bytes of a member. */
    public static final int MEMBER_BYTES = 8 + NAME_BYTES;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private MembersPayload() {}

    /** Bytes of a payload of so many members and an operator of that length. */
    public static int lengthFor(final int members, final int operatorBytes) {
        return PREFIX_BYTES + members * MEMBER_BYTES + operatorBytes;
    }

    /** Begins the event of a set of so many members; {@link #put} says who they are. */
    public static Event begin(final Event event, final int members, final byte[] operator) {
        if (members > MAX_MEMBERS) {
            throw new IllegalArgumentException(
                    "an in-sync set of " + members + " members, " + MAX_MEMBERS + " are possible");
        }
        event.begin(EventType.MEMBERS, 0, 0, lengthFor(members, operator.length));
        event.buffer().putInt(Event.HEADER_BYTES, members, LE);
        event.buffer().putBytes(at(members), operator);
        return event;
    }

    /** Says who the member of that index is; a name that is too long is cut. */
    public static void put(final Event event, final int index, final long number, final String name) {
        final byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        event.buffer().putLong(at(index), number, LE);
        event.buffer().putBytes(at(index) + 8, bytes, 0, Math.min(bytes.length, NAME_BYTES));
    }

    private static int at(final int index) {
        return Event.HEADER_BYTES + PREFIX_BYTES + index * MEMBER_BYTES;
    }

    public static int count(final Event event) {
        return event.buffer().getInt(Event.HEADER_BYTES, LE);
    }

    public static long number(final Event event, final int index) {
        return event.buffer().getLong(at(index), LE);
    }

    /** A member's name. */
    public static String name(final Event event, final int index) {
        final DirectBuffer buffer = event.buffer();
        int length = 0;
        while (length < NAME_BYTES && buffer.getByte(at(index) + 8 + length) != 0) {
            length++;
        }
        final byte[] bytes = new byte[length];
        buffer.getBytes(at(index) + 8, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Where in the event the operator's words begin. */
    public static int operatorOffset(final Event event) {
        return at(count(event));
    }

    /** How long they are; negative when the members do not fit. */
    public static int operatorLength(final Event event) {
        return event.payloadLength() - lengthFor(count(event), 0);
    }
}
