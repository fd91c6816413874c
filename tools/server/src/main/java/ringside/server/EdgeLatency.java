package ringside.server;

import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;
import ringside.io.session.InputLatency;
import ringside.latency.LatencyStage;
import ringside.latency.StageRecorder;

/** Takes the times of inputs from all event loops: of every eighth one, for they are many. */
final class EdgeLatency implements InputLatency {
    private static final int ONE_OF = 8;
    private static final int DIGITS = 2;

    /** Values of one stage, which several threads record. */
    private static final class Shared {
        private final Recorder values = new Recorder(StageRecorder.MOST, DIGITS);
        private @Nullable Histogram idle;

        void record(final long value) {
            values.recordValue(Math.max(0, Math.min(StageRecorder.MOST, value)));
        }

        Histogram take() {
            final Histogram taken = values.getIntervalHistogram(idle);
            idle = taken;
            return taken;
        }
    }

    private final Shared inputToView = new Shared();
    private final Shared written = new Shared();
    private final AtomicLong inputs = new AtomicLong();

    @Override
    public void shown(final long receivedNs, final long frameDueNs, final long sentNs) {
        if (inputs.getAndIncrement() % ONE_OF == 0) {
            inputToView.record(sentNs - receivedNs);
            if (frameDueNs != 0) {
                written.record(sentNs - frameDueNs);
            }
        }
    }

    /** What was recorded of a stage since the last call; null of those that are recorded elsewhere. One thread. */
    @Nullable
    Histogram take(final LatencyStage stage) {
        return switch (stage) {
            case INPUT_TO_VIEW -> inputToView.take();
            case WRITTEN -> written.take();
            default -> null;
        };
    }
}
