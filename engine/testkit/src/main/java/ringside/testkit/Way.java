package ringside.testkit;

/** A way of running a recorded match again, which must come out as the first time did. */
public enum Way {
    /** From the first event, with a game object of its own. */
    AGAIN(
            "run again with a new game object",
            "a static variable, the order of a hash map or set, a clock, a random number of its own"),

    /** From the first event, with the game object that has played before. */
    SAME_GAME(
            "run again with the game object that played before",
            "a field of the game that still holds something of an earlier match"),

    /** A new engine with a new game object takes over from a checkpoint after every few frames. */
    CHECKPOINTS(
            "continued from checkpoints with new game objects",
            "something remembered in a field of the game and not in a table: a checkpoint does not hold it"),

    /** Beside another match of the same game that does the same a little later, with another seed. */
    BESIDE_ANOTHER(
            "run beside another match of the same game object",
            "a field of the game that one match leaves something in for another"),

    /** With more snapshots kept than the first time. */
    OTHER_SNAPSHOTS("run with more snapshots kept", "the engine: logic must not depend on it"),

    /** What seats are shown: the same whoever is asked before, and asking changes nothing. */
    VISIBLE("asked what each seat sees", "visible() writes to the state, or remembers an earlier call in a field");

    private final String title;
    private final String usualCause;

    Way(final String title, final String usualCause) {
        this.title = title;
        this.usualCause = usualCause;
    }

    /** In the middle of a sentence: {@code run again with a new game object}. */
    public String title() {
        return title;
    }

    /** What to look for first when this way comes out differently. */
    public String usualCause() {
        return usualCause;
    }
}
