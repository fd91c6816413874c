package ringside.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import ringside.engine.logic.GameType;

/**
 * Measures the bytes that logic allocates while a recording is played over and over: warm, it must be none. From the
 * chosen frame on the recording is a lap; at its end the memory is put back to the lap's beginning, so that a short
 * recording is enough.
 *
 * <p>A compiler that throws its work away rebuilds a few objects, a hundred bytes now and then. What a game allocates
 * comes in every lap. So several windows are measured, and the least counts.
 */
public final class AllocationProbe {
    private static final int WINDOWS = 5;
    private static final int SEARCHED_FRAMES = 1000;

    private final Recording recording;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private int fromFrame;
    private int warmFrames = 15_000;
    private int frames = 10_000;

    AllocationProbe(final Recording recording) {
        this.recording = recording;
    }

    /** The lap begins after that frame of the match; 0, after its creation, unless said otherwise. */
    public AllocationProbe fromFrame(final int frame) {
        fromFrame = frame;
        return this;
    }

    /** Frames before the first window; 15,000 unless said otherwise. */
    public AllocationProbe warmFrames(final int count) {
        warmFrames = count;
        return this;
    }

    /** Frames of a window; 10,000 unless said otherwise. */
    public AllocationProbe frames(final int count) {
        frames = count;
        return this;
    }

    /** Bytes allocated in the window that allocated least. */
    public long leastBytes() {
        final Laps laps = new Laps();
        laps.play(warmFrames);
        return leastBytes(laps);
    }

    /** Throws {@link AssertionError} when every window allocates; it says which frames do, and how to find the place. */
    public void expectNone() {
        final Laps laps = new Laps();
        laps.play(warmFrames);
        final long least = leastBytes(laps);
        if (least > 0) {
            throw new AssertionError(recording.playedType().layout().game() + ": " + frames
                    + " warmed frames allocated at least " + least + " bytes, 0 are possible; " + search(laps)
                    + "\nTo see where: run this test with -XX:StartFlightRecording=settings=profile,filename=run.jfr, then"
                    + " jfr print --events ObjectAllocationSample run.jfr");
        }
    }

    private long leastBytes(final Laps laps) {
        long least = Long.MAX_VALUE;
        for (int window = 0; window < WINDOWS && least > 0; window++) {
            // Asked once before, so that nothing is loaded while it is measured.
            allocatedBytes();
            final long before = allocatedBytes();
            laps.play(frames);
            least = Math.min(least, allocatedBytes() - before);
        }
        return least;
    }

    private long allocatedBytes() {
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** Goes through some frames event by event. */
    private String search(final Laps laps) {
        String first = "";
        int allocating = 0;
        long most = 0;
        final int searched = Math.min(frames, SEARCHED_FRAMES);
        for (int i = 0; i < searched; i++) {
            long ofFrame = 0;
            boolean isFrame = false;
            while (!isFrame) {
                final Step step = laps.next();
                final long before = allocatedBytes();
                isFrame = laps.apply(step);
                final long bytes = allocatedBytes() - before;
                if (bytes > 0 && first.isEmpty()) {
                    first = "first " + bytes + " bytes at frame " + laps.frame() + " in " + step;
                }
                ofFrame += bytes;
            }
            allocating += ofFrame > 0 ? 1 : 0;
            most = Math.max(most, ofFrame);
        }
        return first.isEmpty()
                ? "looked at one by one, " + searched + " frames allocated nothing: it is rare"
                : first + "; " + allocating + " of " + searched + " frames allocate, at most " + most + " bytes each";
    }

    /** The recording, played from a frame to its end again and again. */
    private final class Laps {
        private final QuietOutput output = new QuietOutput();
        private final Run run =
                new Run(new GameType(recording.source().fresh()), recording.settings(), output, Run.SNAPSHOTS);
        private final Step[] steps;
        private final EngineCopy start;
        private int next;

        private Laps() {
            final List<Step> all = recording.steps();
            int at = 0;
            while (at < all.size() && (run.memory().find(Run.MATCH) == null || frame() < fromFrame)) {
                all.get(at++).applyTo(run);
            }
            steps = all.subList(at, all.size()).toArray(new Step[0]);
            start = new EngineCopy(run);
            boolean hasFrame = false;
            for (final Step step : steps) {
                hasFrame |= step instanceof final Step.OfEvent event && event.isFrame();
            }
            if (!hasFrame) {
                throw new IllegalArgumentException("the recording has no frame after frame " + fromFrame
                        + ": play the match for longer, or measure from an earlier frame");
            }
        }

        private int frame() {
            return run.slot().frame();
        }

        private void play(final int count) {
            int left = count;
            while (left > 0) {
                left -= apply(next()) ? 1 : 0;
            }
        }

        private Step next() {
            if (next == steps.length) {
                start.putBackInto(run.memory());
                next = 0;
            }
            return steps[next++];
        }

        /** True when the step was a frame. */
        private boolean apply(final Step step) {
            step.applyTo(run);
            if (output.failure() != null) {
                throw new AssertionError("the game threw at frame " + frame(), output.failure());
            }
            return step instanceof final Step.OfEvent event && event.isFrame();
        }
    }
}
