package ringside.replay.find;

/**
 * Where to look.
 *
 * @param match its number; {@link #ALL} for all
 * @param from the first frame, of each match that is searched
 * @param to the last one
 */
public record Range(int match, int from, int to) {
    /** All matches. */
    public static final int ALL = 0;

    /** All frames of all matches. */
    public static final Range EVERYTHING = new Range(ALL, 0, Integer.MAX_VALUE);

    /** Refuses what is no range. */
    public Range {
        if (match < 0 || from < 0 || to < from) {
            throw new IllegalArgumentException("match " + match + ", frames " + from + " to " + to);
        }
    }

    /** All frames of a match. */
    public static Range of(final int match) {
        return new Range(match, 0, Integer.MAX_VALUE);
    }

    boolean isAbout(final int searched) {
        return match == ALL ? searched != 0 : searched == match;
    }

    boolean holds(final int frame) {
        return frame >= from && frame <= to;
    }
}
