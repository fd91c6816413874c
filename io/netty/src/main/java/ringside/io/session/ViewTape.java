package ringside.io.session;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Views as they were encoded, each with the moment from which it may be sent. What was played may be dropped but for the
 * last view that others can begin with, and those behind it.
 *
 * <p>A tape has room for so many bytes. Where the views of a delay are more, not all of them are recorded: {@link #takes}
 * says when the next one may be, so that those which are lie as evenly as those which are not, and nothing that is still to be
 * shown has to make room. Should it have to all the same, what is oldest is dropped.
 *
 * <p>Views are numbered from 0 and never leave their order; time never goes back. Grows to what a delay needs and then
 * allocates nothing; belongs to one event loop.
 */
final class ViewTape {
    static final long NONE = -1;

    /** Bytes of one tape at most. */
    static final int MOST_BYTES = 1 << 24;

    /** How long what has become due may still be needed: it is until the next view with which others can begin. */
    private static final long NEEDED_NS = 4_000_000_000L;

    /** Of the room, what views may take as they come; the rest is for those that come at once, and for what does not fit. */
    private static final double SHARE = 0.7;

    private static final double AT_ONCE = 0.1;
    private static final int LENGTH_BYTES = 2;

    private final int mostBytes;
    private final double nsPerByte;
    private final long aheadNs;

    private UnsafeBuffer bytes = new UnsafeBuffer(new byte[1 << 12]);
    private long[] offsets = new long[16];
    private int[] lengths = new int[16];
    /** Where the messages begin that all are sent; before them stand an opening for who begins, and one for who goes on. */
    private int[] openings = new int[16];

    private long[] dueNs = new long[16];
    private boolean[] standsAlone = new boolean[16];
    private long first;
    private long next;
    private long firstByte;
    private long nextByte;
    private long due = NONE;
    private long start = NONE;
    private double roomNs = Double.NEGATIVE_INFINITY;

    /** A tape for what is shown so much later than it was made. */
    ViewTape(final long delayNs) {
        this(delayNs, MOST_BYTES);
    }

    /** @param mostBytes a power of two */
    ViewTape(final long delayNs, final int mostBytes) {
        this.mostBytes = mostBytes;
        final long windowNs = delayNs + NEEDED_NS;
        nsPerByte = windowNs / (mostBytes * SHARE);
        aheadNs = (long) (windowNs * AT_ONCE);
    }

    // ---- recording

    /** Whether another view may be recorded now. */
    boolean takes(final long nowNs) {
        return roomNs <= nowNs;
    }

    /** Begins a view of those bytes at most; {@link #add} its messages, then {@link #end} it. */
    void begin(final boolean alone, final long fromNs, final int atMostBytes) {
        makeRoom(atMostBytes);
        final int slot = slot(next);
        offsets[slot] = nextByte;
        lengths[slot] = 0;
        openings[slot] = 0;
        dueNs[slot] = fromNs;
        standsAlone[slot] = alone;
    }

    /** Two messages in front of the others, of which each client is sent one: who begins with this view, or who goes on. */
    void addOpenings(
            final DirectBuffer from,
            final int beginningAt,
            final int beginningBytes,
            final int goingOnAt,
            final int goingOnBytes) {
        add(from, beginningAt, beginningBytes);
        add(from, goingOnAt, goingOnBytes);
        openings[slot(next)] = lengths[slot(next)];
    }

    void add(final DirectBuffer message, final int offset, final int lengthBytes) {
        final int slot = slot(next);
        final int at = index(offsets[slot]) + lengths[slot];
        bytes.putShort(at, (short) lengthBytes);
        bytes.putBytes(at + LENGTH_BYTES, message, offset, lengthBytes);
        lengths[slot] += LENGTH_BYTES + lengthBytes;
    }

    void end(final long nowNs) {
        final int slot = slot(next);
        nextByte = offsets[slot] + lengths[slot];
        roomNs = Math.max(roomNs, (double) nowNs - aheadNs) + lengths[slot] * nsPerByte;
        next++;
    }

    private int slot(final long view) {
        return (int) view & (offsets.length - 1);
    }

    private int index(final long offset) {
        return (int) (offset & (bytes.capacity() - 1));
    }

    private void makeRoom(final int atMostBytes) {
        if (next - first == offsets.length) {
            growViews();
        }
        // A view lies in one piece.
        if (index(nextByte) + atMostBytes > bytes.capacity()) {
            nextByte += bytes.capacity() - index(nextByte);
        }
        while (nextByte + atMostBytes - firstByte > bytes.capacity()) {
            if (bytes.capacity() < mostBytes) {
                growBytes(atMostBytes);
            } else {
                drop();
            }
        }
    }

    private void growViews() {
        final int old = offsets.length;
        final long[] oldOffsets = offsets;
        final int[] oldLengths = lengths;
        final int[] oldOpenings = openings;
        final long[] oldDueNs = dueNs;
        final boolean[] oldAlone = standsAlone;
        offsets = new long[2 * old];
        lengths = new int[2 * old];
        openings = new int[2 * old];
        dueNs = new long[2 * old];
        standsAlone = new boolean[2 * old];
        for (long view = first; view < next; view++) {
            final int from = (int) view & (old - 1);
            offsets[slot(view)] = oldOffsets[from];
            lengths[slot(view)] = oldLengths[from];
            openings[slot(view)] = oldOpenings[from];
            dueNs[slot(view)] = oldDueNs[from];
            standsAlone[slot(view)] = oldAlone[from];
        }
    }

    /** All views move, for a view lies in one piece. */
    private void growBytes(final int atMostBytes) {
        final UnsafeBuffer old = bytes;
        final int wanted = Math.max(2 * old.capacity(), 4 * atMostBytes);
        bytes = new UnsafeBuffer(new byte[Math.min(mostBytes, Integer.highestOneBit(wanted - 1) << 1)]);
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
        due = Math.max(due, first - 1);
        start = start < first ? NONE : start;
    }

    // ---- playing

    /** Moves on to what may be sent at that time. */
    void moveOn(final long nowNs) {
        while (due + 1 < next && dueNs[slot(due + 1)] - nowNs <= 0) {
            due++;
            if (standsAlone[slot(due)]) {
                start = due;
            }
        }
    }

    /** Drops what nobody will need any more. */
    void played() {
        while (first < start) {
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

    /** The newest view that may be sent, or {@link #NONE}. */
    long due() {
        return due < first ? NONE : due;
    }

    /** The newest view up to {@link #due} with which others can begin, or {@link #NONE}. */
    long start() {
        return start;
    }

    /**
     * Sends the messages of a view.
     *
     * @param isBeginning to one who was not sent the view before
     */
    void sendTo(final Outlet outlet, final long view, final boolean isBeginning) {
        final int from = index(offsets[slot(view)]);
        int at = from;
        if (openings[slot(view)] > 0) {
            final int goesOnAt = at + LENGTH_BYTES + length(at);
            send(outlet, isBeginning ? at : goesOnAt);
            at = from + openings[slot(view)];
        }
        final int end = from + lengths[slot(view)];
        while (at < end) {
            send(outlet, at);
            at += LENGTH_BYTES + length(at);
        }
    }

    private int length(final int at) {
        return bytes.getShort(at) & 0xFFFF;
    }

    private void send(final Outlet outlet, final int at) {
        outlet.sendInOrder(bytes, at + LENGTH_BYTES, length(at));
    }
}
