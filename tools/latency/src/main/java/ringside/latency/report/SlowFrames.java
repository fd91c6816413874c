package ringside.latency.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Frames over their budget, in the order in which they ended, from files beside the logs ({@code slow-frames.jsonl}). */
public final class SlowFrames {
    /** As many are kept of all files: the last ones. */
    static final int MOST = 100_000;

    /** Older ones first. */
    private static final List<String> FILES = List.of("slow-frames.1.jsonl", "slow-frames.jsonl");

    private static final Map<String, String> PARTS = parts();
    private static final ObjectMapper JSON = new ObjectMapper();

    private SlowFrames() {}

    private static Map<String, String> parts() {
        final Map<String, String> parts = new LinkedHashMap<>();
        parts.put("inputsNs", "frameInputs");
        parts.put("stepNs", "frameStep");
        parts.put("hashNs", "frameHash");
        parts.put("copyNs", "frameCopy");
        parts.put("otherNs", "other");
        return parts;
    }

    /**
     * Those that stand beside these logs and ended within the time of a run of them. Lines that are no such frames, as one that is
     * being written, are left out.
     */
    public static List<SlowFrame> beside(final List<Path> logs, final long fromMs, final long toMs) {
        final Set<Path> folders = new LinkedHashSet<>();
        for (final Path log : logs) {
            final Path folder = log.toAbsolutePath().getParent();
            if (folder != null) {
                folders.add(folder);
            }
        }
        final List<SlowFrame> found = new ArrayList<>();
        for (final Path folder : folders) {
            for (final String name : FILES) {
                read(folder.resolve(name), fromMs, toMs, found);
            }
        }
        found.sort(Comparator.comparingLong(SlowFrame::atMs));
        return List.copyOf(found.subList(Math.max(0, found.size() - MOST), found.size()));
    }

    private static void read(final Path file, final long fromMs, final long toMs, final List<SlowFrame> to) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (LineReader lines = new LineReader(Files.newInputStream(file))) {
            while (lines.next()) {
                final SlowFrame frame = lines.isTooLong() ? null : parse(lines.text());
                if (frame != null && frame.atMs() >= fromMs && frame.atMs() < toMs) {
                    to.add(frame);
                }
            }
        } catch (final IOException e) {
            throw new LatencyLogException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static @Nullable SlowFrame parse(final String text) {
        final JsonNode line;
        try {
            line = JSON.readTree(text);
        } catch (final JsonProcessingException e) {
            return null;
        }
        if (line == null
                || !line.path("atMs").isIntegralNumber()
                || !line.path("totalNs").isIntegralNumber()) {
            return null;
        }
        final Map<String, Long> parts = new LinkedHashMap<>();
        PARTS.forEach((key, stage) -> parts.put(stage, line.path(key).asLong()));
        final Map<String, Integer> events = new LinkedHashMap<>();
        line.path("events")
                .properties()
                .forEach(each -> events.put(each.getKey(), each.getValue().asInt()));
        final JsonNode slowest = line.path("slowestMatch");
        return new SlowFrame(
                line.path("atMs").asLong(),
                line.path("engine").asInt(),
                line.path("frame").asInt(),
                line.path("position").asLong(),
                line.path("totalNs").asLong(),
                line.path("latenessNs").asLong(),
                parts,
                line.path("skippedFrames").asInt(),
                line.path("matches").asInt(),
                slowest.path("match").asInt(),
                slowest.path("frame").asInt(),
                slowest.path("tookNs").asLong(),
                events,
                pauses(line.path("hiccups")),
                pauses(line.path("gcPauses")),
                line.path("notRecorded").asLong());
    }

    private static List<SlowFrame.Pause> pauses(final JsonNode all) {
        final List<SlowFrame.Pause> pauses = new ArrayList<>();
        all.forEach(each -> pauses.add(new SlowFrame.Pause(
                each.path("fromNs").asLong(), each.path("lengthNs").asLong())));
        return pauses;
    }

    /** So many of them that took longest, the longest first. */
    public static List<SlowFrame> worst(final List<SlowFrame> frames, final int count) {
        return frames.stream()
                .sorted(Comparator.comparingLong(SlowFrame::totalNs).reversed())
                .limit(count)
                .toList();
    }
}
