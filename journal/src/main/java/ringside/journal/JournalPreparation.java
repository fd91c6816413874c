package ringside.journal;

import org.jspecify.annotations.Nullable;

/**
 * A journal that is about to be opened for writing, while its events are still being read: what takes long and depends on none of
 * them, the first file of the new epoch, is made by whoever calls {@link #run()}, on a thread of its own. {@link #open} waits for it,
 * or makes the file itself. The caller holds the lock of the data directory.
 *
 * <p>Nothing of the journal is changed before {@link #open}: a file made ahead lies in a folder of its own, which is removed by
 * {@link #close()} or, after a kill, by the next opening.
 */
public final class JournalPreparation implements Runnable, AutoCloseable {
    private final DataDirectory data;
    private final int engine;
    private final JournalConfig config;
    private final Journal.Edges edges;
    private @Nullable ChronicleRecordStore store;
    private @Nullable JournalException failure;

    JournalPreparation(
            final DataDirectory data,
            final int engine,
            final JournalConfig config,
            final Journal.Edges edges,
            final ChronicleRecordStore store) {
        this.data = data;
        this.engine = engine;
        this.config = config;
        this.edges = edges;
        this.store = store;
    }

    /** Makes the first file. What goes wrong is thrown by {@link #open}. Once it is open or closed, nothing. */
    @Override
    public synchronized void run() {
        if (store != null) {
            try {
                store.prepareFirst();
            } catch (final JournalException e) {
                failure = e;
            }
        }
    }

    /**
     * Opens the journal, which is the caller's from then on.
     *
     * @param identityJson see {@link Reign}
     * @param verifyFrom see {@link JournalWriter#open}
     * @param verified see {@link JournalWriter#open}
     * @throws JournalException with everything that {@link JournalWriter#open} throws
     */
    public synchronized Journal open(
            final String identityJson, final long verifyFrom, final @Nullable VerifiedEnd verified) {
        final ChronicleRecordStore taken = store;
        if (taken == null) {
            throw new IllegalStateException("journal " + data.journal(engine) + ": opened or closed before");
        }
        if (failure != null) {
            throw failure;
        }
        store = null;
        final Reign reign = new Reign(data.serverId(), edges.random().getAsLong(), identityJson);
        final boolean isCopied = CopiedMark.isSet(data.journal(engine));
        final Journal journal = Journal.open(
                data,
                engine,
                config,
                edges,
                taken,
                (records, marks) -> JournalWriter.open(records, marks, reign, isCopied, verifyFrom, verified));
        CopiedMark.clear(data.journal(engine));
        return journal;
    }

    /** Gives back what was made, unless it was opened. Waits for {@link #run()}. */
    @Override
    public synchronized void close() {
        if (store != null) {
            store.close();
            store = null;
        }
    }
}
