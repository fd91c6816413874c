package ringside.io.session;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Views as they were encoded, each with the moment from which it may be sent. What comes new drops what is oldest where
 * there is no room; what was played may be dropped but for the last view that stands for itself, and those behind it.
 *
 * <p>Views are numbered from 0 and never leave their order. Grows to what a delay needs and then allocates nothing; belongs to one
 * event loop.
 */
final class ViewTape {
    static final long NONE = -1;

    /** Where a view has more bytes waiting than that, the oldest views are dropped. */
    static final int MOST_BYTES = 1 << 24;

    private static final int LENGTH_BYTES = 2;

    private UnsafeBuffer bytes = new UnsafeBuffer(new byte[1 << 12]);
    private long[] offsets = new long[16];
    private int[] lengths = new int[16];
    private long[] dueNs = new long[16];
    private boolean[] standsAlone = new boolean[16];
    private long first;
    private long next;
    private long firstByte;
    private long nextByte;

    // ---- recording

    /** Begins a view of those bytes at most; {@link #add} its messages, then {@link #end} it. */
    void begin(final boolean alone, final long fromNs, final int mostBytes) {
        makeRoom(mostBytes);
        final int slot = slot(next);
        offsets[slot] = nextByte;
        lengths[slot] = 0;
        dueNs[slot] = fromNs;
        standsAlone[slot] = alone;
    }

    void add(final DirectBuffer message, final int offset, final int lengthBytes) {
        final int slot = slot(next);
        final int at = index(offsets[slot]) + lengths[slot];
        bytes.putShort(at, (short) lengthBytes);
        bytes.putBytes(at + LENGTH_BYTES, message, offset, lengthBytes);
        lengths[slot] += LENGTH_BYTES + lengthBytes;
    }

    void end() {
        nextByte = offsets[slot(next)] + lengths[slot(next)];
        next++;
    }

    private int slot(final long view) {
        return (int) view & (offsets.length - 1);
    }

    private int index(final long offset) {
        return (int) (offset & (bytes.capacity() - 1));
    }

    private void makeRoom(final int mostBytes) {
        if (next - first == offsets.length) {
            growViews();
        }
        // A view lies in one piece.
        if (index(nextByte) + mostBytes > bytes.capacity()) {
            nextByte += bytes.capacity() - index(nextByte);
        }
        while (nextByte + mostBytes - firstByte > bytes.capacity()) {
            if (bytes.capacity() < MOST_BYTES) {
                growBytes(mostBytes);
            } else {
                drop();
            }
        }
    }

    private void growViews() {
        final int old = offsets.length;
        final long[] oldOffsets = offsets;
        final int[] oldLengths = lengths;
        final long[] oldDueNs = dueNs;
        final boolean[] oldAlone = standsAlone;
        offsets = new long[2 * old];
        lengths = new int[2 * old];
        dueNs = new long[2 * old];
        standsAlone = new boolean[2 * old];
        for (long view = first; view < next; view++) {
            final int from = (int) view & (old - 1);
            offsets[slot(view)] = oldOffsets[from];
            lengths[slot(view)] = oldLengths[from];
            dueNs[slot(view)] = oldDueNs[from];
            standsAlone[slot(view)] = oldAlone[from];
        }
    }

    /** All views move, for a view lies in one piece. */
    private void growBytes(final int mostBytes) {
        final UnsafeBuffer old = bytes;
        final int wanted = Math.max(2 * old.capacity(), 4 * mostBytes);
        bytes = new UnsafeBuffer(new byte[Integer.highestOneBit(wanted - 1) << 1]);
        long end = 0;
        for (long view = first; view < next; view++) {
            final int slot = slot(view);
            final int from = (int) (offsets[slot] & (old.capacity() - 1));
            bytes.putBytes((int) end, old, from, lengths[slot]);
            offsets[slot] = end;
            end += lengths[slot];
        }
        firstByte = 0;
        nextByte = end;
    }

    private void drop() {
        first++;
        firstByte = first < next ? offsets[slot(first)] : nextByte;
    }

    // ---- playing

    /** Drops what nobody will need any more at that time. */
    void played(final long nowNs) {
        final long begin = lastAlone(lastDue(nowNs));
        while (begin != NONE && first < begin) {
            drop();
        }
    }

    /** The oldest view that there still is, or {@link #next}. */
    long first() {
        return first;
    }

    /** The number of the next view to be recorded. */
    long next() {
        return next;
    }

    /** The newest view that may be sent at that time, or {@link #NONE}. */
    long lastDue(final long nowNs) {
        long view = next - 1;
        while (view >= first && dueNs[slot(view)] - nowNs > 0) {
            view--;
        }
        return view < first ? NONE : view;
    }

    /** The newest view up to that one which needs none before it, or {@link #NONE}. */
    long lastAlone(final long upTo) {
        long view = upTo;
        while (view >= first && !standsAlone[slot(view)]) {
            view--;
        }
        return upTo == NONE || view < first ? NONE : view;
    }

    /** Sends the messages of a view. */
    void sendTo(final Outlet outlet, final long view) {
        final int end = index(offsets[slot(view)]) + lengths[slot(view)];
        int at = index(offsets[slot(view)]);
        while (at < end) {
            final int length = bytes.getShort(at) & 0xFFFF;
            outlet.sendInOrder(bytes, at + LENGTH_BYTES, length);
            at += LENGTH_BYTES + length;
        }
    }
}
