package ringside.perf;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import ringside.perf.all.AllCommand;
import ringside.perf.all.ClaimsCommand;
import ringside.perf.checkpoint.CheckpointCommand;
import ringside.perf.formats.FormatsCommand;
import ringside.perf.frame.FrameCommand;
import ringside.perf.garbage.GarbageCommand;
import ringside.perf.journal.JournalCommand;
import ringside.perf.net.ConnectionsCommand;
import ringside.perf.net.NetCommand;
import ringside.perf.net.ObserveCommand;
import ringside.perf.pipeline.PipelineCommand;
import ringside.perf.replay.ReplayCommand;
import ringside.perf.requests.RequestsCommand;
import ringside.perf.scale.ScaleCommand;
import ringside.perf.shipping.ShippingCommand;
import ringside.perf.takeover.CatchupCommand;
import ringside.perf.takeover.TakeoverCommand;
import ringside.perf.views.ViewsCommand;

/** What is printed when no verb is given. */
@Command(
        name = "ringside-perf",
        description = {
            "Measures Ringside, each time against a baseline in the same run.",
            "",
            "Start with: ringside-perf pipeline"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            PipelineCommand.class,
            JournalCommand.class,
            ReplayCommand.class,
            FrameCommand.class,
            ScaleCommand.class,
            NetCommand.class,
            ViewsCommand.class,
            CheckpointCommand.class,
            TakeoverCommand.class,
            ShippingCommand.class,
            CatchupCommand.class,
            ConnectionsCommand.class,
            RequestsCommand.class,
            FormatsCommand.class,
            GarbageCommand.class,
            ObserveCommand.class,
            ClaimsCommand.class,
            AllCommand.class
        })
final class PerfCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a verb is missing; they are " + spec.subcommands().keySet());
    }
}
