package ringside.perf.net;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import ringside.perf.ExitCode;
import ringside.perf.child.Json;
import ringside.perf.child.Leash;

/** The peer with channels, in a process of its own. */
@Command(name = "channel", hidden = true, description = "A server with a thread a connection; started by connections.")
final class ChannelChild implements Callable<Integer> {
    @Mixin
    private PlanOptions options;

    @Mixin
    private FloorBytes bytes;

    /** What it has to say at the end. */
    record Summary(long received, long dropped) {}

    @Override
    public Integer call() throws IOException {
        final NetPlan plan = options.plan();
        Leash.endAfter(plan.limitSeconds());
        try (ChannelServer server = new ChannelServer(plan.hz(), bytes.inputBytes(), bytes.answerBytes())) {
            Leash.say(Leash.READY + server.port());
            Leash.awaitEnd();
            Leash.say(Leash.RESULT + Json.write(new Summary(server.received(), server.dropped())));
        }
        return ExitCode.OK;
    }
}
