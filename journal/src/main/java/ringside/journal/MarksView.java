package ringside.journal;

/** The marks of a journal as a reader sees them, each time anew. */
public interface MarksView {
    ServerId serverId();

    /** How far the journal was appended; at most one record behind. */
    Mark appended();

    /** How far the journal was synced. Never above appended. */
    Mark synced();

    /** The first position that must still be there: what lies below was removed on purpose. */
    long retainedFrom();
}
