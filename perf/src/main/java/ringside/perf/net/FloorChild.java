package ringside.perf.net;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import ringside.perf.ExitCode;
import ringside.perf.child.Leash;

/** The floor, in a process of its own. */
@Command(name = "floor", hidden = true, description = "The bare server to compare with; started by net.")
final class FloorChild implements Callable<Integer> {
    @Mixin
    private PlanOptions options;

    @Mixin
    private FloorBytes bytes;

    @Override
    public Integer call() throws IOException {
        final NetPlan plan = options.plan();
        Leash.endAfter(plan.limitSeconds());
        try (FloorServer server = new FloorServer(plan.hz(), bytes.inputBytes(), bytes.answerBytes())) {
            Leash.say(Leash.READY + server.port());
            Leash.awaitEnd();
        }
        return ExitCode.OK;
    }
}
