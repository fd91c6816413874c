package ringside.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.layout.Column;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.layout.XxHash64;
import ringside.replay.EventDescriber;
import ringside.replay.MatchSource;
import ringside.replay.ShownState;
import ringside.replay.StateAtFrame;
import ringside.server.Games;

/** {@code replay ...}: and {@code replay show}. */
@Command(
        name = "replay",
        description = "Run a recording again: prove it, look into it.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ReplayVerifyCommand.class,
            ReplayCommand.Show.class,
            ReplayExportCommand.class,
            ReplayCompareCommand.class,
            ReplayFindCommand.class,
            ReplayBisectCommand.class,
            ReplayForkCommand.class,
            ReplayHashesCommand.class,
            ReplayOpenCommand.class,
            ReplayDebugCommand.class
        })
final class ReplayCommand extends VerbGroup {

    /** {@code replay show PATH --match M --frame F}. */
    @Command(
            name = "show",
            description = {
                "Prints the state of a match at a frame, by name.",
                "With --player only what that player may be shown of it: the rows that the game lets them see, and the columns that are"
                        + " theirs to see. Views that were lost or had no room for all showed less."
            },
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin
        private RecordedMatch recorded;

        @Mixin
        private JsonOption json;

        @Option(names = "--frame", paramLabel = "F", required = true, description = "Which frame of it.")
        private int frame;

        @Option(names = "--player", paramLabel = "P", description = "Only what this player may be shown.")
        private @Nullable Integer player;

        @Option(names = "--table", paramLabel = "NAME", description = "Only this table.")
        private @Nullable String table;

        @Option(
                names = "--from-beginning",
                description = "Plays all that comes before, instead of what follows the nearest stored state.")
        private boolean fromBeginning;

        @Option(names = "--all", description = "The engine's own tables too; their names begin with $.")
        private boolean all;

        @Override
        public Integer call() {
            final MatchSource source = recorded.source();
            final StateAtFrame found = fromBeginning
                    ? StateAtFrame.fromBeginning(source, Games.load(), frame)
                    : StateAtFrame.find(source, Games.load(), frame);
            final ShownState shown = player == null ? null : ShownState.of(found, Games.load(), player);
            if (json.isOn()) {
                final ObjectNode result = JsonOption.object();
                result.put("match", found.match());
                result.put("frame", frame);
                if (player != null) {
                    result.put("player", player);
                }
                result.put("hash", XxHash64.hex(found.hash()));
                final ObjectNode tables = result.putObject("tables");
                for (final Table each : found.state().layout().tables()) {
                    if (isWanted(each, shown)) {
                        rows(found.state(), each, shown, tables);
                    }
                }
                json.print(result);
            } else {
                json.out().printf("match %d frame %d hash %s%n", found.match(), frame, XxHash64.hex(found.hash()));
                for (final Table each : found.state().layout().tables()) {
                    if (isWanted(each, shown)) {
                        new StateTable(found.state(), each, shown).print(json.out());
                    }
                }
            }
            return ExitCode.OK;
        }

        private boolean isWanted(final Table each, final @Nullable ShownState shown) {
            if (shown != null && !shown.isShown(each)) {
                return false;
            }
            return table == null
                    ? all || !each.name().startsWith("$")
                    : each.name().equals(table);
        }

        private static void rows(
                final State state, final Table table, final @Nullable ShownState shown, final ObjectNode tables) {
            final var rows = tables.putArray(table.name());
            for (int row = state.first(table); row != Rows.NONE; row = state.next(table, row)) {
                if (shown != null && !shown.isShown(table, row)) {
                    continue;
                }
                final ObjectNode line = rows.addObject();
                line.put("row", Rows.index(row));
                for (final Column column : table.columns()) {
                    if (shown == null || shown.isShown(table, row, column)) {
                        line.putPOJO(
                                column.name(),
                                EventDescriber.value(column, state.block(), state.rowOffset(table, row)));
                    }
                }
            }
        }
    }
}
