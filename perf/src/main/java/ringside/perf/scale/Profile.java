package ringside.perf.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;
import ringside.perf.RunFailedException;

/**
 * A flight recording: where threads spend their time, and what they allocate. An event of its own says where in it the
 * measured window begins.
 */
final class Profile implements AutoCloseable {
    static final String WINDOW_BEGAN = "ringside.perf.WindowBegan";

    private static final Duration SAMPLE_PERIOD = Duration.ofMillis(10);

    /** Where the measured window begins. */
    @Name(WINDOW_BEGAN)
    @Label("Measured Window Began")
    @StackTrace(false)
    static final class WindowBegan extends Event {}

    private final @Nullable Path file;
    private final @Nullable Recording recording;

    private Profile(final @Nullable Path file, final @Nullable Recording recording) {
        this.file = file;
        this.recording = recording;
    }

    /** Begins to record, or does nothing where no file is given. */
    static Profile startOrNot(final @Nullable Path file) {
        if (file == null) {
            return new Profile(null, null);
        }
        final Recording recording = new Recording();
        recording.enable("jdk.ExecutionSample").withPeriod(SAMPLE_PERIOD);
        recording.enable("jdk.NativeMethodSample").withPeriod(SAMPLE_PERIOD);
        recording.enable("jdk.ObjectAllocationSample").with("throttle", "300/s");
        recording.enable("jdk.GarbageCollection");
        recording.enable("jdk.SafepointBegin").withoutThreshold();
        recording.enable(WindowBegan.class).withoutStackTrace();
        recording.start();
        return new Profile(file, recording);
    }

    /** Marks the moment from which samples count. */
    void beginWindow() {
        if (recording != null) {
            new WindowBegan().commit();
        }
    }

    /** Ends the recording and writes it. */
    void stop() {
        if (recording != null && file != null) {
            recording.stop();
            try {
                recording.dump(file);
            } catch (final IOException e) {
                throw new RunFailedException("--profile " + file + ": cannot be written: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void close() {
        if (recording != null) {
            recording.close();
        }
    }
}
