package ringside.journal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;

/**
 * An engine's journal on disk, open for writing: store, marks, writer and syncing put together. The two agents want a thread
 * each, or one between them; the caller owns the threads and stops them before {@link #close()}.
 */
public final class Journal implements AutoCloseable {
    /**
     * What the journal takes from the world.
     *
     * @param clockMs wall-clock time; may jump
     * @param clockNs time that only rises
     * @param random random numbers for ids, from a strong source
     * @param disk asked for room
     * @param files that are written through memory
     */
    public record Edges(
            LongSupplier clockMs, LongSupplier clockNs, LongSupplier random, DiskSpace disk, MappedFiles files) {
        /** With the disk as the system knows it. */
        public Edges(final LongSupplier clockMs, final LongSupplier clockNs, final LongSupplier random) {
            this(clockMs, clockNs, random, DiskSpace.REAL);
        }

        /** With files as the system maps them. */
        public Edges(
                final LongSupplier clockMs,
                final LongSupplier clockNs,
                final LongSupplier random,
                final DiskSpace disk) {
            this(clockMs, clockNs, random, disk, MappedFiles.SYSTEM);
        }
    }

    private final Path directory;
    private final Durability durability;
    private final ChronicleRecordStore store;
    private final Marks marks;
    private final JournalWriter writer;
    private final SyncAgent syncAgent;
    private final InSyncPosition inSync;
    private final KeepConfig keep;
    private final Edges edges;
    private @Nullable JournalKeeper keeper;
    private boolean closed;

    private Journal(
            final Path directory,
            final JournalConfig config,
            final ChronicleRecordStore store,
            final Marks marks,
            final JournalWriter writer,
            final Edges edges) {
        this.directory = directory;
        this.store = store;
        this.marks = marks;
        this.writer = writer;
        this.edges = edges;
        inSync = new InSyncPosition(writer::appendedPosition);
        keep = config.keep();
        durability = config.durability();
        final long intervalNs = durability == Durability.SYNCED ? 0 : config.backgroundSyncNs();
        syncAgent = new SyncAgent(writer, store, marks, intervalNs, edges.clockNs());
    }

    /**
     * Opens an engine's journal in a data directory, which must be open for writing.
     *
     * @param identityJson see {@link Reign}
     * @throws JournalException with everything that {@link JournalWriter#open} throws
     */
    public static Journal open(
            final DataDirectory data,
            final int engine,
            final String identityJson,
            final JournalConfig config,
            final Edges edges) {
        try (JournalPreparation prepared = prepare(data, engine, config, edges)) {
            return prepared.open(identityJson, config.verifyFrom(), null);
        }
    }

    /** The same in two steps: what can be made ready for writing while somebody still reads, and the opening. */
    public static JournalPreparation prepare(
            final DataDirectory data, final int engine, final JournalConfig config, final Edges edges) {
        JournalCut.finish(data, engine, edges);
        return new JournalPreparation(data, engine, config, edges, store(data, engine, config, edges));
    }

    private static ChronicleRecordStore store(
            final DataDirectory data, final int engine, final JournalConfig config, final Edges edges) {
        return new ChronicleRecordStore(data.journal(engine), config.store(), edges);
    }

    /**
     * Opens an engine's journal to keep in it what another server's primary writes: see {@link JournalWriter#follow}. Where there is
     * none it is begun. Until {@link #reign} whoever opens it otherwise takes it over.
     *
     * @param from 0, or the position of the first record of a journal that is begun in the midst
     * @param epochRecord the first record of the epoch that goes on there, or null where that comes itself
     */
    public static Journal follow(
            final DataDirectory data,
            final int engine,
            final long from,
            final @Nullable DirectBuffer epochRecord,
            final JournalConfig config,
            final Edges edges) {
        JournalCut.finish(data, engine, edges);
        CopiedMark.set(data.journal(engine));
        final ChronicleRecordStore copied = store(data, engine, config, edges);
        // Whoever follows may reign at any moment, and a reign begins a file.
        copied.keepNextReady(true);
        return open(data, engine, config, edges, copied, (store, marks) -> {
            if (from > 0 && marks.appended().position() < 0) {
                if (epochRecord != null) {
                    store.keepEpoch(epochRecord, 0, epochRecord.capacity());
                }
                marks.retainedFrom(from);
                marks.force();
            }
            return JournalWriter.follow(store, marks, data.serverId(), config.verifyFrom());
        });
    }

