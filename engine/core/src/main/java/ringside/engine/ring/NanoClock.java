package ringside.engine.ring;

/** The monotonic clock, injected so that a test or a simulator can be the time. */
@FunctionalInterface
public interface NanoClock {
    /** The system's. */
    NanoClock SYSTEM = System::nanoTime;

    /** Nanoseconds since an arbitrary moment. */
    long nanoTime();
}
