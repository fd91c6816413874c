package ringside.snapshot.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The checkpoints of one engine: writes new ones, proves them by reading back, keeps the last good ones. */
public final class CheckpointStore {
    private final CheckpointStorage storage;
    private final String serverId;
    private final int kept;

    /**
     * The checkpoints of a server's engine.
     *
     * @param serverId 32 hexadecimal digits; checkpoints of another server are not used
     * @param kept good checkpoints to keep: 2 or more, so that one may turn out bad
     */
    public CheckpointStore(final CheckpointStorage storage, final String serverId, final int kept) {
        if (kept < 2) {
            throw new IllegalArgumentException("checkpoints kept: " + kept + "; at least 2 are needed");
        }
        this.storage = storage;
        this.serverId = serverId;
        this.kept = kept;
    }

    /** Writes the image, reads it back, and only then lets the oldest go. Throws when any of it fails. */
    public CheckpointInfo write(final CheckpointImage image) {
        final String name = nameOf(image.position());
        try {
            storage.write(name, image.seal(serverId));
            final Checkpoint written = proven(name);
            final List<String> upToIt = storage.list().stream()
                    .filter(each -> each.compareTo(name) <= 0)
                    .toList();
            for (int i = 0; i < upToIt.size() - kept; i++) {
                storage.delete(upToIt.get(i));
            }
            return info(written);
        } catch (final IOException e) {
            throw new CheckpointException(
                    "checkpoint " + name + " in " + storage + ": " + e + "; is the disk full or read-only?", e);
        }
    }

    /**
     * Keeps a checkpoint that this server wrote elsewhere, as it is. Throws {@link CheckpointException} when it is not whole, or of
     * another server.
     *
     * @param bytes of {@link Checkpoint#bytes()}
     */
    public Checkpoint adopt(final ByteBuffer bytes) {
        final String name = nameOf(Checkpoint.of("of the primary", bytes).position());
        try {
            storage.write(name, bytes.duplicate());
            return proven(name);
        } catch (final IOException e) {
            throw new CheckpointException(
                    "checkpoint " + name + " in " + storage + ": " + e + "; is the disk full or read-only?", e);
        }
    }

    /** Reads back what was written. What is not good must not take the place of a good one, so it goes at once. */
    private Checkpoint proven(final String name) throws IOException {
        try {
            return open(name);
        } catch (final CheckpointException e) {
            storage.delete(name);
            throw e;
        }
    }

    private static String nameOf(final long position) {
        return String.format("%020d", position);
    }

    /** What is made of a checkpoint. */
    @FunctionalInterface
    public interface Use<T> {
        /** Returns null, or throws {@link CheckpointException}, when it is of no use: the one before it is tried. */
        @Nullable
        T of(Checkpoint checkpoint);
    }

    /**
     * What can be made of the newest good checkpoint at or before a position, or null. What is passed over because it is
     * not good is reported, one line each.
     *
     * @param lastPosition the journal's last position: a checkpoint beyond it follows from events that were lost
     */
    public <T> @Nullable T newest(final long lastPosition, final Consumer<String> passedOver, final Use<T> use) {
        final List<String> names = names();
        for (int i = names.size() - 1; i >= 0; i--) {
            try {
                final Checkpoint checkpoint = open(names.get(i));
                if (checkpoint.position() > lastPosition) {
                    passedOver.accept("checkpoint " + names.get(i)
                            + ": beyond the end of the journal, which is at position " + lastPosition);
                    continue;
                }
                final T made = use.of(checkpoint);
                if (made != null) {
                    return made;
                }
            } catch (final CheckpointException e) {
                passedOver.accept(String.valueOf(e.getMessage()));
            }
        }
        return null;
    }

    /**
     * What can be made of the oldest good checkpoint at or after a position, or null: where a replay begins whose journal was cut
     * off in front.
     */
    public <T> @Nullable T oldest(final long firstPosition, final Use<T> use) {
        for (final String name : names()) {
            final Checkpoint checkpoint = readable(name);
            final T made = checkpoint == null || checkpoint.position() < firstPosition ? null : use.of(checkpoint);
            if (made != null) {
                return made;
            }
        }
        return null;
    }

    /**
     * Sets aside what lies beyond a position, and returns the names. Before a journal goes on from where its tail was lost:
     * once other events stand at those positions, nothing tells these checkpoints from good ones.
     */
    public List<String> setAsideBeyond(final long lastPosition) {
        final List<String> beyond = names().stream()
                .filter(name -> name.compareTo(nameOf(lastPosition)) > 0)
                .toList();
        for (final String name : beyond) {
            try {
                storage.setAside(name);
            } catch (final IOException e) {
                throw new CheckpointException(
                        "checkpoint " + name + " in " + storage
                                + ": follows from events that were lost, and cannot be set aside: " + e,
                        e);
            }
        }
        return beyond;
    }

    /**
     * The newest good checkpoint that follows from events beyond a position, or null. Such a one is left where a tail was lost, and
     * then it is of the journal's last epoch; of a later epoch, it says that this journal is not the one that it belongs to.
     */
    public @Nullable Checkpoint beyond(final long lastPosition) {
        final List<String> names = names();
        for (int i = names.size() - 1; i >= 0 && names.get(i).compareTo(nameOf(lastPosition)) > 0; i--) {
            final Checkpoint read = readable(names.get(i));
            if (read != null) {
                return read;
            }
        }
        return null;
    }

    private @Nullable Checkpoint readable(final String name) {
        try {
            return open(name);
        } catch (final CheckpointException e) {
            // What cannot be trusted says nothing.
            return null;
        }
    }

    /** True when nothing was ever written, or all was removed. */
    public boolean isEmpty() {
        return names().isEmpty();
    }

    /** Reads and checks one. */
    public Checkpoint open(final String name) {
        final ByteBuffer bytes;
        try {
            bytes = storage.read(name);
        } catch (final IOException e) {
            throw new CheckpointException("checkpoint " + name + " in " + storage + ": cannot be read: " + e, e);
        }
        final Checkpoint checkpoint = Checkpoint.of(name, bytes);
        if (!checkpoint.serverId().equals(serverId)) {
            throw new CheckpointException("checkpoint " + name + ": made by server " + checkpoint.serverId()
                    + ", this is server " + serverId);
        }
        if (!name.equals(nameOf(checkpoint.position()))) {
            throw new CheckpointException("checkpoint " + name + ": holds position " + checkpoint.position()
                    + ", so this is not its name; rename it back");
        }
        return checkpoint;
    }

    /** Every checkpoint, checked, oldest first. */
    public List<CheckpointInfo> list() {
        final List<CheckpointInfo> infos = new ArrayList<>();
        for (final String name : names()) {
            try {
                infos.add(info(open(name)));
            } catch (final CheckpointException e) {
                infos.add(new CheckpointInfo(name, -1, -1, 0, String.valueOf(e.getMessage())));
            }
        }
        return infos;
    }

    private List<String> names() {
        try {
            return storage.list();
        } catch (final IOException e) {
            throw new CheckpointException("checkpoints in " + storage + ": cannot be listed: " + e, e);
        }
    }

    private static CheckpointInfo info(final Checkpoint checkpoint) {
        return new CheckpointInfo(
                checkpoint.name(), checkpoint.position(), checkpoint.tick(), checkpoint.lengthBytes(), "");
    }
}
