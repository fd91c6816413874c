package ringside.journal;

import java.util.List;

/**
 * What opening a journal for writing found and did.
 *
 * @param epoch the number of the new epoch
 * @param nextPosition the position that the next event will have
 * @param end how the journal ended before: CLEAN or TAIL_LOST
 * @param stoppedCleanly whether the writer before had stopped of its own will
 * @param setAside names of files that hold what followed a lost tail
 */
public record JournalOpening(
        int epoch, long nextPosition, JournalEnd end, boolean stoppedCleanly, List<String> setAside) {
    public JournalOpening {
        setAside = List.copyOf(setAside);
    }
}
