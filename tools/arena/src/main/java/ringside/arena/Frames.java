package ringside.arena;

/** Durations in frames. */
final class Frames {
    private Frames() {}

    /** The frames of a number of milliseconds, at least one. */
    static int ofMs(final int milliseconds, final int hz) {
        return Math.max(1, milliseconds * hz / 1000);
    }
}
