package ringside.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import ringside.server.RingsideServer;
import ringside.server.ServerSettings;
import ringside.server.StandbyServer;

/** {@code standby}. */
@Command(
        name = "standby",
        description = {
            "Follows a running server: keeps its journal in a directory of its own, applies the same events, compares every",
            "frame's hash. Prints one line that begins with 'following' once it follows live, and one that begins with",
            "'ready' once it was promoted and players may come. All other options are those of 'serve', for then.",
            "Exit status 1 when it can follow no further, 2 when it cannot start."
        },
        mixinStandardHelpOptions = true)
final class StandbyCommand implements Callable<Integer> {
    private static final long LOOK_MS = 20;
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+]):(\\d{1,5})");

    @Option(
            names = "--primary",
            paramLabel = "HOST:PORT",
            required = true,
            description = "The replication port of the server to follow, as its 'ready' line tells it.")
    private String primary;

    @Mixin
    private ServerOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        final ServerSettings settings = options.settings();
        final Matcher address = ADDRESS.matcher(primary);
        if (!address.matches() || Integer.parseInt(address.group(2)) > 65_535) {
            throw new UsageException("--primary " + primary + ": HOST:PORT is wanted, such as 127.0.0.1:9200");
        }
        spec.commandLine().getErr().println("settings: " + settings);
        final StopSignal signal = StopSignal.install();
        final Uncaught uncaught = Uncaught.install();
        try (StandbyServer standby =
                StandbyServer.start(settings, address.group(1), Integer.parseInt(address.group(2)))) {
            final boolean isOver = follow(standby, signal);
            final RingsideServer serving = standby.promoted();
            if (serving != null) {
                return serve(serving, signal, uncaught);
            }
            final String wrong = standby.whatIsWrong();
            if (isOver && wrong != null) {
                spec.commandLine().getErr().println("ringside: follows no further: " + wrong);
                return ExitCode.FALSE;
            }
            spec.commandLine()
                    .getErr()
                    .println("stopped at position " + standby.status().position());
            return ExitCode.OK;
        } finally {
            signal.done();
        }
    }

    /** True when it was promoted, or can follow no further. */
    private boolean follow(final StandbyServer standby, final StopSignal signal) throws InterruptedException {
        boolean isTold = false;
        while (!signal.isGiven()) {
            if (standby.awaitEnd(LOOK_MS, TimeUnit.MILLISECONDS)) {
                return true;
            }
            if (!isTold && standby.isLive()) {
                isTold = true;
                spec.commandLine().getOut().println(standby.followingLine());
                spec.commandLine().getOut().flush();
            }
        }
        return false;
    }

    private Integer serve(final RingsideServer serving, final StopSignal signal, final Uncaught uncaught)
            throws InterruptedException {
        try (serving) {
            final RingsideServer.Summary summary = ServeCommand.serve(spec, serving, signal, uncaught);
            ServeCommand.tell(spec, summary);
            return summary.failed() ? ExitCode.FALSE : ExitCode.OK;
        }
    }
}
