package ringside.replay.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.engine.logic.UnadmittedEventException;
import ringside.journal.JournalHandler;
import ringside.layout.Layout;
import ringside.layout.RecordType;
import ringside.layout.XxHash64;
import ringside.replay.EngineIdentity;
import ringside.replay.MatchSource;
import ringside.replay.ReplayException;
import ringside.replay.Replayer;
import ringside.replay.ReplayerPlayback;
import ringside.replay.StateCopy;
import ringside.replay.StoredState;
import ringside.snapshot.checkpoint.Checkpoint;
import ringside.snapshot.checkpoint.CheckpointException;

/**
 * A recorded match in a file of its own, read as a whole and checked: nothing of a damaged file is replayed. Immutable; safe for
 * many threads. {@code replay/FORMAT.md} says its bytes.
 */
public final class MatchFile implements MatchSource {
    /** How match files are mostly called. */
    public static final String SUFFIX = ".match";

    private static final int SNAPSHOTS = 2;

    private final Path file;
    private final MatchFileHeader header;
    private final ByteBuffer bytes;
    private final int[] chunkAt;
    private final long hash;

    private MatchFile(final Path file, final MatchFileHeader header, final ByteBuffer bytes, final int bodyAt) {
        this.file = file;
        this.header = header;
        this.bytes = bytes;
        hash = bytes.getLong(bytes.capacity() - Long.BYTES);
        chunkAt = new int[header.chunks().size()];
        // Their sum may be more than a number of a chunk's own kind holds.
        long at = bodyAt;
        for (int i = 0; i < chunkAt.length; i++) {
            chunkAt[i] = (int) at;
            at += header.chunks().get(i).bytes();
        }
        if (at != bytes.capacity() - Long.BYTES) {
            throw new ReplayException("its chunks end at byte " + at + ", not at its closing hash");
        }
    }

    /** Whether a file begins as match files do. */
    public static boolean isOne(final Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (var in = Files.newInputStream(file)) {
            final byte[] first = in.readNBytes(Long.BYTES);
            return first.length == Long.BYTES
                    && ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong() == MatchFileWriter.MAGIC;
        } catch (final IOException e) {
            return false;
        }
    }

    /** Reads a file; throws {@link ReplayException} naming it when it is none, {@link DamagedFileException} when it was changed. */
    public static MatchFile open(final Path file) {
        final byte[] all;
        try {
            all = Files.readAllBytes(file);
        } catch (final IOException e) {
            throw new ReplayException(file + ": cannot be read: " + e, e);
        }
        try {
            return of(file, all);
        } catch (final DamagedFileException e) {
            throw new DamagedFileException("match file " + file + ": " + e.getMessage(), e);
        } catch (final ReplayException e) {
            throw new ReplayException("match file " + file + ": " + e.getMessage(), e);
        }
    }

    private static MatchFile of(final Path file, final byte[] all) {
        final ByteBuffer bytes = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        final int length = all.length;
        if (length < MatchFileWriter.HEADER_AT + Long.BYTES || bytes.getLong(0) != MatchFileWriter.MAGIC) {
            throw new ReplayException("is no match file; `replay export` makes one");
        }
        final long hash = XxHash64.hash(new UnsafeBuffer(all), 0, length - Long.BYTES, 0);
        if (hash != bytes.getLong(length - Long.BYTES)) {
            throw new DamagedFileException("is damaged or cut off: its " + length
                    + " bytes do not have the hash that they had when it was written; copy it again");
        }
        final int headerBytes = bytes.getInt(Long.BYTES);
        if (headerBytes < 0 || headerBytes > length - MatchFileWriter.HEADER_AT - Long.BYTES) {
            throw new ReplayException("names a header of " + headerBytes + " bytes");
        }
        final String json = new String(all, MatchFileWriter.HEADER_AT, headerBytes, StandardCharsets.UTF_8);
        return new MatchFile(file, MatchFileHeader.parse(json), bytes, MatchFileWriter.HEADER_AT + headerBytes);
    }

    /** Where it was read from. */
    public Path path() {
        return file;
    }

    public MatchFileHeader header() {
        return header;
    }

    /** What names the file's contents: 16 hexadecimal digits. */
    public String hashHex() {
        return XxHash64.hex(hash);
    }

    /** The parts of a chunk: start image, frames with hashes, hashes, events. */
    Parts.Reader parts(final int chunk) {
        return new Parts.Reader(
                bytes.slice(chunkAt[chunk], header.chunks().get(chunk).bytes()));
    }

