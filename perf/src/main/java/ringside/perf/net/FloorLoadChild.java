package ringside.perf.net;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import ringside.perf.ExitCode;
import ringside.perf.child.Json;
import ringside.perf.child.Leash;

/** The floor's load, in a process of its own. */
@Command(name = "floor-load", hidden = true, description = "The clients of the floor; started by net.")
final class FloorLoadChild implements Callable<Integer> {
    @Mixin
    private PlanOptions options;

    @Mixin
    private LoadTarget target;

    @Mixin
    private FloorBytes bytes;

    @Override
    public Integer call() throws InterruptedException {
        final NetPlan plan = options.plan();
        Leash.endAfter(plan.limitSeconds());
        Leash.endWithParent();
        try (FloorLoad load = new FloorLoad(plan, target, bytes.inputBytes(), bytes.answerBytes())) {
            Leash.say(Leash.RESULT + Json.write(load.run()));
        }
        return ExitCode.OK;
    }
}
