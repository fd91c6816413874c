package ringside.journal;

import java.util.List;

/** Told what a {@link JournalKeeper} did, on its thread. */
public interface KeeperListener {
    /** A segment was brought into its compressed form. */
    void compressed(String segment, long plainBytes, long compressedBytes);

    /** Segments were removed: positions before {@code retainedFrom} are gone. */
    void removed(List<String> segments, long retainedFrom);

    /** Segments should go by age or size, and no good checkpoint lies behind them. Told once until something was removed. */
    void refused(String why);

    /** Something failed at a file; the journal itself goes on, and it is tried again after a while. */
    void failed(JournalException cause);
}
