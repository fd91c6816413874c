package ringside.latency.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A run as text for people. */
public final class RunTable {
    private static final List<String> VALUES = List.of("count", "p50", "p90", "p99", "p99.9", "max");

    private RunTable() {}

    /** A line a stage. */
    public static List<String> stages(final List<StageRun> stages) {
        final TextLines text = new TextLines(with("stage"));
        for (final StageRun each : stages) {
            text.add(row(each.tag(), each.stage(), each.values()));
        }
        return text.lines();
    }

    /** A line for each span of a stage in which something was recorded. */
    public static List<String> timeline(final StageRun stage, final long runFromMs) {
        final TextLines text = new TextLines(with("from (UTC)"));
        for (final Span each : stage.spans()) {
            final String since = String.format(Locale.ROOT, "+%.0f s", (each.fromMs() - runFromMs) / 1e3);
            text.add(row(Shown.time(each.fromMs()) + "  " + since, stage.stage(), each.values()));
        }
        return text.lines();
    }

    /** A line for each frame that was over its budget. */
    public static List<String> slowFrames(final List<SlowFrame> frames) {
        final TextLines text = new TextLines(List.of(
                "ended (UTC)",
                "engine",
                "frame",
                "total",
                "late",
                "inputs",
                "step",
                "hash",
                "copy",
                "other",
                "events",
                "slowest match",
                "hiccup",
                "gcPause"));
        for (final SlowFrame each : frames) {
            final List<String> row = new ArrayList<>(List.of(
                    Shown.time(each.atMs()),
                    String.valueOf(each.engine()),
                    String.valueOf(each.frame()),
                    Shown.duration(each.totalNs()),
                    Shown.duration(Math.max(0, each.latenessNs()))));
            each.parts().values().forEach(ns -> row.add(Shown.duration(ns)));
            row.add(String.format(Locale.ROOT, "%,d", each.eventCount()));
            row.add(
                    each.slowestMatch() == 0
                            ? "-"
                            : each.slowestMatch() + ": " + Shown.duration(each.slowestMatchNs()));
            row.add(longest(each.hiccups()));
            row.add(longest(each.gcPauses()));
            text.add(row);
        }
        return text.lines();
    }

    private static String longest(final List<SlowFrame.Pause> pauses) {
        return pauses.isEmpty() ? "-" : Shown.duration(SlowFrame.longestNs(pauses));
    }

    private static List<String> with(final String first) {
        final List<String> head = new ArrayList<>(List.of(first));
        head.addAll(VALUES);
        return head;
    }

    private static List<String> row(final String name, final Stage stage, final Distribution values) {
        return List.of(
                name,
                String.format(Locale.ROOT, "%,d", values.count()),
                Shown.value(stage, values.p50()),
                Shown.value(stage, values.p90()),
                Shown.value(stage, values.p99()),
                Shown.value(stage, values.p999()),
                Shown.value(stage, values.max()));
    }
}
