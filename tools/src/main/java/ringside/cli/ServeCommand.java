package ringside.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import ringside.server.RingsideServer;
import ringside.server.ServerSettings;

/** {@code serve}. */
@Command(
        name = "serve",
        description = {
            "Runs a match server; goes on with what its data directory holds.",
            "Prints one line that begins with 'ready' once players may come. Ends cleanly on Ctrl-C or SIGTERM.",
            "Exit status 1 when the engine had to stop, 2 when it cannot start."
        },
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final long LOOK_MS = 200;

    @Mixin
    private ServerOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        final ServerSettings settings = options.settings();
        spec.commandLine().getErr().println("settings: " + settings);
        final StopSignal signal = StopSignal.install();
        final Uncaught uncaught = Uncaught.install();
        try {
            final RingsideServer.Summary summary = serve(settings, signal, uncaught);
            tell(spec, summary);
            return summary.failed() ? ExitCode.FALSE : ExitCode.OK;
        } finally {
            signal.done();
        }
    }

    private RingsideServer.Summary serve(
            final ServerSettings settings, final StopSignal signal, final Uncaught uncaught)
            throws InterruptedException {
        try (RingsideServer server = RingsideServer.start(settings)) {
            spec.commandLine()
                    .getErr()
                    .println("ready " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - Main.BEGAN_NS)
                            + " ms after the program began");
            return serve(spec, server, signal, uncaught);
        }
    }

    /** Says that players may come, serves until the signal or a failure, and stops. */
    static RingsideServer.Summary serve(
            final CommandSpec spec, final RingsideServer server, final StopSignal signal, final Uncaught uncaught)
            throws InterruptedException {
        uncaught.stops(server);
        spec.commandLine().getOut().println(server.readyLine());
        final String token = server.exampleToken();
        if (token != null) {
            spec.commandLine()
                    .getOut()
                    .println("token for match " + server.exampleMatch() + ", good once and for ten minutes: " + token);
        }
        spec.commandLine().getOut().flush();
        endAfterFailure(server);
        while (!signal.isGiven() && !server.awaitFailure(LOOK_MS, TimeUnit.MILLISECONDS)) {
            // Serves.
        }
        return server.stop();
    }

    /** Says what the server did. */
    static void tell(final CommandSpec spec, final RingsideServer.Summary summary) {
        spec.commandLine()
                .getErr()
                .println("stopped after " + summary.frames() + " frames, " + summary.skippedFrames()
                        + " skipped; journal in " + summary.journal() + ", final hash " + summary.finalHash());
    }

    /**
     * Once the server has failed the process ends, with what {@link StopSignal} allows for an end in order: without memory this
     * thread, which is here already, may be all that still runs.
     */
    private static void endAfterFailure(final RingsideServer server) {
        final Thread ending = new Thread(
                () -> {
                    try {
                        while (!server.awaitFailure(1, TimeUnit.DAYS)) {
                            // Serves.
                        }
                        System.exit(ExitCode.FALSE);
                    } catch (final InterruptedException | Error e) {
                        Runtime.getRuntime().halt(ExitCode.FALSE);
                    }
                },
                "ringside-end");
        ending.setDaemon(true);
        ending.start();
    }
}
