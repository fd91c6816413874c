package ringside.perf.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import ringside.io.session.EdgeCounter;
import ringside.perf.ExitCode;
import ringside.perf.child.Json;
import ringside.perf.child.Leash;
import ringside.server.RingsideServer;
import ringside.server.ServerSetting;
import ringside.server.ServerSettings;

/** The server under test, in a process of its own. */
@Command(name = "server", hidden = true, description = "The server under test; started by net.")
final class ServerChild implements Callable<Integer> {
    private static final long MEMORY_AFTER_MS = 500;

    @Mixin
    private PlanOptions options;

    /** What it has to say at the end. */
    record Summary(long frames, long skippedFrames, boolean failed, ServerMemory empty, ServerMemory full) {}

    @Override
    public Integer call() throws IOException {
        final NetPlan plan = options.plan();
        Leash.endAfter(plan.limitSeconds());
        final Path dir = Files.createTempDirectory("ringside-net-");
        try {
            final Summary done = serve(plan, dir);
            Leash.say(Leash.RESULT + Json.write(done));
            return done.failed() ? ExitCode.FALSE : ExitCode.OK;
        } finally {
            delete(dir);
        }
    }

    private static Summary serve(final NetPlan plan, final Path dir) throws IOException {
        final ServerSettings settings = ServerSettings.defaults()
                .with(ServerSetting.DIR, dir.resolve("data").toString())
                .with(ServerSetting.MATCHES, plan.matches())
                .with(ServerSetting.MAX_MATCHES, Math.max(1_024, plan.matches()))
                .with(ServerSetting.HZ, plan.hz())
                .with(ServerSetting.HTTP, -1)
                .with(ServerSetting.BIND, "0.0.0.0")
                .with(ServerSetting.TCP, 0)
                .withRule("bots", 0);
        try (RingsideServer server = RingsideServer.start(settings)) {
            final ServerMemory empty = ServerMemory.now(0);
            final AtomicReference<ServerMemory> full = new AtomicReference<>(ServerMemory.NONE);
            final Thread counting = new Thread(() -> countWhenFull(plan, server, full), "memory");
            counting.setDaemon(true);
            counting.start();
            Leash.say(Leash.READY + server.tcpPort());
            Leash.awaitEnd();
            counting.interrupt();
            final RingsideServer.Summary done = server.stop();
            return new Summary(
                    done.frames(),
                    done.skippedFrames(),
                    done.failed(),
                    empty,
                    Objects.requireNonNullElse(full.get(), ServerMemory.NONE));
        }
    }

    /** Once, in the warm-up: soon after everybody has come. */
    private static void countWhenFull(
            final NetPlan plan, final RingsideServer server, final AtomicReference<ServerMemory> full) {
        try {
            long opened = 0;
            while (opened < plan.clients()) {
                TimeUnit.MILLISECONDS.sleep(MEMORY_AFTER_MS);
                opened = server.counters().get(EdgeCounter.CONNECTIONS_OPENED);
            }
            TimeUnit.MILLISECONDS.sleep(MEMORY_AFTER_MS);
            full.set(ServerMemory.now(opened));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(final Path dir) throws IOException {
        final List<Path> all;
        try (Stream<Path> below = Files.walk(dir)) {
            all = below.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
