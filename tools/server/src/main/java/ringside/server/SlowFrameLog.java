package ringside.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.engine.ring.EngineTimes;
import ringside.engine.ring.SlowFrame;
import ringside.latency.RecentPauses;

/**
 * Writes down the frames of an engine that were over their budget, one JSON object a line, with what the machine and the JVM took
 * away around them. A file that has grown to its bound becomes the one before, which is removed. One thread.
 */
final class SlowFrameLog {
    static final String FILE = "slow-frames.jsonl";
    static final String BEFORE = "slow-frames.1.jsonl";

    /** Some thousands of frames. */
    static final long MOST_BYTES = 4L << 20;

    /** Pauses are told of that lay so near a frame: one that ended before it was due may have made it late. */
    private static final long AROUND_NS = 20_000_000;

    private static final Logger LOG = LoggerFactory.getLogger("ringside.server");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double NS_PER_MS = 1e6;

    private final EngineTimes times;
    private final Path folder;
    private final RecentPauses hiccups;
    private final RecentPauses collections;
    private final Consumer<JsonNode> heard;
    private boolean givenUp;
    private long toldDropped;

    /** @param heard is told of each of them too */
    SlowFrameLog(
            final EngineTimes times,
            final Path folder,
            final RecentPauses hiccups,
            final RecentPauses collections,
            final Consumer<JsonNode> heard) {
        this.heard = heard;
        this.times = times;
        this.folder = folder;
        this.hiccups = hiccups;
        this.collections = collections;
    }

    /**
     * Writes those that came since the last call.
     *
     * @param nowMs by the wall's clock, at the same moment as {@code nowNs} by the monotonic one
     */
    void write(final long nowMs, final long nowNs) {
        final StringBuilder lines = new StringBuilder();
        times.slowFrames().take(frame -> {
            final ObjectNode line = toJson(frame, nowMs, nowNs);
            heard.accept(line);
            lines.append(line).append('\n');
        });
        if (!lines.isEmpty() && !givenUp) {
            try {
                append(lines.toString());
            } catch (final IOException e) {
                givenUp = true;
                LOG.warn("latency: slow frames cannot be written down until the next start: {}", e.toString());
            }
        }
    }

    private void append(final String lines) throws IOException {
        final Path file = folder.resolve(FILE);
        Files.createDirectories(folder);
        if (Files.exists(file) && Files.size(file) >= MOST_BYTES) {
            Files.move(file, folder.resolve(BEFORE), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(file, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private ObjectNode toJson(final SlowFrame frame, final long nowMs, final long nowNs) {
        final ObjectNode line = JSON.createObjectNode();
        line.put("atMs", nowMs - Math.round((nowNs - frame.endNs()) / NS_PER_MS));
        line.put("engine", times.engine());
        line.put("frame", frame.frame());
        line.put("firstPosition", frame.firstPosition());
        line.put("position", frame.position());
        line.put("totalNs", frame.totalNs());
        line.put("latenessNs", frame.latenessNs());
        line.put("workNs", frame.workNs());
        line.put("inputsNs", frame.inputsNs());
        line.put("stepNs", frame.stepNs());
        line.put("hashNs", frame.hashNs());
        line.put("copyNs", frame.copyNs());
        line.put("otherNs", frame.otherNs());
        line.put("skippedFrames", frame.skippedFrames());
        line.put("matches", frame.matches());
        line.put("measuredMatches", frame.measuredMatches());
        if (frame.slowestMatch() != 0) {
            final ObjectNode slowest = line.putObject("slowestMatch");
            slowest.put("match", frame.slowestMatch());
            slowest.put("frame", frame.slowestMatchFrame());
            slowest.put("tookNs", frame.slowestMatchNs());
        }
        final ObjectNode events = line.putObject("events");
        frame.events().forEach((type, count) -> events.put(type.name().toLowerCase(Locale.ROOT), count));
        put(line.putArray("hiccups"), hiccups, frame);
        put(line.putArray("gcPauses"), collections, frame);
        final long dropped = times.slowFrames().dropped();
        if (dropped != toldDropped) {
            line.put("notRecorded", dropped - toldDropped);
            toldDropped = dropped;
        }
        return line;
    }

    /** Each with the moment at which it began, from the one at which the frame was due. */
    private static void put(final ArrayNode to, final RecentPauses pauses, final SlowFrame frame) {
        for (final RecentPauses.Pause each : pauses.between(frame.dueNs() - AROUND_NS, frame.endNs() + AROUND_NS)) {
            final ObjectNode pause = to.addObject();
            pause.put("fromNs", each.startNs() - frame.dueNs());
            pause.put("lengthNs", each.lengthNs());
        }
    }
}
