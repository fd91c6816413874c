package ringside.engine.ring;

import java.util.concurrent.atomic.AtomicBoolean;
import ringside.engine.event.Event;

/** Where a stage that fails says so: the first failure is told, a second one only follows from it. Any thread. */
final class FailStop {
    private final EngineStopped onStop;
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile boolean refusing;

    FailStop(final EngineStopped onStop) {
        this.onStop = onStop;
    }

    /** Tells of a failure in an event's hands, and returns what ends the stage: it must not turn again. */
    EngineStoppedException stop(final String stage, final Event event, final Throwable cause) {
        return stop(stage, event.position(), event.toString(), cause);
    }

    EngineStoppedException stop(final String stage, final long position, final String event, final Throwable cause) {
        refusing = true;
        if (failed.compareAndSet(false, true)) {
            onStop.stopped(stage, position, event, cause);
        }
        return new EngineStoppedException(stage, cause);
    }

    /** No more offers from here on. */
    void refuse() {
        refusing = true;
    }

    boolean isRefusing() {
        return refusing;
    }

    boolean hasFailed() {
        return failed.get();
    }
}
