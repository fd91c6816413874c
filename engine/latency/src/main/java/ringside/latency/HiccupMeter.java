package ringside.latency;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Measures what the machine takes away from everybody: asks for a short sleep and notes how much longer it lasted. What it shows,
 * collections, a busy neighbour, a frozen process, is in no code of ours. A value that hides others, because the meter itself slept
 * through them, stands for those as well (Gil Tene's jHiccup: a pause of 10 ms, looked at every 2, is also one of 8, 6 and so on).
 *
 * <p>A duty cycle for a thread of its own.
 */
public final class HiccupMeter {
    /** So often it looks. */
    public static final long PERIOD_NS = 2_000_000;

    /** A hiccup from here on is kept with its time, see {@link #recent}. */
    public static final long NOTED_NS = 500_000;

    private final StageRecorder recorder;
    private final RecentPauses recent = new RecentPauses(NOTED_NS);
    private final LongSupplier clockNs;
    private final LongConsumer sleep;
    private long least = Long.MAX_VALUE;

    /** Of the real machine. */
    public HiccupMeter(final StageRecorder recorder) {
        this(recorder, System::nanoTime, LockSupport::parkNanos);
    }

    HiccupMeter(final StageRecorder recorder, final LongSupplier clockNs, final LongConsumer sleep) {
        this.recorder = recorder;
        this.clockNs = clockNs;
        this.sleep = sleep;
    }

    /** The last ones that were long, with their times. */
    public RecentPauses recent() {
        return recent;
    }

    /** Sleeps once, and notes. Returns 1. */
    public int doWork() {
        final long before = clockNs.getAsLong();
        sleep.accept(PERIOD_NS);
        final long after = clockNs.getAsLong();
        final long took = after - before;
        // What a sleep takes on this machine at its best is no hiccup.
        least = Math.min(least, took);
        recent.note(after, took - least);
        for (long hiccup = took - least; ; hiccup -= PERIOD_NS) {
            recorder.record(hiccup);
            if (hiccup <= PERIOD_NS) {
                return 1;
            }
        }
    }
}
