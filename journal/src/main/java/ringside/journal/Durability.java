package ringside.journal;

/** When an event is safe, so that what follows from it may be shown. The operator chooses. */
public enum Durability {
    /** Appended: survives the end of the process. */
    MAPPED,
    /** Covered by a sync: survives the loss of power. */
    SYNCED,
    /** Appended by every member of the in-sync set: survives the loss of the machine. */
    REPLICATED
}