    /** Makes the writer of what was opened. */
    interface Opening {
        JournalWriter writer(RecordStore store, Marks marks);
    }

    /** Takes over the store, which is closed when this throws. */
    static Journal open(
            final DataDirectory data,
            final int engine,
            final JournalConfig config,
            final Edges edges,
            final ChronicleRecordStore store,
            final Opening opening) {
        final Path directory = data.journal(engine);
        Marks marks = null;
        try {
            marks = openMarks(directory, data.serverId(), edges.files());
            return new Journal(directory, config, store, marks, opening.writer(store, marks), edges);
        } catch (final RuntimeException | Error e) {
            if (marks != null) {
                marks.close();
            }
            store.close();
            throw e;
        }
    }

    private static Marks openMarks(final Path directory, final ServerId serverId, final MappedFiles files) {
        final Path file = directory.resolve(DataDirectory.MARKS);
        return Files.exists(file) || !SegmentNames.list(directory).isEmpty()
                ? Marks.open(file, files)
                : Marks.create(file, serverId, files);
    }

    public JournalWriter writer() {
        return writer;
    }

    /** Ends the copying: see {@link JournalWriter#reign}. What comes from now on is this server's own. */
    public void reign(final Reign reign, final int heard) {
        reignUnsynced(reign, heard);
        syncReign();
    }

    /**
     * The same without waiting for the disk: events may be appended at once, but until {@link #syncReign} has returned nothing that follows
     * from them may be shown or told to anybody.
     */
    public void reignUnsynced(final Reign reign, final int heard) {
        store.keepNextReady(false);
        writer.reignUnsynced(reign, heard);
    }

    /** Brings the beginning of a reign to the disk. Once, by any thread, also while another appends. Before {@link #syncAgent} is turned. */
    public void syncReign() {
        writer.syncReign();
        CopiedMark.clear(directory);
    }

    /** Syncs off the appending thread: continuously at SYNCED, now and then at MAPPED. */
    public SyncAgent syncAgent() {
        return syncAgent;
    }

    /** Works ahead of the appending thread: blocks, pages, files. */
    public Agent storeAgent() {
        return store;
    }

    /** Up to where events are safe at the level chosen. */
    public SafePosition safePosition() {
        return switch (durability) {
            case MAPPED -> writer::appendedPosition;
            case SYNCED -> syncAgent;
            case REPLICATED -> inSync;
        };
    }

    /** Where whoever ships this journal says how far the in-sync set is. */
    public InSyncPosition inSync() {
        return inSync;
    }

    /** Whether the disk is so full that no new match should begin. Any thread. */
    public boolean shortOfSpace() {
        return store.shortOfSpace();
    }

    /** One line that says how little room the disk has, or null while there is enough. Any thread. */
    public @Nullable String shortage() {
        return store.shortage();
    }

    /** Reads this journal, also while it is being written. */
    public JournalReader read(final long from) {
        return JournalReader.open(directory, from);
    }

    /**
     * Removes whole files that hold nothing at or after a position: that of a checkpoint known to be good.
     *
     * @return the names removed
     */
    public List<String> dropBefore(final long position) {
        return Pruning.dropBefore(store, marks, position);
    }

    /**
     * What keeps the journal small: a further agent, for a thread of its own, which the caller stops before {@link #close()}. There
     * is one; asked again, the one before does nothing more.
     */
    public JournalKeeper keeper(final RetentionFloor floor, final KeeperListener listener) {
        closeKeeper();
        final JournalKeeper made = new JournalKeeper(directory, store, marks, keep, floor, listener, edges);
        keeper = made;
        return made;
    }

    private void closeKeeper() {
        if (keeper != null) {
            keeper.onClose();
        }
    }

    /**
     * Ends with a clean stop, if nothing failed before, and closes everything. Done once; closing again does nothing. After a
     * failure it throws nothing: that was thrown where it came up, and whoever closes because of it must not lose it.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        closeKeeper();
        final JournalException before = writer.failure();
        try {
            if (before == null) {
                writer.stopCleanly();
                syncAgent.sync();
                marks.force();
            }
        } finally {
            writer.close();
            marks.close();
            closeStore(before);
        }
    }

    private void closeStore(final @Nullable JournalException before) {
        try {
            store.close();
        } catch (final JournalException e) {
            if (before == null) {
                throw e;
            }
            if (e != before) {
                before.addSuppressed(e);
            }
        }
    }
}
