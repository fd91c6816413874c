package ringside.replay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.journal.DataDirectory;
import ringside.journal.EpochStart;
import ringside.journal.JournalHandler;
import ringside.journal.JournalReader;
import ringside.journal.Marks;
import ringside.journal.ServerId;
import ringside.snapshot.checkpoint.Checkpoint;
import ringside.snapshot.checkpoint.CheckpointException;
import ringside.snapshot.checkpoint.CheckpointStore;
import ringside.snapshot.checkpoint.FileCheckpointStorage;

/**
 * One engine's folder in a data directory, for reading: its journal and its checkpoints.
 *
 * <pre>
 * DIR/engines/K/journal/      the journal
 * DIR/engines/K/checkpoints/  the checkpoints
 * </pre>
 */
public final class EngineRecording {
    /** Good checkpoints that are kept. */
    public static final int CHECKPOINTS_KEPT = 3;

    private final int engine;
    private final Path folder;
    private final ServerId server;

    private EngineRecording(final int engine, final Path folder, final ServerId server) {
        this.engine = engine;
        this.folder = folder;
        this.server = server;
    }

    /** An engine of a data directory, which need not have written anything yet. */
    public static EngineRecording of(final DataDirectory data, final int engine) {
        return new EngineRecording(engine, data.engine(engine), data.serverId());
    }

    /** Whether a folder is a data directory that an engine has written into. */
    public static boolean isIn(final Path folder) {
        return Files.isDirectory(folder.resolve("engines"));
    }

    /** All engines of a data directory, in their order. Throws when there is none. */
    public static List<EngineRecording> allOf(final Path dataDirectory) {
        try (DataDirectory data = DataDirectory.read(dataDirectory)) {
            final List<EngineRecording> found = Arrays.stream(data.engines())
                    .mapToObj(engine -> of(data, engine))
                    .toList();
            if (found.isEmpty()) {
                throw new ReplayException(dataDirectory + ": holds no engine yet, nothing was recorded");
            }
            return found;
        }
    }

    public int engine() {
        return engine;
    }

    /** The server that wrote it. */
    public ServerId serverId() {
        return server;
    }

    public Path journal() {
        return folder.resolve("journal");
    }

    public Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /** True once a journal was begun here. */
    public boolean exists() {
        return Files.exists(journal().resolve(DataDirectory.MARKS));
    }

    /** Reads events from a position on. The caller closes it. */
    public JournalReader read(final long fromPosition) {
        return JournalReader.open(journal(), fromPosition);
    }

    /** The position that the journal claims to reach: for progress, not for proof. */
    public long claimedEnd() {
        return Marks.view(journal().resolve(DataDirectory.MARKS)).appended().position();
    }

    /** The first position that is still in the journal: what lies before it was removed on purpose. */
    public long retainedFrom() {
        return Marks.view(journal().resolve(DataDirectory.MARKS)).retainedFrom();
    }

    /** What the oldest epoch that is still there says of its engine, or null when nothing was written. */
    public @Nullable EngineIdentity firstIdentity() {
        final EpochStart first = exists() ? firstEpoch() : null;
        return first == null ? null : EngineIdentity.parse(first.identityJson());
    }

    /**
     * What is known of the engine that wrote a checkpoint: its own word, or else the journal's. Where both are at hand their
     * settings must agree.
     */
    public EngineIdentity identityOf(final Checkpoint checkpoint) {
        final EngineIdentity own =
                checkpoint.identityJson().isEmpty() ? null : EngineIdentity.parse(checkpoint.identityJson());
        if (own != null && retainedFrom() > 0) {
            // The journal's own word went with its first file.
            return own;
        }
        final EngineIdentity first = firstIdentity();
        if (first == null) {
            throw new CheckpointException(
                    "checkpoint " + checkpoint.name() + ": the journal does not say of what engine");
        }
        if (own != null && !own.settings().equals(first.settings())) {
            throw new CheckpointException("checkpoint " + checkpoint.name() + ": made under other engine settings, "
                    + own.settings() + " instead of " + first.settings());
        }
        return own == null ? first : own;
    }

    /** The checkpoints that this server wrote. */
    public CheckpointStore checkpointStore() {
        return new CheckpointStore(new FileCheckpointStorage(checkpoints()), server.toString(), CHECKPOINTS_KEPT);
    }

    /** How the journal's oldest epoch began, or null when nothing was written. */
    public @Nullable EpochStart firstEpoch() {
        final AtomicReference<@Nullable EpochStart> first = new AtomicReference<>();
        try (JournalReader reader = read(0)) {
            final JournalHandler handler = new JournalHandler() {
                @Override
                public void onEvent(final Event event) {
                    // Only the epoch is wanted.
                }

                @Override
                public void onEpoch(final EpochStart start) {
                    first.compareAndSet(null, start);
                }
            };
            while (first.get() == null && reader.next(handler)) {
                // The first epoch stands in the first record.
            }
        }
        return first.get();
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
