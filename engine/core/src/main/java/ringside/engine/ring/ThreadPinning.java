package ringside.engine.ring;

/** Keeps a thread on one core. A system that cannot do so says it and lets the thread run anywhere: it must not throw. */
@FunctionalInterface
public interface ThreadPinning {
    /** Pins nothing. */
    ThreadPinning NONE = core -> {};

    /** Pins the calling thread. */
    void pin(int core);
}
