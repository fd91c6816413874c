package ringside.perf.views;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.perf.ExitCode;
import ringside.perf.JsonOption;
import ringside.perf.UsageException;

/** {@code views}. */
@Command(
        name = "views",
        description = {
            "How many bytes a view takes, and what it costs to make one.",
            "",
            "Arena: 10 players play the published trace at 60 frames a second, with fog of war and without; everybody's view",
            "of each frame, made together as a server makes them, for clients whose baselines are 6 frames old.",
            "Cubes: 901 of them on a plane, 90 of which slide and tumble in each frame, for a client whose baselines are 1, 6",
            "and 12 frames old; and the same field at rest.",
            "",
            "Bytes are all above TCP and below TLS: header, rows, effects. Time is that of one thread with warm caches, from",
            "acknowledgement to the last byte, without what the game needs to say who sees what. In a run that is not",
            "measured every view is decoded and compared with what its viewer may see.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 measured, 1 a view showed anything else than the truth, 2 wrong usage.",
            "Example: ringside-perf views --json"
        },
        mixinStandardHelpOptions = true)
public final class ViewsCommand implements Callable<Integer> {
    private static final int MOST_FRAMES = 36_000;

    @Option(
            names = "--frames",
            defaultValue = "1800",
            description = "Frames of each scene; the first 120 do not count (${DEFAULT-VALUE}).")
    private int frames;

    @Option(
            names = "--rounds",
            defaultValue = "9",
            description = "Measured rounds; with fewer than 5 the median says little (${DEFAULT-VALUE}).")
    private int rounds;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        if (frames <= ViewRun.WARM_FRAMES || frames > MOST_FRAMES) {
            throw new UsageException(
                    "--frames: " + frames + " is outside " + (ViewRun.WARM_FRAMES + 1) + " to " + MOST_FRAMES);
        }
        if (rounds < 1) {
            throw new UsageException("--rounds: " + rounds + " is below 1");
        }
        final ViewsResult result =
                ViewsResult.measure(frames, rounds, progress -> json.err().println(progress));
        if (json.isOn()) {
            json.print(result.toJson());
        } else {
            result.print(json.out());
        }
        return ExitCode.OK;
    }
}
