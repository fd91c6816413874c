package ringside.perf.frame;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.perf.ExitCode;
import ringside.perf.JsonOption;
import ringside.perf.UsageException;

/** {@code frame}. */
@Command(
        name = "frame",
        description = {
            "What one frame of an arena match of 10 players costs, part by part, on one thread with warm caches.",
            "",
            "The players play the published trace. Parts: the game's step (movement, collisions, bullets, rewound hits),",
            "the 10 inputs (taken, laid by, given to their frame), the state's hash, its copy into the ring of snapshots,",
            "everything together; then one row's position a moment ago, between two frames; what the 10 viewers of a",
            "snapshot may see, a viewer; and a whole frame once more where 2,000 matches take turns, so that nothing is",
            "in the processor's caches (needs 1.5 GB of heap); at last the behaviour trees of bots: ticks a second of the",
            "arena's tree, whose leaves answer by chance here, and what they allocate.",
            "",
            "Each part is measured in many short batches; printed are the median and the fastest batch. Making the inputs, which",
            "is an edge's work, is measured apart and taken off.",
            ""
        },
        footer = {"", "Exit status: 0 measured, 1 a run failed, 2 wrong usage.", "Example: ringside-perf frame --json"},
        mixinStandardHelpOptions = true)
public final class FrameCommand implements Callable<Integer> {
    @Option(
            names = "--batches",
            defaultValue = "300",
            description = "Measured batches a part; each takes some milliseconds (${DEFAULT-VALUE}).")
    private int batches;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        if (batches < 5) {
            throw new UsageException("--batches: " + batches + " is below 5");
        }
        final FrameResult result =
                FrameResult.measure(batches, part -> json.err().println("measuring " + part));
        if (json.isOn()) {
            json.print(result.toJson());
        } else {
            result.print(json.out());
        }
        return ExitCode.OK;
    }
}
