package ringside.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import ringside.engine.logic.EngineState;
import ringside.layout.XxHash64;
import ringside.replay.EngineRecording;
import ringside.replay.Verification;

/** Whole servers in this process, for tests that look at them from outside: on their own directory, without ports. */
final class Running {
    private Running() {}

    /** Errands at 60 Hz; a test that lets players in is not so fast that a busy machine is overloaded. */
    static ServerSettings settings(final Path directory, final String name) {
        return ServerSettings.defaults()
                .with(ServerSetting.DIR, directory.toString())
                .with(ServerSetting.GAME, "errand")
                .with(ServerSetting.HZ, 60)
                .with(ServerSetting.TCP, 0)
                .with(ServerSetting.HTTP, -1)
                .with(ServerSetting.MAX_MATCHES, 16)
                .with(ServerSetting.BIND, name);
    }

    /** Waits while the server is well. */
    static void await(final RingsideServer server, final BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            assertFalse(server.awaitFailure(1, TimeUnit.MILLISECONDS), "an engine failed");
        }
    }

    static void awaitFrames(final RingsideServer server, final long frames) throws InterruptedException {
        final long enough = server.framesDone() + frames;
        await(server, () -> server.framesDone() >= enough);
    }

    /** Plays all engines of a directory again, and returns their final hash together. */
    static String verified(final Path directory) {
        final SortedMap<Integer, Long> hashes = new TreeMap<>();
        for (final EngineRecording recording : EngineRecording.allOf(directory)) {
            final Verification verification = Verification.of(recording, Games.load(), System::nanoTime, part -> {});
            assertTrue(verification.ok(), () -> recording + " diverged: " + verification.divergence());
            hashes.putAll(verification.lastHashes());
        }
        return XxHash64.hex(EngineState.finalHash(hashes));
    }

    /** The results that were delivered so far. */
    static List<String> results(final Path directory) {
        final Path file = directory.resolve("results.jsonl");
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }
}
