package ringside.server;

import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.journal.Journal;

/** Works ahead of an engine's journal, and tells the operator when its disk runs out of room and when it has room again. */
final class JournalAhead implements DutyThread.Duty {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.engine");

    private final int engine;
    private final Journal journal;
    private final Agent store;
    private boolean toldShort;

    JournalAhead(final int engine, final Journal journal) {
        this.engine = engine;
        this.journal = journal;
        store = journal.storeAgent();
    }

    @Override
    public int doWork() throws Exception {
        final int work = store.doWork();
        final @Nullable String shortage = journal.shortage();
        if (shortage != null && !toldShort) {
            LOG.warn("engine {}: no new match begins here, running ones go on: {}", engine, shortage);
        } else if (shortage == null && toldShort) {
            LOG.info("engine {}: its disk has room again", engine);
        }
        toldShort = shortage != null;
        return work;
    }
}
