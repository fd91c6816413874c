package ringside.latency.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Runs as the page's script reads them. Columns rather than objects, for there are many spans; values keep four digits. */
final class RunJson {
    /** Moments told of for each stage. */
    static final int WORST_MOMENTS = 12;

    /** Frames over their budget that are told of. */
    static final int WORST_FRAMES = 50;

    private static final int DIGITS_KEPT = 10_000;

    private RunJson() {}

    static String of(final String title, final Run run, final @Nullable Run baseline) {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("title", title);
            json.writeNumberField("stepsPerNine", StageRun.STEPS_PER_NINE);
            json.writeNumberField("rowsPerDecade", Heat.ROWS_PER_DECADE);
            groups(json);
            json.writeFieldName("run");
            run(json, run, true);
            if (baseline != null) {
                json.writeFieldName("baseline");
                run(json, baseline, false);
            }
            json.writeEndObject();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void groups(final JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("groups");
        for (final Stage.Group group : Stage.Group.values()) {
            json.writeStringField(group.name(), group.title());
        }
        json.writeEndObject();
    }

    private static void run(final JsonGenerator json, final Run run, final boolean inTime) throws IOException {
        json.writeStartObject();
        json.writeNumberField("fromMs", run.fromMs());
        json.writeNumberField("toMs", run.toMs());
        json.writeNumberField("intervals", run.intervals());
        json.writeNumberField("momentMs", run.moments().widthMs());
        json.writeNumberField("moments", run.moments().count());
        json.writeStringField("foremost", run.foremost().tag());
        strings(json, "files", run.files().stream().map(Path::toString).toList());
        strings(json, "notes", run.notes());
        strings(
                json,
                "problems",
                run.problems().stream().map(LogProblem::toString).limit(100).toList());
        json.writeArrayFieldStart("stages");
        for (final StageRun each : run.stages()) {
            stage(json, run, each, inTime);
        }
        json.writeEndArray();
        if (inTime) {
            slowFrames(json, run);
        }
        json.writeEndObject();
    }

    private static void slowFrames(final JsonGenerator json, final Run run) throws IOException {
        json.writeNumberField("slowFrameCount", run.slowFrames().size());
        json.writeArrayFieldStart("slowFrames");
        for (final SlowFrame each : SlowFrames.worst(run.slowFrames(), WORST_FRAMES)) {
            json.writeStartObject();
            json.writeNumberField("atMs", each.atMs() - run.fromMs());
            json.writeNumberField("engine", each.engine());
            json.writeNumberField("frame", each.frame());
            json.writeNumberField("position", each.position());
            json.writeNumberField("totalNs", each.totalNs());
            json.writeNumberField("latenessNs", Math.max(0, each.latenessNs()));
            json.writeObjectFieldStart("parts");
            for (final Map.Entry<String, Long> part : each.parts().entrySet()) {
                json.writeNumberField(part.getKey(), part.getValue());
            }
            json.writeEndObject();
            json.writeNumberField("skippedFrames", each.skippedFrames());
            json.writeNumberField("matches", each.matches());
            json.writeNumberField("slowestMatch", each.slowestMatch());
            json.writeNumberField("slowestMatchFrame", each.slowestMatchFrame());
            json.writeNumberField("slowestMatchNs", each.slowestMatchNs());
            json.writeObjectFieldStart("events");
            for (final Map.Entry<String, Integer> events : each.events().entrySet()) {
                json.writeNumberField(events.getKey(), events.getValue());
            }
            json.writeEndObject();
            json.writeNumberField("hiccupNs", SlowFrame.longestNs(each.hiccups()));
            json.writeNumberField("gcPauseNs", SlowFrame.longestNs(each.gcPauses()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void stage(final JsonGenerator json, final Run run, final StageRun stage, final boolean inTime)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("tag", stage.tag());
        json.writeStringField("group", stage.stage().group().name());
        json.writeBooleanField("isCount", stage.stage().isCount());
        json.writeStringField("meaning", stage.stage().meaning());
        final Distribution values = stage.values();
        json.writeNumberField("count", values.count());
        json.writeNumberField("mean", Math.round(values.mean() * 10) / 10.0);
        json.writeNumberField("p50", values.p50());
        json.writeNumberField("p90", values.p90());
        json.writeNumberField("p99", values.p99());
        json.writeNumberField("p999", values.p999());
        json.writeNumberField("max", values.max());
        json.writeFieldName("curve");
        json.writeStartArray();
        for (final long each : stage.curve().toArray()) {
            json.writeNumber(rounded(each));
        }
        json.writeEndArray();
        if (inTime) {
            spans(json, run.fromMs(), stage.spans());
            worst(json, run, stage);
        }
        json.writeEndObject();
    }

    private static void spans(final JsonGenerator json, final long runFromMs, final List<Span> spans)
            throws IOException {
        json.writeObjectFieldStart("spans");
        column(json, "fromMs", spans, each -> each.fromMs() - runFromMs);
        column(json, "lengthMs", spans, each -> each.toMs() - each.fromMs());
        column(json, "count", spans, each -> each.values().count());
        column(json, "p50", spans, each -> rounded(each.values().p50()));
        column(json, "p99", spans, each -> rounded(each.values().p99()));
        column(json, "p999", spans, each -> rounded(each.values().p999()));
        column(json, "max", spans, each -> rounded(each.values().max()));
        column(json, "firstRow", spans, Span::firstRow);
        json.writeArrayFieldStart("heat");
        for (final Span each : spans) {
            json.writeStartArray();
            for (final long count : each.heat()) {
                json.writeNumber(count);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void worst(final JsonGenerator json, final Run run, final StageRun stage) throws IOException {
        json.writeArrayFieldStart("worst");
        for (final Moment each : Moment.worst(run, stage, WORST_MOMENTS)) {
            json.writeStartObject();
            json.writeNumberField("fromMs", each.fromMs() - run.fromMs());
            json.writeArrayFieldStart("reached");
            for (final Moment.Reached reached : each.reached()) {
                json.writeStartArray();
                json.writeNumber(run.stages().indexOf(reached.stage()));
                json.writeNumber(rounded(reached.value()));
                json.writeNumber(reached.rank());
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void column(
            final JsonGenerator json, final String name, final List<Span> spans, final ToLongFunction<Span> value)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (final Span each : spans) {
            json.writeNumber(value.applyAsLong(each));
        }
        json.writeEndArray();
    }

    private static void strings(final JsonGenerator json, final String name, final List<String> values)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (final String each : values) {
            json.writeString(each);
        }
        json.writeEndArray();
    }

    /** With four digits at most: more than a picture shows, and a page is smaller. */
    private static long rounded(final long value) {
        long unit = 1;
        while (value / unit >= DIGITS_KEPT) {
            unit *= 10;
        }
        return unit == 1 ? value : (value + unit / 2) / unit * unit;
    }
}
