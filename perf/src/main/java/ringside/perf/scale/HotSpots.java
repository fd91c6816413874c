package ringside.perf.scale;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import ringside.perf.RunFailedException;

/** Where the threads of a run spent their time, from a flight recording: samples by method, alone and with what it calls. */
final class HotSpots {
    private static final int SHOWN = 32;
    private static final double SHOWN_SHARE = 0.01;

    /** What nearly every sample has below it says nothing of where time goes. */
    private static final double TRUNK_SHARE = 0.97;

    private static final String OURS = "ringside.";

    /** Packages whose time is put to their callers. */
    private static final Set<String> LEAVES = Set.of("ringside.layout", "ringside.engine.math");

    /** Threads with fewer samples are not worth a table. */
    private static final int MIN_SAMPLES = 20;

    private final Map<String, Samples> byThread = new TreeMap<>();

    private static final class Samples {
        private final Map<String, Integer> self = new HashMap<>();
        private final Map<String, Integer> innermost = new HashMap<>();
        private final Map<String, Integer> withCallees = new HashMap<>();
        private int count;
    }

    /** A method and its share of a thread's samples, 0 to 1. */
    record Spot(String method, double share) {}

    private HotSpots() {}

    /** Reads the measured window of a recording. */
    static HotSpots of(final Path file) {
        final HotSpots spots = new HotSpots();
        try {
            final List<RecordedEvent> events = RecordingFile.readAllEvents(file);
            final Instant begin = events.stream()
                    .filter(event -> event.getEventType().getName().equals(Profile.WINDOW_BEGAN))
                    .map(RecordedEvent::getStartTime)
                    .findFirst()
                    .orElse(Instant.MIN);
            events.stream().filter(event -> event.getStartTime().isAfter(begin)).forEach(spots::add);
        } catch (final IOException e) {
            throw new RunFailedException(file + ": cannot be read: " + e.getMessage(), e);
        }
        spots.byThread.values().removeIf(samples -> samples.count < MIN_SAMPLES);
        return spots;
    }

    private void add(final RecordedEvent event) {
        if (!event.getEventType().getName().equals("jdk.ExecutionSample")) {
            return;
        }
        final RecordedThread thread = event.getValue("sampledThread");
        final RecordedStackTrace trace = event.getStackTrace();
        if (thread == null || trace == null || trace.getFrames().isEmpty()) {
            return;
        }
        final Samples samples = byThread.computeIfAbsent(String.valueOf(thread.getJavaName()), none -> new Samples());
        samples.count++;
        final List<RecordedFrame> frames = trace.getFrames();
        samples.self.merge(name(frames.get(0).getMethod()), 1, Integer::sum);
        samples.innermost.merge(innermost(frames), 1, Integer::sum);
        final Set<String> seen = new HashSet<>();
        for (final RecordedFrame frame : frames) {
            final String name = name(frame.getMethod());
            if (seen.add(name)) {
                samples.withCallees.merge(name, 1, Integer::sum);
            }
        }
    }

    /** The method that did, or had libraries, columns and rows do, what was sampled. */
    private static String innermost(final List<RecordedFrame> frames) {
        for (final RecordedFrame frame : frames) {
            final String type = frame.getMethod().getType().getName();
            if (type.startsWith(OURS) && !LEAVES.contains(type.substring(0, type.lastIndexOf('.')))) {
                return name(frame.getMethod());
            }
        }
        return name(frames.get(0).getMethod());
    }

    private static String name(final RecordedMethod method) {
        final String type = method.getType().getName();
        return type.substring(type.lastIndexOf('.') + 1) + "." + method.getName();
    }

    private static List<Spot> top(final Map<String, Integer> counts, final int all) {
        return counts.entrySet().stream()
                .map(entry -> new Spot(entry.getKey(), (double) entry.getValue() / all))
                .filter(spot -> spot.share() >= SHOWN_SHARE && spot.share() < TRUNK_SHARE)
                .sorted((a, b) -> Double.compare(b.share(), a.share()))
                .limit(SHOWN)
                .toList();
    }

    void print(final PrintWriter out) {
        byThread.forEach((thread, samples) -> {
            out.printf(
                    "%n%s, %,d samples: share of a method, libraries and columns included%9s with what it calls%n",
                    thread, samples.count, "");
            final List<Spot> self = top(samples.innermost, samples.count);
            final List<Spot> all = top(samples.withCallees, samples.count);
            for (int i = 0; i < Math.max(self.size(), all.size()); i++) {
                out.printf(
                        "  %-62s  %s%n",
                        i < self.size() ? line(self.get(i)) : "", i < all.size() ? line(all.get(i)) : "");
            }
        });
    }

    private static String line(final Spot spot) {
        return String.format(Locale.ROOT, "%5.1f %% %s", spot.share() * 100, spot.method());
    }

    void putInto(final ObjectNode root) {
        final ObjectNode threads = root.putObject("hotSpots");
        byThread.forEach((thread, samples) -> {
            final ObjectNode node = threads.putObject(thread);
            node.put("samples", samples.count);
            put(node.putArray("innermost"), top(samples.innermost, samples.count));
            put(node.putArray("self"), top(samples.self, samples.count));
            put(node.putArray("withCallees"), top(samples.withCallees, samples.count));
        });
    }

    private static void put(final ArrayNode to, final List<Spot> spots) {
        for (final Spot spot : spots) {
            to.addObject().put("method", spot.method()).put("share", Math.round(spot.share() * 1_000) / 1_000.0);
        }
    }
}