    /** What was said of the engine when a chunk was recorded. */
    EngineIdentity identity(final int chunk) {
        return EngineIdentity.parse(identityJson(chunk));
    }

    String identityJson(final int chunk) {
        return header.identities().get(header.chunks().get(chunk).identity());
    }

    /** The input record of the match. */
    RecordType input() {
        return layout().input();
    }

    /** The layout that the match was recorded under. */
    public Layout layout() {
        for (final Layout layout : identity(0).layouts()) {
            if (XxHash64.hex(layout.hash()).equals(header.layoutHash())) {
                return layout;
            }
        }
        throw new ReplayException(this + ": does not hold the layout " + header.layoutHash() + " that it names");
    }

    /** The state that a chunk begins with. */
    Checkpoint start(final int chunk) {
        return Checkpoint.of(
                file.getFileName() + " chunk " + chunk,
                ByteBuffer.wrap(parts(chunk).next()));
    }

    /** The last chunk that begins before a frame is computed. */
    int chunkBefore(final int frame) {
        int chunk = 0;
        while (chunk + 1 < header.chunks().size()
                && header.chunks().get(chunk + 1).afterFrame() < frame) {
            chunk++;
        }
        return chunk;
    }

    @Override
    public int match() {
        return header.match();
    }

    /** A replay that stands at the beginning of a chunk. */
    Replayer replayer(final int chunk, final GameTypes types, final LogicOutput output) {
        final EngineIdentity identity = identity(chunk);
        identity.requireCarriedBy(types);
        try {
            return new Replayer(types, output, start(chunk), SNAPSHOTS, position -> {}).begin(identity);
        } catch (final CheckpointException e) {
            throw new ReplayException(this + ": a start in it is of no use: " + e.getMessage(), e);
        }
    }

    @Override
    public Playback before(final int frame, final GameTypes types, final LogicOutput output) {
        final int chunk = chunkBefore(frame);
        if (frame > 0 && frame < header.firstFrame()) {
            throw new ReplayException(this + " holds frames " + header.firstFrame() + " to " + header.lastFrame()
                    + " of match " + header.match() + ", not " + frame);
        }
        final MatchFileReader reader = new MatchFileReader(this, chunk);
        // All of the file is in memory: there is nothing to close.
        return new ReplayerPlayback(replayer(chunk, types, output), handler -> next(reader, handler), () -> {});
    }

    /** A journal was admitted event by event; a file may have been made by anybody. */
    private boolean next(final MatchFileReader reader, final JournalHandler handler) {
        try {
            return reader.next(handler);
        } catch (final UnadmittedEventException e) {
            throw new ReplayException(this + ": holds an event that no server takes: " + e.getMessage(), e);
        }
    }

    /**
     * {@inheritDoc} Starts were computed when the file was written, perhaps by a build that played it otherwise: only one whose hash is
     * the recorded one counts.
     */
    @Override
    public @Nullable StoredState storedFrom(final int frame, final GameTypes types) {
        for (int chunk = chunkBefore(frame); chunk < header.chunks().size(); chunk++) {
            final int reached = header.chunks().get(chunk).afterFrame();
            if (reached >= frame) {
                final Replayer replayer = replayer(chunk, types, new MutedOutput());
                final MatchSlot slot = replayer.loop().memory().find(match());
                if (slot != null && slot.state().hash() == recordedHash(chunk - 1, reached)) {
                    return new StoredState(
                            "the file's start after frame " + reached,
                            replayer.loop().position(),
                            reached,
                            StateCopy.of(slot.state()));
                }
            }
        }
        return null;
    }

    /** The hash that was recorded of a frame of a chunk; of any other some number that no state is expected to have. */
    private long recordedHash(final int chunk, final int frame) {
        final long[] found = {~0L};
        if (chunk >= 0) {
            final MatchFileReader reader = new MatchFileReader(this, chunk);
            final JournalHandler hashes = new JournalHandler() {
                @Override
                public void onEvent(final Event event) {
                    // Only hashes are wanted.
                }

                @Override
                public void onAnnotation(final int hashedMatch, final int hashedFrame, final long recorded) {
                    if (hashedFrame == frame) {
                        found[0] = recorded;
                    }
                }
            };
            for (long i = header.chunks().get(chunk).events(); i >= 0 && reader.next(hashes); i--) {
                // The hashes come behind the events, with the first event of the next chunk.
            }
        }
        return found[0];
    }

    @Override
    public String toString() {
        return "match file " + file;
    }
}
