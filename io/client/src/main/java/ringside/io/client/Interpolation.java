package ringside.io.client;

import java.util.List;
import ringside.layout.Column;
import ringside.layout.Layout;
import ringside.layout.Table;
import ringside.snapshot.codec.ViewDecoder;
import ringside.snapshot.codec.ViewTable;

/**
 * Draws what others do a little late, between two frames that were both received: smooth, and never guessed. Keeps the
 * newest {@value #FRAMES} frames. Not thread-safe; times in nanoseconds; allocates nothing once warm.
 */
final class Interpolation {
    /** More than the longest delay, at 200 Hz. */
    static final int FRAMES = 64;

    /** So long after the newest view the match is taken to stand still: that nothing comes is no gap then. */
    private static final long STANDING_NS = 1_000_000_000;

    private final ViewDecoder decoder;
    private final List<ViewTable> tables;
    private final DrawnColumns drawn;
    private final PlayoutClock clock;
    private final ClientStatistics statistics;
    private final ShownFrame[] frames = new ShownFrame[FRAMES];
    /** A table's place among the shown ones, by its number in the layout. */
    private final int[] shownIndex;

    private int count;
    private int first;
    private long newestNs;
    private ShownFrame older;
    private ShownFrame newer;
    private double part;

    Interpolation(
            final ViewDecoder decoder,
            final int hz,
            final PictureSettings settings,
            final ClientStatistics statistics) {
        this.decoder = decoder;
        this.statistics = statistics;
        final Layout layout = decoder.layout();
        tables = decoder.tables();
        drawn = new DrawnColumns(layout, settings);
        clock = new PlayoutClock(hz, settings.mostDelayMs());
        for (int i = 0; i < FRAMES; i++) {
            frames[i] = new ShownFrame(tables);
        }
        shownIndex = new int[layout.tables().size()];
        for (int i = 0; i < tables.size(); i++) {
            shownIndex[tables.get(i).table().id()] = i;
        }
        older = frames[0];
        newer = frames[0];
    }

    /** A connection begins: nothing is shown yet. */
    void clear() {
        count = 0;
        clock.clear();
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Every part of a newer view was applied. */
    void viewed(final long nowNs) {
        clock.arrived(decoder.frame(), nowNs);
        newestNs = nowNs;
        if (count == FRAMES) {
            first = (first + 1) % FRAMES;
            count--;
        }
        at(count).keep(decoder.frame());
        count++;
        around();
    }

    /** Moves on to the moment that is to be drawn now. */
    void advance(final long nowNs) {
        if (isEmpty()) {
            return;
        }
        final boolean isSupplied = clock.advance(nowNs);
        if (nowNs - newestNs < STANDING_NS) {
            statistics.drawn(isSupplied, clock.delayFrames());
        }
        around();
    }

    /** Finds the two frames between which the moment lies; before the first, it is the first. */
    private void around() {
        int at = count - 1;
        while (at > 0 && at(at).frame() > clock.time()) {
            at--;
        }
        older = at(at);
        newer = at(Math.min(at + 1, count - 1));
        final int span = newer.frame() - older.frame();
        part = span == 0 ? 0 : Math.max(0, Math.min(1, (clock.time() - older.frame()) / span));
    }

    private ShownFrame at(final int index) {
        return frames[(first + index) % FRAMES];
    }

    /** The moment that is drawn, in frames. */
    double time() {
        return Math.max(older.frame(), clock.time());
    }

    int next(final Table table, final int wireId) {
        return isEmpty() ? -1 : older.next(shownIndex[table.id()], wireId);
    }

    boolean isShown(final Table table, final int wireId) {
        return !isEmpty() && older.isShown(shownIndex[table.id()], wireId);
    }

    /** The raw value in the older of the two frames. */
    long value(final Table table, final int wireId, final Column column) {
        return value(older, shownIndex[table.id()], wireId, column);
    }

    /** The raw value at the moment that is drawn. */
    double drawn(final Table table, final int wireId, final Column column) {
        final int index = shownIndex[table.id()];
        final long from = value(older, index, wireId, column);
        if (!older.isSameRow(newer, index, wireId)) {
            return from;
        }
        return drawn.between(column, from, value(newer, index, wireId, column), part, newer.frame() - older.frame());
    }

    private static long value(final ShownFrame frame, final int index, final int wireId, final Column column) {
        if (!frame.isShown(index, wireId)) {
            throw new IllegalArgumentException(column.qualifiedName() + ": no row is drawn under wire id " + wireId);
        }
        return column.read(frame.values(index), frame.offset(index, wireId));
    }
}
