package ringside.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.bots.Bots;
import ringside.bots.BotsSettings;
import ringside.server.RingsideServer;
import ringside.server.ServerSetting;
import ringside.server.ServerSettings;

/** {@code demo}. */
@Command(
        name = "demo",
        description = {
            "Serves the arena with players in it; open the address that it prints, and play.",
            "The other players are clients like you: their inputs come over the edge and are journalled.",
            "On stopping it says where the journal is and how to replay it."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final int LONGEST_SECONDS = 31_000_000;
    private static final long LOOK_MS = 100;
    private static final int MOST_BOTS = 10;

    @Option(names = "--http", paramLabel = "PORT", description = "Port of the page (8080; 0: any).")
    private @Nullable Integer http;

    @Option(names = "--tcp", paramLabel = "PORT", description = "Port of TCP and line mode (9000; 0: any).")
    private @Nullable Integer tcp;

    @Option(names = "--dir", paramLabel = "DIR", description = "Data directory (a new temporary one).")
    private @Nullable Path dir;

    @Option(names = "--matches", paramLabel = "N", defaultValue = "1", description = "Matches (${DEFAULT-VALUE}).")
    private int matches;

    @Option(
            names = "--bots",
            paramLabel = "N",
            defaultValue = "9",
            description = "Players that are programs, in each match (${DEFAULT-VALUE}).")
    private int bots;

    @Option(names = "--hz", paramLabel = "N", description = "Frames a second (60).")
    private @Nullable Integer hz;

    @Option(names = "--seconds", paramLabel = "N", description = "Stop after so long (with Ctrl-C).")
    private @Nullable Integer seconds;

    @Option(names = "--headless", description = "Open no port: only the bots play, inside this process.")
    private boolean headless;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds != null && seconds < 1) {
            throw new UsageException("--seconds " + seconds + ": 1 or more are possible");
        }
        if (bots < 0 || bots > MOST_BOTS) {
            throw new UsageException("--bots " + bots + ": 0 to " + MOST_BOTS + " are possible");
        }
        final ServerSettings settings = settings();
        final StopSignal signal = StopSignal.install();
        try {
            return play(settings, signal);
        } finally {
            signal.done();
        }
    }

    private ServerSettings settings() throws IOException {
        final Path data = dir == null ? Files.createTempDirectory("ringside-demo-") : dir;
        ServerSettings settings = ServerSettings.defaults()
                .with(ServerSetting.DIR, data.toString())
                .with(ServerSetting.MATCHES, matches)
                .with(ServerSetting.HTTP, headless ? -1 : http == null ? 8080 : http)
                .with(ServerSetting.TCP, headless ? 0 : tcp == null ? 9000 : tcp);
        if (hz != null) {
            settings = settings.with(ServerSetting.HZ, hz);
        }
        if (headless) {
            settings = settings.with(ServerSetting.BIND, "ringside-demo");
        }
        return settings.withRule("bots", 0);
    }

    private Integer play(final ServerSettings settings, final StopSignal signal) throws InterruptedException {
        try (RingsideServer server =
                headless ? RingsideServer.startInProcess(settings) : RingsideServer.start(settings)) {
            final String url =
                    headless ? "local://" + settings.text(ServerSetting.BIND) : "tcp://127.0.0.1:" + server.tcpPort();
            final BotsRun players = bots == 0 ? null : BotsRun.start(botsSettings(url));
            announce(server);
            final long startNs = System.nanoTime();
            while (!signal.isGiven() && !isOver(startNs) && !server.awaitFailure(LOOK_MS, TimeUnit.MILLISECONDS)) {
                // The match goes on.
            }
            if (players != null) {
                players.stop();
            }
            final RingsideServer.Summary summary = server.stop();
            report(summary);
            return summary.failed() ? ExitCode.FALSE : ExitCode.OK;
        }
    }

    private boolean isOver(final long startNs) {
        return seconds != null && System.nanoTime() - startNs >= seconds * 1_000_000_000L;
    }

    private BotsSettings botsSettings(final String url) {
        try {
            return BotsSettings.of(url)
                    .withPlayers(bots * matches)
                    .withMatches(matches)
                    .aimed()
                    .withSeconds(seconds == null ? LONGEST_SECONDS : seconds + 1);
        } catch (final IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private void announce(final RingsideServer server) {
        if (json.isOn() || headless) {
            return;
        }
        json.out().println();
        json.out().println("  Play at   http://127.0.0.1:" + server.httpPort() + "/");
        json.out().println("  or type   nc 127.0.0.1 " + server.tcpPort());
        json.out().println("  Ctrl-C    ends it");
        json.out().println();
        json.out().flush();
    }

    private void report(final RingsideServer.Summary summary) {
        if (json.isOn()) {
            final ObjectNode result = JsonOption.object();
            result.put("frames", summary.frames());
            result.put("skippedFrames", summary.skippedFrames());
            result.put("inputs", summary.inputs());
            result.put("matches", summary.matches());
            result.put("finalHash", summary.finalHash());
            result.put("journal", summary.journal());
            json.print(result);
            return;
        }
        json.out().printf("%,d frames, final hash %s%n", summary.frames(), summary.finalHash());
        json.out().println("The match is journalled in " + summary.journal());
        json.out().println("Prove it:  java -jar ringside.jar replay verify " + summary.journal());
    }

    /** The bots on a thread of their own. */
    private static final class BotsRun {
        private final Thread thread;

        private BotsRun(final BotsSettings settings) {
            thread = new Thread(() -> run(settings), "ringside-bots");
            thread.setDaemon(true);
        }

        static BotsRun start(final BotsSettings settings) {
            final BotsRun run = new BotsRun(settings);
            run.thread.start();
            return run;
        }

        private static void run(final BotsSettings settings) {
            try {
                Bots.run(settings, progress -> {});
            } catch (final IOException e) {
                throw new IllegalStateException("the bots write no file", e);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void stop() throws InterruptedException {
            thread.interrupt();
            thread.join();
        }
    }
}
