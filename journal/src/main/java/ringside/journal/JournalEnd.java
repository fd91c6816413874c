package ringside.journal;

/**
 * How a journal ends.
 *
 * @param kind what was found
 * @param position the position of the first event that is not there
 * @param lostEvents how many events are lost; 0 unless the tail was lost
 * @param problem one line for people; empty when clean
 */
public record JournalEnd(Kind kind, long position, long lostEvents, String problem) {
    /** The three ways to end. */
    public enum Kind {
        /** Everything that the marks speak of is there. */
        CLEAN,
        /** Events above the synced mark are gone: a loss of power, or a cut. Appending may go on under a new epoch. */
        TAIL_LOST,
        /** What was synced is gone, or bytes are not what was written. Nothing from the position on may be applied. */
        CORRUPT
    }

    static JournalEnd clean(final long position) {
        return new JournalEnd(Kind.CLEAN, position, 0, "");
    }

    static JournalEnd tailLost(final long position, final long lostEvents, final String why) {
        return new JournalEnd(
                Kind.TAIL_LOST,
                position,
                lostEvents,
                "TAIL LOST " + lostEvents + " events from position " + position + ": " + why);
    }

    static JournalEnd corrupt(final long position, final String why) {
        return new JournalEnd(Kind.CORRUPT, position, 0, "CORRUPT at position " + position + ": " + why);
    }

    /** Throws CORRUPT when it is that. */
    public JournalEnd orThrowIfCorrupt() {
        if (kind == Kind.CORRUPT) {
            throw new JournalException(JournalException.Code.CORRUPT, position, problem, null);
        }
        return this;
    }
}
