package ringside.io.client;

import java.util.ArrayDeque;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.CommandMessage;
import ringside.io.protocol.Limits;
import ringside.layout.RecordType;

/**
 * The commands that are not yet answered. One is on its way at a time, so that one which has to be sent again cannot be
 * overtaken; where no answer comes it is sent again, since a carrier may lose either. Bounded. Not thread-safe; times in nanoseconds.
 */
final class PendingCommands {
    /** Commands that wait. */
    static final int CAPACITY = 64;

    private static final long NEVER = Long.MAX_VALUE;
    private static final long AT_ONCE = Long.MIN_VALUE;
    private static final long MS = 1_000_000;
    /** Without an answer for so long, a command is sent again: the server takes it once. */
    private static final long AGAIN_AFTER_NS = 500 * MS;

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final CommandMessage message = new CommandMessage();
    private int nextSequence = 1;
    /** Commands that a reign had taken and the next one never had: to servers later ones have numbers lower by so much. */
    private int lost;

    private long notBeforeNs = AT_ONCE;

    private record Waiting(int sequence, int commandId, Bytes record) {}

    /** Takes a command and returns its sequence; 0 when too many wait. */
    int add(final RecordType type, final DirectBuffer record, final int offset) {
        if (waiting.size() == CAPACITY) {
            return 0;
        }
        final Bytes copy = Bytes.copyOf(record, offset, type.lengthBytes());
        waiting.add(new Waiting(nextSequence, type.id(), copy));
        return nextSequence++;
    }

    /** When the next command may be sent. */
    long dueNs() {
        return waiting.isEmpty() ? NEVER : notBeforeNs;
    }

    /** Writes the command that is due; returns its length, 0 when there is none. */
    int writeDue(final MutableDirectBuffer into, final int offset, final long nowNs) {
        final Waiting due = waiting.peek();
        if (due == null || nowNs < notBeforeNs) {
            return 0;
        }
        notBeforeNs = nowNs + AGAIN_AFTER_NS;
        message.begin(into, offset, due.sequence - lost, due.commandId, due.record.length());
        due.record.copyTo(message.buffer(), CommandMessage.RECORD);
        return message.lengthBytes();
    }

    /** Which command a server means by that number. */
    int meantBy(final int serverSequence) {
        return serverSequence + lost;
    }

    /** True when that command was waiting for this answer. */
    boolean answered(final int sequence) {
        final Waiting first = waiting.peek();
        if (first == null || first.sequence != sequence) {
            return false;
        }
        waiting.remove();
        notBeforeNs = AT_ONCE;
        return true;
    }

    /** The command was not taken and its number is still free: it is sent again after a while. */
    void again(final int sequence, final Limits limits, final long nowNs) {
        final Waiting first = waiting.peek();
        if (first != null && first.sequence == sequence) {
            notBeforeNs = nowNs + 2_000 * MS / limits.maxCommandsPerSecond();
        }
    }

    /** The sequence of the next command that the server had taken before a loss, or 0; see {@link #resumed}. */
    int takeUnheard(final int lastCommand) {
        final Waiting first = waiting.peek();
        if (first == null || first.sequence - lost > lastCommand) {
            return 0;
        }
        waiting.remove();
        return first.sequence;
    }

    /** A connection was replaced; commands after {@code lastCommand} are sent again. After {@link #takeUnheard}. */
    void resumed(final int lastCommand) {
        notBeforeNs = AT_ONCE;
        nextSequence = Math.max(nextSequence, meantBy(lastCommand) + 1);
        final Waiting first = waiting.peek();
        // The server wants them one by one, as if there had been no others.
        lost = (first == null ? nextSequence : first.sequence) - (lastCommand + 1);
    }
}
