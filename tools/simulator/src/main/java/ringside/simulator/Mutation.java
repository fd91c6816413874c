package ringside.simulator;

/** A mistake that is made on purpose, to see whether it would be found. */
enum Mutation {
    /** None. */
    NONE,
    /** Syncs of files do nothing. */
    NO_SYNC,
    /** New names are never brought to the disk. */
    NO_FOLDER_SYNC,
    /** Players are shown what is not safe yet. */
    SHOWN_BEFORE_SAFE
}
