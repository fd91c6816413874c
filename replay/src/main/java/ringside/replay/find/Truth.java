package ringside.replay.find;

/** What a condition comes to, from the least to the most. Of a row that is not there nothing is known; neither that nor its contrary holds then. */
enum Truth {
    NO,
    UNKNOWN,
    YES;

    static Truth of(final boolean holds) {
        return holds ? YES : NO;
    }

    Truth not() {
        return this == YES ? NO : this == NO ? YES : UNKNOWN;
    }

    Truth and(final Truth other) {
        return other.compareTo(this) < 0 ? other : this;
    }

    Truth or(final Truth other) {
        return other.compareTo(this) > 0 ? other : this;
    }
}
