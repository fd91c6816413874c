package ringside.io.client;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.io.protocol.InputsMessage;
import ringside.layout.Column;

/**
 * The inputs that no view has yet shown to be consumed, by their numbers, which have no gaps. Bounded: when {@link
 * #isFull}, no more are made. Not thread-safe; allocates at construction only.
 */
final class PendingInputs {
    /** Inputs that wait: four seconds of 60. */
    static final int CAPACITY = 256;

    private static final int MASK = CAPACITY - 1;

    /** Sent again with every message. */
    private static final byte REPEATED = 1;
    /** The server said that it has it; a view is yet to show it. */
    private static final byte TAKEN = 2;
    /** Refused, given up, or of a fate unknown. */
    private static final byte DONE = 3;
    /** Refused for a full ring, and sent again; once a later one is consumed, nobody says whether it was taken. */
    private static final byte AGAIN = 4;

    private final int recordBytes;
    private final int mostPerMessage;
    private final byte[] state = new byte[CAPACITY];
    private final int[] target = new int[CAPACITY];
    private final int[] seen = new int[CAPACITY];
    private final int[] fraction = new int[CAPACITY];
    private final long[] dueNs = new long[CAPACITY];
    private final UnsafeBuffer records;
    private final InputsMessage message;
    private final int[] chosen;
    private int begin = 1;
    private int first = 1;
    private int next = 1;

    PendingInputs(final int recordBytes, final int mostPerMessage) {
        this.recordBytes = recordBytes;
        this.mostPerMessage = mostPerMessage;
        records = new UnsafeBuffer(new byte[CAPACITY * recordBytes]);
        message = new InputsMessage(recordBytes);
        chosen = new int[mostPerMessage];
    }

    /** Goes on with other numbers than from 1. */
    void startAt(final int firstSeq) {
        begin = firstSeq;
        first = firstSeq;
        next = firstSeq;
    }

    boolean isFull() {
        return next - first == CAPACITY;
    }

    /** The number of the next input. */
    int nextSeq() {
        return next;
    }

    /** Inputs that wait to be consumed or refused, those between included that are done. */
    int size() {
        return next - first;
    }

    int target(final int inputSeq) {
        return target[inputSeq & MASK];
    }

    /** When the input was due here. */
    long dueNs(final int inputSeq) {
        return dueNs[inputSeq & MASK];
    }

    boolean holds(final int inputSeq) {
        return inputSeq >= first && inputSeq < next;
    }

    /** Whether what an input said is still here, consumed or not. */
    boolean remembers(final int inputSeq) {
        return inputSeq >= begin && inputSeq < next && next - inputSeq <= CAPACITY;
    }

    /** Refused, dropped, or of a fate unknown; only for an input that it {@link #remembers}. */
    boolean isGivenUp(final int inputSeq) {
        return state[inputSeq & MASK] == DONE;
    }

    /** Copies the record of an input that it {@link #remembers}. */
    void copyRecord(final int inputSeq, final MutableDirectBuffer into) {
        into.putBytes(0, records, (inputSeq & MASK) * recordBytes, recordBytes);
    }

    /** Copies a field of the record of an input that it {@link #remembers}. */
    void copyField(final int inputSeq, final Column field, final MutableDirectBuffer into) {
        into.putBytes(field.offset(), records, (inputSeq & MASK) * recordBytes + field.offset(), field.widthBytes());
    }

    long readField(final int inputSeq, final Column field) {
        return field.read(records, (inputSeq & MASK) * recordBytes);
    }

    int add(
            final int targetFrame,
            final int seenFrame,
            final int seenFraction,
            final long intendedNs,
            final DirectBuffer record,
            final int offset) {
        final int at = next & MASK;
        state[at] = REPEATED;
        target[at] = targetFrame;
        seen[at] = seenFrame;
        fraction[at] = seenFraction;
        dueNs[at] = intendedNs;
        records.putBytes(at * recordBytes, record, offset, recordBytes);
        return next++;
    }

    /** Writes the newest that are to be repeated, the oldest of them first; returns the length, 0 when there is none. */
    int writeMessage(final MutableDirectBuffer into, final int offset) {
        int count = 0;
        for (int seq = next - 1; seq >= first && count < mostPerMessage; seq--) {
            if (isRepeated(seq)) {
                chosen[count++] = seq;
            }
        }
        if (count == 0) {
            return 0;
        }
        message.begin(into, offset, count);
        for (int i = 0; i < count; i++) {
            final int seq = chosen[count - 1 - i];
            final int at = seq & MASK;
            message.set(i, seq, target[at], seen[at], fraction[at]);
            message.buffer().putBytes(message.recordOffset(i), records, at * recordBytes, recordBytes);
        }
        return message.lengthBytes();
    }

    boolean hasRepeated() {
        for (int seq = next - 1; seq >= first; seq--) {
            if (isRepeated(seq)) {
                return true;
            }
        }
        return false;
    }

    /** Tells of the next input up to {@code lastInput} that is shown to be consumed; false when there is no more. */
    boolean takeConsumed(final int lastInput, final ConsumedInput into) {
        while (first < next && first <= lastInput) {
            final int at = first & MASK;
            final int seq = first++;
            if (state[at] != DONE && (state[at] != AGAIN || seq == lastInput)) {
                into.input(seq, target[at], dueNs[at]);
                return true;
            }
        }
        return false;
    }

    private boolean isRepeated(final int inputSeq) {
        final byte now = state[inputSeq & MASK];
        return now == REPEATED || now == AGAIN;
    }

    /** The input met a full ring: it stays among those that are repeated. */
    void metFullRing(final int inputSeq) {
        if (holds(inputSeq) && state[inputSeq & MASK] == REPEATED) {
            state[inputSeq & MASK] = AGAIN;
        }
    }

    void refused(final int inputSeq) {
        if (holds(inputSeq)) {
            state[inputSeq & MASK] = DONE;
        }
    }

    /**
     * A connection was replaced. The server has {@code lastInput}; whether it has those before, nobody said. Those after
     * it are repeated when their frame is yet to come and they fit one message. Returns how many were given up.
     */
    int resumed(final int lastInput, final int serverFrame) {
        return resumed(lastInput, serverFrame, first);
    }

    /**
     * The same of another reign. Where that goes on from an earlier frame than was shown, inputs that were shown to be
     * consumed are repeated, too.
     */
    int takenOver(final int lastInput, final int serverFrame) {
        final int remembered = Math.max(begin, next - CAPACITY);
        return resumed(lastInput, serverFrame, Math.min(first, Math.max(remembered, lastInput + 1)));
    }

    private int resumed(final int lastInput, final int serverFrame, final int from) {
        int dropped = 0;
        int kept = 0;
        int oldestKept = first;
        for (int seq = next - 1; seq >= from; seq--) {
            final int at = seq & MASK;
            if (state[at] == DONE) {
                continue;
            }
            if (seq == lastInput) {
                state[at] = TAKEN;
            } else if (seq > lastInput && target[at] > serverFrame && kept < mostPerMessage) {
                state[at] = REPEATED;
                oldestKept = Math.min(oldestKept, seq);
                kept++;
            } else {
                state[at] = DONE;
                dropped += seq > lastInput && seq >= first ? 1 : 0;
            }
        }
        first = oldestKept;
        if (next <= lastInput) {
            startAt(lastInput + 1);
        }
        return dropped;
    }

    /** Those that are sent with every message, or would be if they fitted. */
    int repeated() {
        int count = 0;
        for (int seq = first; seq < next; seq++) {
            count += isRepeated(seq) ? 1 : 0;
        }
        return count;
    }
}
