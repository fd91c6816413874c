package ringside.perf.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.MatchSlot;
import ringside.engine.snapshot.SnapshotRing;

/**
 * Makes the views of its share of the matches, frame by frame. It follows logic match by match: a match's views are made once
 * it was stepped, while logic steps the ones after it. A match that has gone further meanwhile is shown as it is then, and
 * what was passed over is counted.
 */
final class ViewStage implements Runnable {
    private static final int SPINS = 200;
    private static final long MATCH_REST_NS = 20_000;
    private static final long FRAME_REST_NS = 50_000;

    private final ArenaEngine engine;
    private final List<MatchViews> matches = new ArrayList<>();
    private final long[] doneNs;
    private long encodedMatchFrames;
    private long skippedMatchFrames;
    private volatile boolean running = true;
    private volatile int doneFrame;
    private volatile long encoded;
    private volatile long skipped;
    private volatile long bytes;
    private volatile long parts;
    private volatile long torn;
    private volatile @Nullable Throwable failure;

    /** The share of thread number {@code index} of {@code plan.viewThreads()}. */
    ViewStage(final ScalePlan plan, final ArenaEngine engine, final int index) {
        this.engine = engine;
        doneNs = new long[plan.mostFrames()];
        final MatchViews.Shared shared = new MatchViews.Shared(engine.type(), plan);
        final List<MatchSlot> all = engine.matches();
        for (int i = index; i < all.size(); i += plan.viewThreads()) {
            matches.add(new MatchViews(shared, all.get(i)));
        }
    }

    @Override
    public void run() {
        try {
            for (int frame = 1; running; frame++) {
                show(frame);
            }
        } catch (final Throwable e) {
            failure = e;
        }
    }

    private void show(final int frame) {
        for (int i = 0; i < matches.size(); i++) {
            final MatchViews match = matches.get(i);
            if (match.shownFrame() < frame) {
                if (!await(match.snapshots(), frame, i == 0 ? FRAME_REST_NS : MATCH_REST_NS)) {
                    return;
                }
                final int newest = match.snapshots().newestSafeFrame(engine.safePosition());
                skippedMatchFrames += newest - match.shownFrame() - 1;
                match.encode(newest);
                encodedMatchFrames++;
            }
        }
        if (frame < doneNs.length) {
            doneNs[frame] = System.nanoTime();
        }
        count();
        doneFrame = frame;
    }

    /** Logic publishes what is safe already: nothing is applied before it is appended. */
    private boolean await(final SnapshotRing ring, final int frame, final long restNs) {
        for (int tries = 0; ring.newestFrame() < frame; tries++) {
            if (!running) {
                return false;
            }
            if (tries < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(restNs);
            }
        }
        return true;
    }

    private void count() {
        long allBytes = 0;
        long allParts = 0;
        long allTorn = 0;
        for (int i = 0; i < matches.size(); i++) {
            allBytes += matches.get(i).bytes();
            allParts += matches.get(i).parts();
            allTorn += matches.get(i).torn();
        }
        encoded = encodedMatchFrames * ScalePlan.PLAYERS_PER_MATCH;
        skipped = skippedMatchFrames * ScalePlan.PLAYERS_PER_MATCH;
        bytes = allBytes;
        parts = allParts;
        torn = allTorn;
    }

    void stop() {
        running = false;
    }

    List<MatchViews> matches() {
        return matches;
    }

    /** When the views of each frame were complete, by frame; 0 for none. Only after the thread ended. */
    long[] doneNs() {
        return doneNs;
    }

    /** The last frame whose views are complete. */
    int doneFrame() {
        return doneFrame;
    }

    long encoded() {
        return encoded;
    }

    long skipped() {
        return skipped;
    }

    long bytes() {
        return bytes;
    }

    long parts() {
        return parts;
    }

    /** Views that were dropped because logic was a whole history ahead. */
    long torn() {
        return torn;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }
}
