package ringside.io.client;

import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.collections.LongArrayList;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.RefusalReason;
import ringside.layout.RecordView;

/**
 * Gives an input in every frame and notes when views came. From that it says afterwards how smooth the picture was that a client
 * draws {@value #INTERPOLATION_MS} ms behind the fastest view.
 */
final class SmoothPlayer implements SessionListener {
    static final int INTERPOLATION_MS = 100;

    private static final long MS = 1_000_000;
    private static final long NONE = Long.MAX_VALUE;

    final CountDownLatch joined = new CountDownLatch(1);
    final CountDownLatch ended = new CountDownLatch(1);
    volatile int newestFrame = -1;
    final AtomicInteger joins = new AtomicInteger();
    final AtomicInteger late = new AtomicInteger();
    volatile int answered;
    volatile @Nullable SessionEnd end;

    private final LongArrayList arrivalsNs = new LongArrayList();
    private final LongArrayList frames = new LongArrayList();

    @Override
    public void joined(final ClientSession session) {
        joins.incrementAndGet();
        joined.countDown();
    }

    @Override
    public boolean inputDue(
            final ClientSession session, final int targetFrame, final long dueNs, final RecordView input) {
        return true;
    }

    @Override
    public void inputRefused(final ClientSession session, final int inputSeq, final @Nullable RefusalReason reason) {
        if (reason == RefusalReason.INPUT_TOO_LATE) {
            late.incrementAndGet();
        }
    }

    @Override
    public void commandAnswered(
            final ClientSession session,
            final int sequence,
            final CommandAnswer answer,
            final @Nullable RefusalReason reason) {
        answered = sequence;
    }

    @Override
    public synchronized void viewed(final ClientSession session, final ClientView view) {
        arrivalsNs.add(System.nanoTime());
        frames.add((long) view.frame());
        newestFrame = view.frame();
    }

    @Override
    public void ended(final ClientSession session, final SessionEnd how) {
        end = how;
        ended.countDown();
    }

    /** How the picture was. */
    record Picture(int drawn, int dry, double longestFreezeMs, double longestGapMs, int views) {
        double dryPercent() {
            return 100.0 * dry / drawn;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d frames drawn, %d dry (%.3f %%), longest freeze %.1f ms, longest time between views %.1f ms, %d views",
                    drawn,
                    dry,
                    dryPercent(),
                    longestFreezeMs,
                    longestGapMs,
                    views);
        }
    }

    /** Looks at the views of frames after {@code from}. The picture is dry when it is later than the newest view. */
    synchronized Picture picture(final int from, final int hz) {
        final double frameNs = 1_000 * MS / (double) hz;
        double fastestNs = NONE;
        int first = 0;
        while (first < frames.size() && frames.getLong(first) <= from) {
            first++;
        }
        for (int i = first; i < frames.size(); i++) {
            fastestNs = Math.min(fastestNs, arrivalsNs.getLong(i) - frames.getLong(i) * frameNs);
        }
        final int last = frames.size() - 1;
        final double zeroNs = fastestNs + INTERPOLATION_MS * MS;
        int drawn = 0;
        int dry = 0;
        long newest = from;
        int i = first;
        double frozenNs = 0;
        double longestNs = 0;
        for (double drawNs = zeroNs + (from + 1) * frameNs; drawNs < arrivalsNs.getLong(last); drawNs += frameNs) {
            while (i <= last && arrivalsNs.getLong(i) <= drawNs) {
                newest = Math.max(newest, frames.getLong(i));
                i++;
            }
            final double shown = (drawNs - zeroNs) / frameNs;
            drawn++;
            if (newest < shown - 1e-3) {
                dry++;
                frozenNs += frameNs;
            } else {
                frozenNs = 0;
            }
            longestNs = Math.max(longestNs, frozenNs);
        }
        long gapNs = 0;
        for (int j = first + 1; j <= last; j++) {
            gapNs = Math.max(gapNs, arrivalsNs.getLong(j) - arrivalsNs.getLong(j - 1));
        }
        return new Picture(drawn, dry, longestNs / MS, gapNs / (double) MS, last - first + 1);
    }
}
