package ringside.perf.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.perf.ExitCode;
import ringside.perf.JsonOption;
import ringside.perf.PercentileLine;
import ringside.perf.Scratch;
import ringside.perf.UsageException;

/** {@code checkpoint}. */
@Command(
        name = "checkpoint",
        description = {
            "How long logic is held by a checkpoint of many arena players, history included, and how long writing it takes.",
            "",
            "One thread plays matches of 10 by the published trace as fast as it can; a second one copies and writes what the",
            "first notes at the end of a frame. 'hold' is the time between two frames that logic gives to it. 'at once' is the",
            "same where logic copies everything itself. Needs 1.5 GB of heap for 20,000 players.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 measured, 1 a run failed, 2 wrong usage.",
            "Example: ringside-perf checkpoint --players 20000"
        },
        mixinStandardHelpOptions = true)
public final class CheckpointCommand implements Callable<Integer> {
    @Option(names = "--players", defaultValue = "20000", description = "In matches of 10 (${DEFAULT-VALUE}).")
    private int players;

    @Option(names = "--checkpoints", defaultValue = "30", description = "Of each kind (${DEFAULT-VALUE}).")
    private int checkpoints;

    @Option(names = "--dir", defaultValue = ".", description = "Where checkpoints are written (${DEFAULT-VALUE}).")
    private Path dir;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        if (players < 10 || checkpoints < 3) {
            throw new UsageException("--players: 10 or more; --checkpoints: 3 or more");
        }
        final CheckpointRun.Result result;
        try (Scratch scratch = Scratch.in(dir, players * 8_192L)) {
            result = CheckpointRun.measure(players / 10, checkpoints, scratch.folder());
        }
        if (json.isOn()) {
            final ObjectNode root = JsonOption.object();
            root.put("players", players);
            root.put("bytes", result.bytes());
            root.put("written", result.written());
            root.put("overtaken", result.overtaken());
            PercentileLine.put(root, "hold", result.hold());
            PercentileLine.put(root, "atOnce", result.atOnce());
            PercentileLine.put(root, "write", result.write());
            json.print(root);
        } else {
            json.out()
                    .printf(
                            Locale.ROOT,
                            "%,d players, %,d bytes a checkpoint; %d written, %d copies overtaken%n",
                            players,
                            result.bytes(),
                            result.written(),
                            result.overtaken());
            PercentileLine.heads(json.out(), 8);
            PercentileLine.print(json.out(), 8, "hold", result.hold());
            PercentileLine.print(json.out(), 8, "at once", result.atOnce());
            PercentileLine.print(json.out(), 8, "write", result.write());
        }
        return ExitCode.OK;
    }
}
