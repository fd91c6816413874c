package ringside.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.journal.JournalException;
import ringside.layout.Column;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.layout.XxHash64;
import ringside.replay.EngineRecording;
import ringside.replay.EventDescriber;
import ringside.replay.HashCheck;
import ringside.replay.StateAtFrame;
import ringside.replay.Verification;
import ringside.server.Build;
import ringside.server.Games;

/** {@code replay verify|show}. */
@Command(
        name = "replay",
        description = "Run a recording again: prove it, look into it.",
        mixinStandardHelpOptions = true,
        subcommands = {ReplayCommand.Verify.class, ReplayCommand.Show.class})
final class ReplayCommand extends VerbGroup {

    /** {@code replay verify DIR}. */
    @Command(
            name = "verify",
            description = {
                "Runs the recording again from its beginning and compares every recorded hash.",
                "Exit status 1 on the first frame that differs, and on corruption."
            },
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {
        @Mixin
        private Recordings recordings;

        @Mixin
        private JsonOption json;

        @Override
        public Integer call() {
            boolean ok = true;
            for (final EngineRecording recording : recordings.all()) {
                ok &= verify(recording);
            }
            return ok ? ExitCode.OK : ExitCode.FALSE;
        }

        private boolean verify(final EngineRecording recording) {
            final ProgressLine progress = new ProgressLine(json.err(), "verifying");
            final Verification result;
            try {
                result = Verification.of(recording, Games.load(), System::nanoTime, progress);
            } catch (final JournalException e) {
                if (e.code() != JournalException.Code.CORRUPT) {
                    throw e;
                }
                printCorrupt(recording, e);
                return false;
            } finally {
                progress.end();
            }
            warnOfOtherBuilds(result.builds());
            if (json.isOn()) {
                json.print(toJson(recording, result));
            } else {
                print(recording, result);
            }
            return result.ok();
        }

        private void printCorrupt(final EngineRecording recording, final JournalException e) {
            if (json.isOn()) {
                final ObjectNode line = JsonOption.object();
                line.put("engine", recording.engine());
                line.put("ok", false);
                line.put("problem", e.getMessage());
                json.print(line);
            } else {
                json.out().println(e.getMessage());
            }
        }

        private void warnOfOtherBuilds(final List<String> builds) {
            for (final String build : builds.stream().distinct().toList()) {
                if (!build.equals(Build.version())) {
                    json.err()
                            .println("ringside: recorded by build " + build + ", this is " + Build.version()
                                    + "; layout and logicVersion agree, so it replays");
                }
            }
        }

        private void print(final EngineRecording recording, final Verification result) {
            final HashCheck.Divergence first = result.divergence();
            if (first != null) {
                json.out()
                        .printf(
                                "engine %d: DIVERGED at match %d frame %d: recorded %s, replayed %s%n",
                                recording.engine(),
                                first.match(),
                                first.frame(),
                                XxHash64.hex(first.recorded()),
                                XxHash64.hex(first.replayed()));
                return;
            }
            json.out()
                    .printf(
                            Locale.ROOT,
                            "engine %d: every one of %,d hashed frames is as recorded (%d frames had no hash)%n"
                                    + "  %,d events in %.2f s, %.0f times real time%n  final hash %s%n",
                            recording.engine(),
                            result.framesVerified(),
                            result.framesUnhashed(),
                            result.eventsApplied(),
                            result.elapsedNs() / 1e9,
                            result.timesRealTime(),
                            result.finalHashHex());
            if (result.tailLost() > 0) {
                json.out().printf("  TAIL LOST %d events: appended, but never synced%n", result.tailLost());
            }
        }

        private static ObjectNode toJson(final EngineRecording recording, final Verification result) {
            final ObjectNode line = JsonOption.object();
            line.put("engine", recording.engine());
            line.put("ok", result.ok());
            line.put("framesVerified", result.framesVerified());
            line.put("framesUnhashed", result.framesUnhashed());
            line.put("eventsApplied", result.eventsApplied());
            line.put("elapsedNs", result.elapsedNs());
            line.put("timesRealTime", result.timesRealTime());
            line.put("finalHash", result.finalHashHex());
            line.put("tailLost", result.tailLost());
            final HashCheck.Divergence first = result.divergence();
            if (first == null) {
                line.putNull("divergence");
            } else {
                final ObjectNode divergence = line.putObject("divergence");
                divergence.put("match", first.match());
                divergence.put("frame", first.frame());
                divergence.putNull("table");
                divergence.putNull("row");
                divergence.putNull("column");
                divergence.put("recorded", XxHash64.hex(first.recorded()));
                divergence.put("replayed", XxHash64.hex(first.replayed()));
            }
            return line;
        }
    }

    /** {@code replay show DIR --match M --frame F}. */
    @Command(
            name = "show",
            description = "Prints the state of a match at a frame, by name.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin
        private Recordings recordings;

        @Mixin
        private JsonOption json;

        @Option(names = "--match", paramLabel = "M", required = true, description = "Which match.")
        private int match;

        @Option(names = "--frame", paramLabel = "F", required = true, description = "Which frame of it.")
        private int frame;

        @Option(names = "--table", paramLabel = "NAME", description = "Only this table.")
        private @Nullable String table;

        @Option(names = "--all", description = "The engine's own tables too; their names begin with $.")
        private boolean all;

        @Override
        public Integer call() {
            final List<EngineRecording> engines = recordings.all();
            if (engines.size() > 1) {
                throw new UsageException(recordings.dir() + ": has " + engines.size()
                        + " engines; say with --engine which one runs match " + match);
            }
            final StateAtFrame found = StateAtFrame.find(engines.get(0), Games.load(), match, frame);
            if (json.isOn()) {
                final ObjectNode result = JsonOption.object();
                result.put("match", match);
                result.put("frame", frame);
                result.put("hash", XxHash64.hex(found.hash()));
                final ObjectNode tables = result.putObject("tables");
                for (final Table each : found.state().layout().tables()) {
                    if (isWanted(each)) {
                        rows(found.state(), each, tables);
                    }
                }
                json.print(result);
            } else {
                json.out().printf("match %d frame %d hash %s%n", match, frame, XxHash64.hex(found.hash()));
                for (final Table each : found.state().layout().tables()) {
                    if (isWanted(each)) {
                        new StateTable(found.state(), each).print(json.out());
                    }
                }
            }
            return ExitCode.OK;
        }

        private boolean isWanted(final Table each) {
            return table == null
                    ? all || !each.name().startsWith("$")
                    : each.name().equals(table);
        }

        private static void rows(final State state, final Table table, final ObjectNode tables) {
            final var rows = tables.putArray(table.name());
            for (int row = state.first(table); row != Rows.NONE; row = state.next(table, row)) {
                final ObjectNode line = rows.addObject();
                line.put("row", Rows.index(row));
                for (final Column column : table.columns()) {
                    line.putPOJO(
                            column.name(), EventDescriber.value(column, state.block(), state.rowOffset(table, row)));
                }
            }
        }
    }
}
