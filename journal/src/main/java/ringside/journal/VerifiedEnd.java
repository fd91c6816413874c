package ringside.journal;

import java.util.Set;

/**
 * What a reader found that came to the end of a journal, for whoever opens it for writing next, so that nothing is read a second time.
 * Of use only under the same lock of the directory that was held when the reader was opened.
 */
public final class VerifiedEnd {
    final Chain chain;
    final RecordAddress goodEnd;
    final JournalEnd end;
    private final Mark appended;
    private final Mark synced;
    private final Set<ServerId> servers;

    VerifiedEnd(
            final Chain chain,
            final RecordAddress goodEnd,
            final JournalEnd end,
            final Mark appended,
            final Mark synced,
            final Set<ServerId> servers) {
        this.chain = chain;
        this.goodEnd = goodEnd;
        this.end = end;
        this.appended = appended;
        this.synced = synced;
        this.servers = Set.copyOf(servers);
    }

    /** Whether it is what these marks speak of, and all of it was written by that server. */
    boolean isOf(final ServerId serverId, final Mark nowAppended, final Mark nowSynced) {
        return chain.records() > 0
                && appended.equals(nowAppended)
                && synced.equals(nowSynced)
                && servers.stream().allMatch(serverId::equals);
    }
}
