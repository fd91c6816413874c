package ringside.simulator;

/** A machine's clocks: one that only rises, from an origin of its own, and one of the wall, which may jump. */
final class SimClock {
    /** Noon of a day. */
    private static final long WALL_MS = 1_795_348_800_000L;

    private final Kernel kernel;
    private final long offsetNs;
    private long wallOffsetMs;

    SimClock(final Kernel kernel, final Chance chance) {
        this.kernel = kernel;
        offsetNs = chance.between(0, 1_000_000 * Kernel.MS);
    }

    long nanoTime() {
        return kernel.nowNs() + offsetNs;
    }

    long wallMs() {
        return WALL_MS + wallOffsetMs + kernel.nowNs() / Kernel.MS;
    }

    void jumpMs(final long ms) {
        wallOffsetMs += ms;
    }
}
