package ringside.arena;

/** What a fighter wants to do in a frame, whoever decided it. Filled in anew for each fighter; remembers nothing. */
final class Controls {
    /** A stick pushed all the way. */
    static final int FULL = 127;

    /** -{@link #FULL} to {@link #FULL}. */
    int moveX;

    int moveY;

    /** 0 to 65,535, see {@link ringside.engine.math.Angle}. */
    int aim;

    boolean fire;
    boolean dash;
}
