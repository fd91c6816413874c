package ringside.replay.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import ringside.replay.ReplayException;

/**
 * What stands in front of a match file, as JSON: whose match it is, and where its chunks are.
 *
 * @param match the number that it had in its engine
 * @param game its name
 * @param layoutHash 16 hexadecimal digits; the layout itself stands in the identities
 * @param server that recorded it
 * @param engine of that server
 * @param hz frames in a second
 * @param firstFrame the first one that the file computes
 * @param lastFrame the last one
 * @param events all of them, FRAMEs included
 * @param framesHashed frames whose hash was recorded
 * @param isOver whether the match ended within the file
 * @param opensAt the frame that whoever opens it wants to see; {@link #NOWHERE} where nobody said
 * @param notes what people said of it
 * @param identities what each epoch said of the engine that wrote it: {@code ringside.replay.EngineIdentity} as text
 * @param chunks in their order
 */
public record MatchFileHeader(
        int match,
        String game,
        String layoutHash,
        String server,
        int engine,
        int hz,
        int firstFrame,
        int lastFrame,
        long events,
        long framesHashed,
        boolean isOver,
        int opensAt,
        List<String> notes,
        List<String> identities,
        List<Chunk> chunks) {
    /** No frame is the one to be seen first. */
    public static final int NOWHERE = -1;

    /** The version of the format. */
    static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Copies the lists. */
    public MatchFileHeader {
        notes = List.copyOf(notes);
        identities = List.copyOf(identities);
        chunks = List.copyOf(chunks);
    }

    /**
     * A stretch of the match that stands for itself.
     *
     * @param afterFrame the frame that its start image is of; -1: the match is not there yet
     * @param afterPosition the position in the journal that its first event follows
     * @param events how many
     * @param identity which of the identities holds
     * @param bytes of the chunk in the file
     */
    public record Chunk(int afterFrame, long afterPosition, int events, int identity, int bytes) {}

    /** The frame to be seen first: the one that somebody said, or marked, else the first. */
    public int openingFrame() {
        return opensAt >= firstFrame && opensAt <= lastFrame ? opensAt : firstFrame;
    }

    /** Simulated time in the file. */
    public long simulatedNs() {
        return (lastFrame - firstFrame + 1L) * 1_000_000_000L / hz;
    }

    String toJson() {
        final ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("match", match);
        root.put("game", game);
        root.put("layoutHash", layoutHash);
        root.put("server", server);
        root.put("engine", engine);
        root.put("hz", hz);
        root.put("firstFrame", firstFrame);
        root.put("lastFrame", lastFrame);
        root.put("events", events);
        root.put("framesHashed", framesHashed);
        root.put("isOver", isOver);
        if (opensAt != NOWHERE) {
            root.put("opensAt", opensAt);
        }
        final ArrayNode said = root.putArray("notes");
        notes.forEach(said::add);
        final ArrayNode wrote = root.putArray("identities");
        identities.forEach(wrote::add);
        final ArrayNode stretches = root.putArray("chunks");
        for (final Chunk chunk : chunks) {
            final ObjectNode line = stretches.addObject();
            line.put("afterFrame", chunk.afterFrame());
            line.put("afterPosition", chunk.afterPosition());
            line.put("events", chunk.events());
            line.put("identity", chunk.identity());
            line.put("bytes", chunk.bytes());
        }
        return root.toString();
    }

    /** Reads what {@link #toJson} wrote; throws {@link ReplayException} on any other text. */
    static MatchFileHeader parse(final String text) {
        final JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (final JsonProcessingException e) {
            throw new ReplayException("its header is not JSON: " + e.getOriginalMessage(), e);
        }
        final int format = whole(root, "format");
        if (format != FORMAT) {
            throw new ReplayException("is of format " + format + ", this build reads format " + FORMAT
                    + ": take the build that wrote it");
        }
        final List<Chunk> chunks = new ArrayList<>();
        for (final JsonNode chunk : root.path("chunks")) {
            chunks.add(new Chunk(
                    whole(chunk, "afterFrame"),
                    chunk.path("afterPosition").asLong(),
                    whole(chunk, "events"),
                    whole(chunk, "identity"),
                    whole(chunk, "bytes")));
        }
        final MatchFileHeader header = new MatchFileHeader(
                whole(root, "match"),
                root.path("game").asText(),
                root.path("layoutHash").asText(),
                root.path("server").asText(),
                whole(root, "engine"),
                whole(root, "hz"),
                whole(root, "firstFrame"),
                whole(root, "lastFrame"),
                root.path("events").asLong(),
                root.path("framesHashed").asLong(),
                root.path("isOver").asBoolean(),
                root.path("opensAt").asInt(NOWHERE),
                texts(root.path("notes")),
                texts(root.path("identities")),
                chunks);
        header.requireSense();
        return header;
    }

    private void requireSense() {
        if (hz < 1 || chunks.isEmpty()) {
            throw new ReplayException("its header names " + hz + " frames a second and " + chunks.size() + " chunks");
        }
        for (final Chunk chunk : chunks) {
            if (chunk.identity() < 0 || chunk.identity() >= identities.size() || chunk.bytes() < 0) {
                throw new ReplayException("its header names a chunk of " + chunk.bytes() + " bytes under identity "
                        + chunk.identity() + " of " + identities.size());
            }
        }
    }

    private static List<String> texts(final JsonNode array) {
        final List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static int whole(final JsonNode node, final String name) {
        final JsonNode value = node.path(name);
        if (!value.isInt()) {
            throw new ReplayException("its header has no whole number " + name);
        }
        return value.intValue();
    }
}
