package ringside.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.DoubleConsumer;
import jdk.jfr.Category;
import jdk.jfr.Configuration;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import ringside.engine.logic.FrameParts;
import ringside.latency.report.Shown;

/**
 * Many runs of one frame. First some that nobody counts, until the code is compiled; then those that are measured, under the profiler;
 * then some with a clock at every part of every match, which are slower by that and tell the parts only.
 */
final class FrameRuns {
    private static final int LEAST_WARM = 50;
    private static final Duration SAMPLES_EVERY = Duration.ofMillis(1);

    private final Map<String, Sorted> stages = new LinkedHashMap<>();
    private final Map<Integer, MatchTimes> matches = new TreeMap<>();
    private final List<Long> eventsNs = new ArrayList<>();
    private final List<Long> frameNs = new ArrayList<>();
    private final Map<FrameParts.Part, List<Long>> partsNs = new LinkedHashMap<>();
    private long hash;
    private boolean hasHash;
    private boolean isSteady = true;

    /** Marks each run in the profile. */
    @Name("ringside.FrameRun")
    @Label("Frame, run again")
    @Category("Ringside")
    @StackTrace(false)
    static final class RunEvent extends Event {
        @Label("Frame of the engine")
        int frame;

        @Label("Run")
        int run;
    }

    /** Values in their order. */
    record Sorted(List<Long> values) {
        static Sorted of(final List<Long> unsorted) {
            return new Sorted(unsorted.stream().sorted().toList());
        }

        int count() {
            return values.size();
        }

        /** The value that this part of all does not exceed. */
        long at(final double part) {
            return values.isEmpty()
                    ? 0
                    : values.get((int) Math.min(values.size() - 1L, (long) Math.ceil(part * values.size()) - 1));
        }
    }

    /** A match, and what it took in the middle. */
    record OneMatch(int match, int frame, long medianNs) {}

    private static final class MatchTimes {
        private final List<Long> ns = new ArrayList<>();
        private int frame;
    }

    private FrameRuns() {}

    /** Runs it, and writes the profile. */
    static FrameRuns of(final FrameAgain frame, final int times, final Path profile, final DoubleConsumer progress)
            throws IOException {
        final FrameRuns runs = new FrameRuns();
        final Long recorded = frame.recordedHash();
        if (recorded != null) {
            runs.hash = recorded;
            runs.hasHash = true;
        }
        final int warm = Math.max(LEAST_WARM, times / 5);
        final int clocked = Math.max(20, times / 5);
        final double all = warm + times + clocked;
        for (int i = 0; i < warm; i++) {
            runs.check(frame.attempt(FrameParts.NOBODY).compute());
            progress.accept(i / all);
        }
        try (Recording recording = recording()) {
            recording.start();
            for (int i = 0; i < times; i++) {
                final FrameAgain.Attempt attempt = frame.attempt(FrameParts.NOBODY);
                final RunEvent marked = new RunEvent();
                marked.begin();
                final FrameAgain.Run run = attempt.compute();
                marked.frame = frame.frame();
                marked.run = i;
                marked.commit();
                runs.add(run);
                progress.accept((warm + i) / all);
            }
            recording.stop();
            recording.dump(profile);
        }
        for (int i = 0; i < clocked; i++) {
            final Clocked parts = runs.new Clocked();
            runs.check(frame.attempt(parts).compute());
            parts.finish();
            progress.accept((warm + times + i) / all);
        }
        runs.sort();
        return runs;
    }

    private static Recording recording() throws IOException {
        try {
            final Recording recording = new Recording(Configuration.getConfiguration("profile"));
            recording.enable("jdk.ExecutionSample").withPeriod(SAMPLES_EVERY);
            return recording;
        } catch (final ParseException e) {
            throw new IOException("the JVM's own settings for profiles cannot be read", e);
        }
    }

    private void add(final FrameAgain.Run run) {
        check(run);
        eventsNs.add(run.eventsNs());
        frameNs.add(run.frameNs());
    }

    private void check(final FrameAgain.Run run) {
        if (!hasHash) {
            hash = run.hash();
            hasHash = true;
        }
        isSteady &= run.hash() == hash;
    }

    private void sort() {
        stages.put("events", Sorted.of(eventsNs));
        stages.put("frame", Sorted.of(frameNs));
        partsNs.forEach((part, values) -> stages.put(nameOf(part), Sorted.of(values)));
    }

    private static String nameOf(final FrameParts.Part part) {
        return switch (part) {
            case INPUTS -> "frameInputs";
            case STEP -> "frameStep";
            case HASH -> "frameHash";
            case COPY -> "frameCopy";
        };
    }

    /** Whether every run came to the same, and to what was recorded. */
    boolean isSteady() {
        return isSteady;
    }

    long hash() {
        return hash;
    }

    void forEach(final BiConsumer<String, Sorted> taker) {
        stages.forEach(taker);
    }

    /** Those that took longest, the longest first. */
    List<OneMatch> slowestMatches(final int count) {
        final List<OneMatch> all = new ArrayList<>();
        matches.forEach((match, times) ->
                all.add(new OneMatch(match, times.frame, Sorted.of(times.ns).at(0.5))));
        all.sort(Comparator.comparingLong(OneMatch::medianNs).reversed());
        return all.subList(0, Math.min(count, all.size()));
    }

    /** A line for the events before the frame, for the frame, and for each of its parts. */
    void print(final PrintWriter out) {
        final TextTable table = new TextTable("", "p50", "p90", "p99", "p99.9", "max");
        stages.forEach((name, values) -> table.add(
                name,
                Shown.duration(values.at(0.5)),
                Shown.duration(values.at(0.9)),
                Shown.duration(values.at(0.99)),
                Shown.duration(values.at(0.999)),
                Shown.duration(values.at(1))));
        table.print(out);
    }

    /** A clock at every part of every match, for one run. */
    private final class Clocked implements FrameParts {
        private final long[] sumsNs = new long[Part.values().length];
        private int match;
        private long beganNs;
        private long lastNs;

        @Override
        public boolean wants(final int place) {
            return true;
        }

        @Override
        public void match(final int begun, final int itsFrame) {
            endMatch();
            match = begun;
            matches.computeIfAbsent(begun, number -> new MatchTimes()).frame = itsFrame;
            beganNs = System.nanoTime();
            lastNs = beganNs;
        }

        @Override
        public void done(final Part part) {
            final long nowNs = System.nanoTime();
            sumsNs[part.index()] += nowNs - lastNs;
            lastNs = nowNs;
        }

        private void endMatch() {
            final MatchTimes times = matches.get(match);
            if (times != null) {
                times.ns.add(lastNs - beganNs);
            }
        }

        void finish() {
            endMatch();
            Arrays.stream(Part.values())
                    .forEach(part -> partsNs.computeIfAbsent(part, each -> new ArrayList<>())
                            .add(sumsNs[part.index()]));
        }
    }
}
