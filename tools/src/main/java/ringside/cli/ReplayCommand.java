package ringside.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.engine.logic.EngineState;
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
import ringside.replay.file.MatchFile;
import ringside.replay.file.MatchFileVerification;
import ringside.server.Build;
import ringside.server.Games;

/** {@code replay verify|show}. */
@Command(
        name = "replay",
        description = "Run a recording again: prove it, look into it.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ReplayCommand.Verify.class,
            ReplayCommand.Show.class,
            ReplayExportCommand.class,
            ReplayCompareCommand.class,
            ReplayFindCommand.class
        })
final class ReplayCommand extends VerbGroup {

    /** {@code replay verify PATH}. */
    @Command(
            name = "verify",
            description = {
                "Runs the recording again from its beginning and compares every recorded hash.",
                "Exit status 1 on the first frame that differs, and on corruption."
            },
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {
        @Mixin
        private RecordedPath path;

        @Mixin
        private JsonOption json;

        @Override
        public Integer call() {
            if (path.isFile()) {
                return verify(path.file()) ? ExitCode.OK : ExitCode.FALSE;
            }
            boolean ok = true;
            final SortedMap<Integer, Long> lastHashes = new TreeMap<>();
            final ArrayNode engines = JsonOption.object().putArray("engines");
            for (final EngineRecording recording : path.engines()) {
                ok &= verify(recording, engines, lastHashes);
            }
            if (json.isOn()) {
                json.print(engines.size() == 1 ? engines.get(0) : together(engines, lastHashes));
            } else if (ok && engines.size() > 1) {
                json.out().println("final hash of all engines " + XxHash64.hex(EngineState.finalHash(lastHashes)));
            }
            return ok ? ExitCode.OK : ExitCode.FALSE;
        }

        /** What was found in several engines, as if it were one, and each for itself. */
        private static ObjectNode together(final ArrayNode engines, final SortedMap<Integer, Long> lastHashes) {
            final ObjectNode all = JsonOption.object();
            all.put("ok", true);
            for (final String sum :
                    List.of("framesVerified", "framesUnhashed", "eventsApplied", "elapsedNs", "tailLost")) {
                long value = 0;
                for (final JsonNode engine : engines) {
                    value += engine.path(sum).asLong();
                }
                all.put(sum, value);
            }
            all.put("finalHash", XxHash64.hex(EngineState.finalHash(lastHashes)));
            all.putNull("divergence");
            double timesRealTime = Double.MAX_VALUE;
            for (final JsonNode engine : engines) {
                timesRealTime =
                        Math.min(timesRealTime, engine.path("timesRealTime").asDouble());
                if (!engine.path("ok").asBoolean() && all.path("ok").asBoolean()) {
                    all.put("ok", false);
                    all.set("divergence", engine.path("divergence"));
                    all.set("problem", engine.path("problem"));
                }
            }
            all.put("timesRealTime", timesRealTime);
            all.set("engines", engines);
            return all;
        }

        private boolean verify(
                final EngineRecording recording, final ArrayNode engines, final SortedMap<Integer, Long> lastHashes) {
            final ProgressLine progress = new ProgressLine(json.err(), "verifying");
            final Verification result;
            try {
                result =
                        Verification.of(recording, Games.load(), System::nanoTime, json.isOn() ? part -> {} : progress);
            } catch (final JournalException e) {
                if (e.code() != JournalException.Code.CORRUPT) {
                    throw e;
                }
                tellCorrupt(recording, e, engines);
                return false;
            } finally {
                progress.end();
            }
            warnOfOtherBuilds(result.builds());
            lastHashes.putAll(result.lastHashes());
            engines.add(toJson(recording.engine(), result));
            if (!json.isOn()) {
                print("engine " + recording.engine(), result);
            }
            return result.ok();
        }

        private boolean verify(final MatchFile file) {
            final ProgressLine progress = new ProgressLine(json.err(), "verifying");
            final Verification result;
            try {
                result = MatchFileVerification.of(
                        file, Games.load(), System::nanoTime, json.isOn() ? part -> {} : progress);
            } finally {
                progress.end();
            }
            warnOfOtherBuilds(result.builds());
            if (json.isOn()) {
                final ObjectNode line = toJson(file.header().engine(), result);
                line.put("match", file.match());
                line.put("fileHash", file.hashHex());
                json.print(line);
            } else {
                print("match " + file.match(), result);
            }
            return result.ok();
        }

        private void tellCorrupt(final EngineRecording recording, final JournalException e, final ArrayNode engines) {
            final ObjectNode line = engines.addObject();
            line.put("engine", recording.engine());
            line.put("ok", false);
            line.put("problem", e.getMessage());
            if (!json.isOn()) {
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

        private void print(final String what, final Verification result) {
            final HashCheck.Divergence first = result.divergence();
            if (first != null) {
                json.out()
                        .printf(
                                "%s: DIVERGED at match %d frame %d: recorded %s, replayed %s%n",
                                what,
                                first.match(),
                                first.frame(),
                                XxHash64.hex(first.recorded()),
                                XxHash64.hex(first.replayed()));
                return;
            }
            json.out()
                    .printf(
                            Locale.ROOT,
                            "%s: every one of %,d hashed frames is as recorded (%d frames had no hash)%n"
                                    + "  %,d events in %.2f s, %.0f times real time%n  final hash %s%n",
                            what,
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

        private static ObjectNode toJson(final int engine, final Verification result) {
            final ObjectNode line = JsonOption.object();
            line.put("engine", engine);
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

    /** {@code replay show PATH --match M --frame F}. */
    @Command(
            name = "show",
            description = "Prints the state of a match at a frame, by name.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin
        private RecordedPath path;

        @Mixin
        private JsonOption json;

        @Option(names = "--match", paramLabel = "M", description = "Which match of a data directory.")
        private @Nullable Integer match;

        @Option(names = "--frame", paramLabel = "F", required = true, description = "Which frame of it.")
        private int frame;

        @Option(names = "--table", paramLabel = "NAME", description = "Only this table.")
        private @Nullable String table;

        @Option(names = "--all", description = "The engine's own tables too; their names begin with $.")
        private boolean all;

        @Override
        public Integer call() {
            final StateAtFrame found = StateAtFrame.find(path.match(match), Games.load(), frame);
            if (json.isOn()) {
                final ObjectNode result = JsonOption.object();
                result.put("match", found.match());
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
                json.out().printf("match %d frame %d hash %s%n", found.match(), frame, XxHash64.hex(found.hash()));
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
