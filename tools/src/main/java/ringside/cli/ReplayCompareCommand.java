package ringside.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ringside.layout.StateDifference;
import ringside.layout.XxHash64;
import ringside.replay.Comparison;
import ringside.server.Games;

/** {@code replay compare A B}. */
@Command(
        name = "compare",
        description = {
            "Plays two recordings of a match and names the first frame, table, row and column that differ, with both values"
                    + " and the events that led there.",
            "Each is a data directory (then --match says which match) or a file that `replay export` wrote; only frames"
                    + " that both hold are compared."
        },
        footer = {
            "",
            "Exit status: 0 equal, 1 they differ, 2 wrong usage.",
            "Example: ringside replay compare yesterday.match today --match 7"
        },
        mixinStandardHelpOptions = true)
final class ReplayCompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "A data directory or a match file.")
    private Path one;

    @Parameters(index = "1", paramLabel = "B", description = "Another one.")
    private Path other;

    @Option(names = "--match", paramLabel = "M", description = "Which match of a data directory.")
    private @Nullable Integer match;

    @Option(
            names = "--other-match",
            paramLabel = "M",
            description = "Which match of B, where it is not the same number.")
    private @Nullable Integer otherMatch;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many of the match's last events to tell (${DEFAULT-VALUE}).")
    private int events;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        if (events < 0) {
            throw new UsageException("--events: " + events + " is below 0");
        }
        final Comparison comparison = Comparison.of(
                RecordedPath.match(one, null, match),
                RecordedPath.match(other, null, otherMatch == null ? match : otherMatch),
                Games.load(),
                events,
                frames -> {});
        if (json.isOn()) {
            json.print(toJson(comparison));
        } else {
            print(comparison);
        }
        return comparison.isEqual() ? ExitCode.OK : ExitCode.FALSE;
    }

    private void print(final Comparison comparison) {
        final Comparison.Difference found = comparison.difference();
        if (found == null) {
            json.out()
                    .printf(
                            Locale.ROOT,
                            "equal: %,d frames; A ends at frame %,d, B at frame %,d%n",
                            comparison.framesCompared(),
                            comparison.lastFrames().get(0),
                            comparison.lastFrames().get(1));
            return;
        }
        final StateDifference place = found.place();
        json.out().printf("DIFFERENT at frame %d (%d frames compared)%n", found.frame(), comparison.framesCompared());
        if (place == null) {
            json.out().println("  every table is equal: only what is behind lies differs");
        } else {
            json.out().printf("  %s%n    A  %s%n    B  %s%n", place.place(), place.one(), place.other());
        }
        final List<String> names = List.of("A", "B");
        for (int i = 0; i < names.size(); i++) {
            json.out().printf("%s  hash %s, the last events:%n", names.get(i), hash(found, i));
            found.events().get(i).forEach(event -> json.out().println("    " + event));
        }
    }

    private static String hash(final Comparison.Difference found, final int index) {
        return XxHash64.hex(found.hashes().get(index));
    }

    private static ObjectNode toJson(final Comparison comparison) {
        final ObjectNode result = JsonOption.object();
        result.put("ok", comparison.isEqual());
        result.put("framesCompared", comparison.framesCompared());
        final ArrayNode last = result.putArray("lastFrames");
        comparison.lastFrames().forEach(last::add);
        final Comparison.Difference found = comparison.difference();
        if (found == null) {
            result.putNull("difference");
            return result;
        }
        final ObjectNode difference = result.putObject("difference");
        difference.put("frame", found.frame());
        final StateDifference place = found.place();
        if (place == null || place.row() == StateDifference.NO_ROW) {
            difference.putNull("row");
        } else {
            difference.put("row", place.row());
        }
        difference.put("table", place == null ? null : place.table().name());
        difference.put(
                "column",
                place == null || place.column() == null ? null : place.column().name());
        difference.put("a", place == null ? null : place.one());
        difference.put("b", place == null ? null : place.other());
        difference.put("hashA", hash(found, 0));
        difference.put("hashB", hash(found, 1));
        final ArrayNode a = difference.putArray("eventsA");
        found.events().get(0).forEach(a::add);
        final ArrayNode b = difference.putArray("eventsB");
        found.events().get(1).forEach(b::add);
        return result;
    }
}
