package ringside.perf.net;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import ringside.perf.ExitCode;
import ringside.perf.child.Json;
import ringside.perf.child.Leash;

/** The real server's load, in a process of its own. */
@Command(name = "load", hidden = true, description = "The clients of the server under test; started by net.")
final class LoadChild implements Callable<Integer> {
    @Mixin
    private PlanOptions options;

    @Mixin
    private LoadTarget target;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final NetPlan plan = options.plan();
        Leash.endAfter(plan.limitSeconds());
        Leash.endWithParent();
        final LoadResult result = new BotsLoad(plan, target).run();
        Leash.say(Leash.RESULT + Json.write(result));
        return ExitCode.OK;
    }
}
