package ringside.perf.garbage;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import ringside.perf.ExitCode;
import ringside.perf.Scratch;
import ringside.perf.child.Json;
import ringside.perf.child.Leash;

/** One world, in a process and so with a heap of its own. */
@Command(name = "world", hidden = true, description = "One way to keep state; started by garbage.")
final class GarbageChild implements Callable<Integer> {
    private static final int SLACK_SECONDS = 60;
    private static final long LOG_BYTES = 1 << 20;

    @Option(names = "--kind", required = true)
    private World.Kind kind;

    @Option(names = "--matches", required = true)
    private int matches;

    @Option(names = "--hz", required = true)
    private int hz;

    @Option(names = "--seconds", required = true)
    private int seconds;

    @Option(names = "--warmup", required = true)
    private int warmupSeconds;

    @Override
    public Integer call() {
        Leash.endAfter(warmupSeconds + 4 * seconds + SLACK_SECONDS);
        Leash.endWithParent();
        try (Scratch scratch = Scratch.in(Scratch.systemFolder(), LOG_BYTES)) {
            Leash.say(Leash.RESULT
                    + Json.write(new GarbageRun(matches, hz)
                            .run(kind, warmupSeconds, seconds, scratch.folder().resolve("pauses.log"))));
        }
        return ExitCode.OK;
    }
}
