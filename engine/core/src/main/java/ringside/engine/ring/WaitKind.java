package ringside.engine.ring;

/** How a stage waits while there is nothing to do. */
public enum WaitKind {
    /** Looks again at once and never gives its core away: for a core that nobody else needs. */
    SPIN,
    /** Looks again after everyone else who wants the core had it. */
    YIELD,
    /** Spins, yields, then sleeps: longer and longer while nothing comes. */
    PARK
}
