package ringside.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.engine.event.Event;
import ringside.journal.EpochStart;
import ringside.journal.JournalCheck;
import ringside.journal.JournalHandler;
import ringside.journal.JournalReader;
import ringside.replay.EngineIdentity;
import ringside.replay.EngineRecording;
import ringside.replay.EventDescriber;

/** {@code journal check|dump|repair}. */
@Command(
        name = "journal",
        description = "Look at the journal: the truth that everything else follows from.",
        mixinStandardHelpOptions = true,
        subcommands = {JournalCommand.Check.class, JournalCommand.Dump.class, JournalRepairCommand.class})
final class JournalCommand extends VerbGroup {

    /** {@code journal check DIR}. */
    @Command(
            name = "check",
            description = {
                "Reads everything; checks every checksum, the chain and the marks. Writes nothing.",
                "Exit status 1 when something is wrong, with the position of the first event that cannot be trusted."
            },
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        @Mixin
        private Recordings recordings;

        @Mixin
        private JsonOption json;

        @Override
        public Integer call() {
            boolean ok = true;
            for (final EngineRecording recording : recordings.all()) {
                final JournalCheck check = check(recording);
                ok &= check.ok();
                if (json.isOn()) {
                    final ObjectNode result = JsonOption.object();
                    result.put("engine", recording.engine());
                    result.put("ok", check.ok());
                    result.put("events", check.events());
                    result.put("firstPosition", check.firstPosition());
                    result.put("lastPosition", check.lastPosition());
                    result.put("epoch", check.epoch());
                    result.put("bytes", check.bytes());
                    result.put("problem", check.problem());
                    result.put("whatToDo", check.ok() ? "" : NamedError.whatToDo(check.problem()));
                    json.print(result);
                } else if (check.ok()) {
                    json.out()
                            .printf(
                                    "%s: ok, %,d events, positions %d to %d, epoch %d, %,d bytes%n",
                                    recording.journal(),
                                    check.events(),
                                    check.firstPosition(),
                                    check.lastPosition(),
                                    check.epoch(),
                                    check.bytes());
                } else {
                    json.out().printf("%s: %s%n", recording.journal(), check.problem());
                    json.out().printf("  what to do: %s%n", NamedError.whatToDo(check.problem()));
                }
            }
            return ok ? ExitCode.OK : ExitCode.FALSE;
        }

        private JournalCheck check(final EngineRecording recording) {
            final ProgressLine progress = new ProgressLine(json.err(), "checking");
            try {
                return JournalCheck.run(recording.journal(), json.isOn() ? part -> {} : progress);
            } finally {
                progress.end();
            }
        }
    }

    /** {@code journal dump DIR}. */
    @Command(
            name = "dump",
            description = {
                "Prints events as lines, with their fields by name; no game's code is needed.",
                "With --json one JSON object a line."
            },
            mixinStandardHelpOptions = true)
    static final class Dump implements Callable<Integer> {
        @Mixin
        private Recordings recordings;

        @Mixin
        private JsonOption json;

        @Option(names = "--match", paramLabel = "M", description = "Only events of this match, and those of all.")
        private @Nullable Integer match;

        @Option(names = "--from", paramLabel = "FRAME", description = "From this frame of the match on.")
        private @Nullable Integer from;

        @Option(names = "--to", paramLabel = "FRAME", description = "Up to this frame of the match.")
        private @Nullable Integer to;

        @Override
        public Integer call() {
            if ((from != null || to != null) && match == null) {
                throw new UsageException("--from and --to count frames of one match: say which with --match");
            }
            for (final EngineRecording recording : recordings.all()) {
                try (JournalReader reader = recording.read(0)) {
                    reader.readAll(new Printer());
                }
            }
            return ExitCode.OK;
        }

        private final class Printer implements JournalHandler {
            private final EventDescriber describer = new EventDescriber();

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
                    print(event, frame);
                }
            }

            private boolean isWanted(final Event event, final int frame) {
                return (match == null || event.match() == 0 || event.match() == match)
                        && (from == null || frame >= from)
                        && (to == null || frame <= to);
            }

            private void print(final Event event, final int frame) {
                final Map<String, Object> fields = describer.fields(event);
                if (json.isOn()) {
                    final ObjectNode line = JsonOption.object();
                    line.put("position", event.position());
                    line.put("match", event.match());
                    line.put("frame", frame);
                    line.put("type", String.valueOf(event.type()));
                    line.put("player", event.player());
                    line.put("inputSeq", event.inputSeq());
                    line.putPOJO("fields", fields);
                    json.print(line);
                } else {
                    json.out()
                            .printf(
                                    "%8d  match %-4d frame %-7d %-10s player %-4d seq %-6d %s%n",
                                    event.position(),
                                    event.match(),
                                    frame,
                                    event.type(),
                                    event.player(),
                                    event.inputSeq(),
                                    fields);
                }
            }
        }
    }
}
