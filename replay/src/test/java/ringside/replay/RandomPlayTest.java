package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.replay.file.MatchExport;
import ringside.replay.file.MatchFile;
import ringside.replay.file.MatchFileVerification;

/** Full replay, checkpoint + rest, and live play lead to the same hashes, whatever was played and wherever it was killed. */
final class RandomPlayTest {
    private static final int EPOCHS = 6;

    private final Events[] games = {new Events(new Skirmish("skirmish", 1)), new Events(new Skirmish("melee", 2))};

    @TempDir
    private Path directory;

    private int nextMatch = 1;
    private int commands;
    private int inputs;
    private long connections;

    @RepeatedTest(4)
    void full_replay_and_checkpoint_with_the_rest_equal_what_was_live(final RepetitionInfo repetition) {
        final SplittableRandom random = Seed.random("RandomPlayTest." + repetition.getCurrentRepetition());
        int unhashedAtMost = 0;
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            try (Server server = Server.open(directory, games[0].type, games[1].type)) {
                assertEquals(epoch, server.writer.epoch());
                final int events = random.nextInt(600);
                for (int i = 0; i < events; i++) {
                    server.feed(next(server, random));
                    if (random.nextInt(150) == 0) {
                        server.frames(games[0], 1).checkpoint();
                    }
                }
                expectReplayed(server);
                if (random.nextBoolean()) {
                    server.stop();
                } else {
                    // One record's hashes: of a frame, or of a match's creation.
                    unhashedAtMost += server.loop.memory().matches().size();
                }
            }
            final Verification verification = Server.verify(directory, games[0].type, games[1].type);
            assertTrue(verification.ok(), () -> "diverged: " + verification.divergence());
            assertTrue(verification.framesUnhashed() <= unhashedAtMost);
            if (epoch == EPOCHS) {
                verification.lastHashes().keySet().forEach(match -> expectExported(match, verification));
            }
        }
    }

    /** A match comes out of a file of its own as it does of the engine. */
    private void expectExported(final int match, final Verification whole) {
        final GameTypes types = GameTypes.of(games[0].type, games[1].type);
        final Path file = directory.resolve("one.match");
        try {
            MatchExport.run(
                    Server.recording(directory), types, match, 0, Integer.MAX_VALUE, List.of(), file, part -> {});
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
        final Verification alone = MatchFileVerification.of(MatchFile.open(file), types, System::nanoTime, part -> {});
        assertTrue(alone.ok(), () -> "match " + match + " diverged: " + alone.divergence());
        assertEquals(whole.lastHashes().get(match), alone.lastHashes().get(match), "match " + match);
    }

    private void expectReplayed(final Server server) {
        final GameTypes types = GameTypes.of(games[0].type, games[1].type);
        final Recovery fast = Recovery.run(server.recording, Server.SETTINGS, types, new MutedOutput(), 4, part -> {});
        assertEquals(Server.hashesOf(server.loop), Server.hashesOf(fast.loop()));
        final Verification full = Verification.of(server.recording, types, System::nanoTime, part -> {});
        assertEquals(server.loop.memory().state().finalHash(), full.finalHash());
        assertEquals(server.loop.position() + 1, full.eventsApplied());
    }

    private Event next(final Server server, final SplittableRandom random) {
        final Events events = games[random.nextInt(2)];
        final int match = 1 + random.nextInt(Math.max(1, nextMatch));
        final int player = 1 + random.nextInt(8);
        final long connection = 1 + random.nextLong(connections + 1);
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5, 6 -> events.frame(random.nextInt(20) == 0 ? random.nextInt(9) : 0);
            case 7, 8, 9, 10, 11 -> input(server, random, match, player);
            case 12, 13 -> gameOf(server, match).say(match, player, 1 + random.nextInt(++commands), random.nextInt());
            case 14, 15 -> gameOf(server, match).join(match, ++connections, "p" + connections);
            case 16 -> events.resume(match, player, ++connections, connection);
            case 17 ->
                events.gone(random.nextBoolean() ? EventType.LEAVE : EventType.DISCONNECT, match, player, connection);
            case 18 ->
                random.nextInt(4) == 0
                        ? events.create(nextMatch++, random.nextLong(), random.nextInt(3) * random.nextInt(99))
                        : events.frame(0);
            default ->
                random.nextInt(8) != 0
                        ? events.frame(0)
                        : random.nextBoolean()
                                ? events.end(match)
                                : gameOf(server, match).quit(match, player, 1);
        };
    }

    private Event input(final Server server, final SplittableRandom random, final int match, final int player) {
        final MatchSlot slot = server.loop.memory().find(match);
        final int frame = slot == null ? 0 : slot.frame();
        return gameOf(server, match)
                .input(match, player, ++inputs, frame - 3 + random.nextInt(9), random.nextInt(-100, 101));
    }

    private Events gameOf(final Server server, final int match) {
        final MatchSlot slot = server.loop.memory().find(match);
        return slot == null || slot.type() == games[0].type ? games[0] : games[1];
    }
}
