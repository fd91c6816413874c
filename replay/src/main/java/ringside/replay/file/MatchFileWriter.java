package ringside.replay.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.Event;
import ringside.engine.logic.EngineMemory;
import ringside.layout.RecordType;
import ringside.layout.XxHash64;
import ringside.snapshot.checkpoint.CheckpointImage;

/**
 * Collects one match chunk by chunk, and writes it in the end: under another name first, so that a file is whole or not there.
 * See {@code replay/FORMAT.md}.
 */
final class MatchFileWriter {
    static final long MAGIC = 0x3148_4354_414D_5352L;
    static final int HEADER_AT = 12;

    /** A chunk without its hashes, which are not known before the end. */
    private record Stretch(
            int afterFrame, long afterPosition, int identity, Parts.Writer start, Parts.Writer events, int count) {}

    private final String server;
    private final EventColumnsWriter columns;
    private final List<String> identities = new ArrayList<>();
    private final List<Stretch> stretches = new ArrayList<>();
    private Parts.Writer start = new Parts.Writer();
    private int afterFrame;
    private long afterPosition;
    private boolean isOpen;
    private long events;

    MatchFileWriter(final RecordType input, final String server) {
        this.server = server;
        columns = new EventColumnsWriter(input);
    }

    /** The chunks to come belong to an epoch with that identity. */
    void identity(final String json) {
        endChunk();
        identities.add(json);
    }

    /**
     * Begins a chunk.
     *
     * @param memory of the match alone
     * @param ownPosition the last position in the file's own counting
     * @param frame of the match; -1 when it is not there yet
     * @param journalPosition the last position in the journal
     */
    void beginChunk(final EngineMemory memory, final long ownPosition, final int frame, final long journalPosition) {
        endChunk();
        final CheckpointImage image = new CheckpointImage(identities.get(identities.size() - 1));
        image.capture(memory, ownPosition, true);
        final ByteBuffer sealed = image.seal(server);
        final byte[] contents = new byte[sealed.remaining()];
        sealed.get(contents);
        start = new Parts.Writer();
        start.add(contents);
        afterFrame = frame;
        afterPosition = journalPosition;
        columns.begin(journalPosition);
        isOpen = true;
    }

    void add(final Event event) {
        columns.add(event);
        events++;
    }

    private void endChunk() {
        if (isOpen) {
            final Parts.Writer parts = new Parts.Writer();
            columns.writeTo(parts);
            stretches.add(new Stretch(afterFrame, afterPosition, identities.size() - 1, start, parts, columns.count()));
            isOpen = false;
        }
    }

    long events() {
        return events;
    }

    /**
     * Writes the file.
     *
     * @param draft the header but for its events, identities and chunks
     * @param hashes the recorded hash of each frame of which there is one
     */
    MatchFileHeader finish(final Path file, final MatchFileHeader draft, final Long2LongHashMap hashes)
            throws IOException {
        endChunk();
        final List<byte[]> bodies = new ArrayList<>();
        final List<MatchFileHeader.Chunk> chunks = new ArrayList<>();
        int before = draft.firstFrame() - 1;
        for (int i = 0; i < stretches.size(); i++) {
            final Stretch stretch = stretches.get(i);
            final int last = i + 1 < stretches.size() ? stretches.get(i + 1).afterFrame() : draft.lastFrame();
            final byte[] body = body(stretch, hashes, before + 1, last);
            before = Math.max(before, last);
            bodies.add(body);
            chunks.add(new MatchFileHeader.Chunk(
                    stretch.afterFrame(), stretch.afterPosition(), stretch.count(), stretch.identity(), body.length));
        }
        final MatchFileHeader header = new MatchFileHeader(
                draft.match(),
                draft.game(),
                draft.layoutHash(),
                draft.server(),
                draft.engine(),
                draft.hz(),
                draft.firstFrame(),
                draft.lastFrame(),
                events,
                hashes.size(),
                draft.isOver(),
                draft.opensAt(),
                draft.notes(),
                identities,
                chunks);
        write(file, header, bodies);
        return header;
    }

    private static byte[] body(
            final Stretch stretch, final Long2LongHashMap hashes, final int firstFrame, final int lastFrame) {
        final IntColumn frames = new IntColumn();
        final ByteBuffer values = ByteBuffer.allocate(Math.max(0, lastFrame - firstFrame + 1) * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        int before = firstFrame - 1;
        for (int frame = firstFrame; frame <= lastFrame; frame++) {
            if (hashes.containsKey(frame)) {
                frames.add(frame - before - 1);
                values.putLong(hashes.get(frame));
                before = frame;
            }
        }
        final byte[] written = new byte[values.position()];
        values.flip().get(written);
        stretch.start().add(frames.toBytes());
        stretch.start().add(written);
        final byte[] front = stretch.start().toBytes();
        final byte[] rest = stretch.events().toBytes();
        final byte[] body = Arrays.copyOf(front, front.length + rest.length);
        System.arraycopy(rest, 0, body, front.length, rest.length);
        return body;
    }

    private static void write(final Path file, final MatchFileHeader header, final List<byte[]> bodies)
            throws IOException {
        final byte[] json = header.toJson().getBytes(StandardCharsets.UTF_8);
        long length = (long) HEADER_AT + json.length + Long.BYTES;
        for (final byte[] body : bodies) {
            length += body.length;
        }
        final ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(MAGIC).putInt(json.length).put(json);
        bodies.forEach(all::put);
        all.putLong(XxHash64.hash(new UnsafeBuffer(all.array()), 0, all.position(), 0));
        final Path fresh = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(fresh)) {
                out.write(all.array());
            }
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
