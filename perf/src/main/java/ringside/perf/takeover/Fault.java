package ringside.perf.takeover;

/** What becomes of the primary. */
public enum Fault {
    /** It is killed with -9; the connections of its players break. */
    KILL,
    /** Nothing comes from it or gets to it any more, and nobody is told. */
    DROP,
    /** It lives, and is told that it was overruled. */
    PLANNED
}
