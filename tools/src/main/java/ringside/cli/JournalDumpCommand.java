package ringside.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.journal.EpochStart;
import ringside.journal.JournalHandler;
import ringside.journal.JournalReader;
import ringside.replay.EngineIdentity;
import ringside.replay.EngineRecording;
import ringside.replay.EventDescriber;

/** {@code journal dump DIR}. */
@Command(
        name = "dump",
        description = {
            "Prints events as lines, with their fields by name; no game's code is needed.",
            "With --json one JSON object a line. With --csv a table for notebooks and spreadsheets: a column for each field that"
                    + " occurs, for which the journal is read twice; narrowed by --type there are only those of that type."
        },
        footer = {"", "Example:", "  ringside journal dump data --match 7 --type INPUT --csv > inputs.csv"},
        mixinStandardHelpOptions = true)
final class JournalDumpCommand implements Callable<Integer> {
    @Mixin
    private Recordings recordings;

    @Mixin
    private JsonOption json;

    @Option(names = "--csv", description = "Print a table of comma-separated values.")
    private boolean csv;

    @Option(names = "--match", paramLabel = "M", description = "Only events of this match, and those of all.")
    private @Nullable Integer match;

    @Option(names = "--from", paramLabel = "FRAME", description = "From this frame of the match on.")
    private @Nullable Integer from;

    @Option(names = "--to", paramLabel = "FRAME", description = "Up to this frame of the match.")
    private @Nullable Integer to;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Only events of this type; may be given several times.")
    private List<EventType> types = List.of();

    @Override
    public Integer call() {
        if ((from != null || to != null) && match == null) {
            throw new UsageException("--from and --to count frames of one match: say which with --match");
        }
        if (csv && json.isOn()) {
            throw new UsageException("--csv and --json: one of them is possible");
        }
        final List<EngineRecording> all = recordings.all();
        if (!csv) {
            final Line line = json.isOn() ? this::printJson : this::printText;
            all.forEach(recording -> read(recording, line));
            return ExitCode.OK;
        }
        final Set<String> names = new LinkedHashSet<>();
        all.forEach(recording -> read(recording, (event, frame, fields) -> names.addAll(fields.keySet())));
        final CsvLines lines = new CsvLines(
                json.out(), List.of("engine", "position", "match", "frame", "type", "player", "inputSeq"), names);
        for (final EngineRecording recording : all) {
            read(
                    recording,
                    (event, frame, fields) -> lines.print(
                            List.of(
                                    recording.engine(),
                                    event.position(),
                                    event.match(),
                                    frame,
                                    String.valueOf(event.type()),
                                    event.player(),
                                    event.inputSeq()),
                            fields));
        }
        return ExitCode.OK;
    }

    /** Takes an event that is wanted. */
    @FunctionalInterface
    private interface Line {
        void of(Event event, int frame, Map<String, Object> fields);
    }

    private void read(final EngineRecording recording, final Line line) {
        try (JournalReader reader = recording.read(0)) {
            reader.readAll(new Wanted(line));
        }
    }

    private void printJson(final Event event, final int frame, final Map<String, Object> fields) {
        final ObjectNode line = JsonOption.object();
        line.put("position", event.position());
        line.put("match", event.match());
        line.put("frame", frame);
        line.put("type", String.valueOf(event.type()));
        line.put("player", event.player());
        line.put("inputSeq", event.inputSeq());
        line.putPOJO("fields", fields);
        json.print(line);
    }

    private void printText(final Event event, final int frame, final Map<String, Object> fields) {
        json.out()
                .printf(
                        Locale.ROOT,
                        "%8d  match %-4d frame %-7d %-10s player %-4d seq %-6d %s%n",
                        event.position(),
                        event.match(),
                        frame,
                        event.type(),
                        event.player(),
                        event.inputSeq(),
                        fields);
    }

    /** Passes on what the options ask for. */
    private final class Wanted implements JournalHandler {
        private final EventDescriber describer = new EventDescriber();
        private final Line line;

        Wanted(final Line line) {
            this.line = line;
        }

        @Override
        public void onEpoch(final EpochStart start) {
            describer.epoch(EngineIdentity.parse(start.identityJson()));
        }

        @Override
        public void onEvent(final Event event) {
            describer.follow(event);
            final int of = event.match() != 0 ? event.match() : match == null ? 0 : match;
            final int frame = describer.frameOf(event, of);
            if (isWanted(event, frame)) {
                line.of(event, frame, describer.fields(event));
            }
        }

        private boolean isWanted(final Event event, final int frame) {
            return (match == null || event.match() == 0 || event.match() == match)
                    && (from == null || frame >= from)
                    && (to == null || frame <= to)
                    && (types.isEmpty() || types.contains(event.type()));
        }
    }
}
