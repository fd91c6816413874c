package ringside.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleConsumer;
import ringside.latency.report.Shown;
import ringside.latency.report.SlowFrame;
import ringside.latency.report.SlowFrames;
import ringside.replay.EngineRecording;
import ringside.replay.find.Finding;
import ringside.replay.find.Question;
import ringside.replay.find.Range;
import ringside.replay.find.RecordingSearch;
import ringside.replay.find.Search;
import ringside.server.Games;

/**
 * {@code replay find --slow}: the frames that a server wrote down beside its journals because they were over their budget. Of one match
 * that is named, each frame that was computed then; else of the match that took longest, as far as it was measured.
 */
final class SlowFound {
    private static final int NOT_MEASURED = 0;
    private static final double NS_PER_MS = 1e6;

    private final Range range;
    private final long atLeastNs;
    private final int limit;
    private final List<Moment> found = new ArrayList<>();
    private long notRecorded;
    private boolean isRecorded;
    private boolean limitReached;

    /** A frame of a match, 0 where none was measured, in a slow one of its engine. */
    private record Moment(int match, int frame, SlowFrame slow) {
        boolean isMeasured() {
            return match != NOT_MEASURED;
        }
    }

    /**
     * Nothing found.
     *
     * @param range the match, or all, and its frames
     * @param atLeastMs how long a frame of the engine took, from the moment it was due
     */
    SlowFound(final Range range, final double atLeastMs, final int limit) {
        this.range = range;
        this.limit = limit;
        atLeastNs = Math.round(atLeastMs * NS_PER_MS);
    }

    /** Whether there is anything that speaks of times beside a journal. */
    boolean isRecorded() {
        return isRecorded;
    }

    /** Looks through what stands beside an engine's journal, and plays the match where one is named. */
    void in(final EngineRecording recording, final DoubleConsumer progress) {
        final Path folder = recording.journal().resolveSibling("latency");
        isRecorded |= Files.isDirectory(folder);
        final Map<Long, SlowFrame> wanted = new HashMap<>();
        final List<SlowFrame> all = SlowFrames.beside(List.of(folder.resolve("any")), Long.MIN_VALUE, Long.MAX_VALUE);
        for (final SlowFrame each : all) {
            notRecorded += each.notRecorded();
            if (each.totalNs() >= atLeastNs) {
                wanted.put(each.position(), each);
            }
        }
        if (range.match() == Range.ALL) {
            all.stream().filter(each -> each.totalNs() >= atLeastNs).forEach(this::addSlowest);
        } else if (!wanted.isEmpty()) {
            play(recording, wanted, progress);
        }
    }

    private void addSlowest(final SlowFrame slow) {
        final boolean isInRange = slow.slowestMatchFrame() >= range.from() && slow.slowestMatchFrame() <= range.to();
        if (slow.slowestMatch() == NOT_MEASURED ? range.from() == 0 : isInRange) {
            add(new Moment(slow.slowestMatch(), slow.slowestMatchFrame(), slow));
        }
    }

    private void play(
            final EngineRecording recording, final Map<Long, SlowFrame> wanted, final DoubleConsumer progress) {
        final Map<Long, Integer> engineFrames = new HashMap<>();
        wanted.forEach((position, slow) -> engineFrames.put(position, slow.frame()));
        final Search search = new Search(new Question.Within(engineFrames), range, limit);
        RecordingSearch.run(recording, Games.load(), search, progress);
        for (final Finding each : search.findings()) {
            final SlowFrame slow =
                    each instanceof final Finding.Computed computed ? wanted.get(computed.position()) : null;
            if (slow != null) {
                add(new Moment(each.match(), each.frame(), slow));
            }
        }
        limitReached |= search.limitReached();
    }

    private void add(final Moment moment) {
        if (found.size() < limit) {
            found.add(moment);
        } else {
            limitReached = true;
        }
    }

    ObjectNode toJson() {
        final ObjectNode result = JsonOption.object();
        result.put("found", found.size());
        result.put("limitReached", limitReached);
        result.put("notRecorded", notRecorded);
        final ArrayNode lines = result.putArray("findings");
        for (final Moment each : found) {
            final ObjectNode line = lines.addObject();
            line.put("match", each.isMeasured() ? each.match : null);
            line.put("frame", each.isMeasured() ? each.frame : null);
            line.put("engine", each.slow.engine());
            line.put("engineFrame", each.slow.frame());
            line.put("position", each.slow.position());
            line.put("totalNs", each.slow.totalNs());
            line.put("latenessNs", each.slow.latenessNs());
            line.put("hiccupNs", SlowFrame.longestNs(each.slow.hiccups()));
            line.put("gcPauseNs", SlowFrame.longestNs(each.slow.gcPauses()));
            line.put("slowestMatch", each.slow.slowestMatch());
            line.put("slowestMatchNs", each.slow.slowestMatchNs());
        }
        return result;
    }

    void print(final PrintWriter out, final String path) {
        final TextTable table = new TextTable(
                "match", "frame", "engine", "its frame", "took", "late", "work", "slowest match", "hiccup", "gcPause");
        for (final Moment each : found) {
            final SlowFrame slow = each.slow;
            final long lateNs = Math.max(0, slow.latenessNs());
            table.add(
                    each.isMeasured() ? each.match : "-",
                    each.isMeasured() ? each.frame : "-",
                    slow.engine(),
                    slow.frame(),
                    Shown.duration(slow.totalNs()),
                    Shown.duration(lateNs),
                    Shown.duration(Math.max(0, slow.totalNs() - lateNs)),
                    slow.slowestMatch() == NOT_MEASURED
                            ? "-"
                            : slow.slowestMatch() + ": " + Shown.duration(slow.slowestMatchNs()),
                    longest(slow.hiccups()),
                    longest(slow.gcPauses()));
        }
        if (!found.isEmpty()) {
            table.print(out);
            out.println();
        }
        out.printf(
                Locale.ROOT,
                "%,d frame%s over the budget%s%s%n",
                found.size(),
                found.size() == 1 ? "" : "s",
                range.match() == Range.ALL ? "" : " of match " + range.match(),
                limitReached ? " (there may be more: --limit)" : "");
        if (notRecorded > 0) {
            out.printf(Locale.ROOT, "%,d more came too fast to be written down%n", notRecorded);
        }
        if (!found.isEmpty()) {
            hint(out, path, found.get(0));
        }
    }

    private static void hint(final PrintWriter out, final String path, final Moment first) {
        if (first.isMeasured()) {
            out.printf("look: ringside replay show %s --match %d --frame %d%n", path, first.match, first.frame);
        }
        out.printf(
                "why:  ringside latency replay %s --engine %d --frame %d%n",
                path, first.slow.engine(), first.slow.frame());
    }

    private static String longest(final List<SlowFrame.Pause> pauses) {
        return pauses.isEmpty() ? "-" : Shown.duration(SlowFrame.longestNs(pauses));
    }
}
