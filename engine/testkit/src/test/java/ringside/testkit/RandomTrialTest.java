package ringside.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import ringside.engine.game.Match;
import ringside.layout.RecordView;

/** Whatever happens to a match, in whatever order, comes out the same in every way: also when its game throws. */
class RandomTrialTest {
    private final List<TestPlayer> players = new ArrayList<>();

    @RepeatedTest(10)
    void anything_in_any_order_comes_out_the_same_in_every_way() {
        final SplittableRandom random = random();
        final TestMatch match = MatchSetup.of(Touchy.class)
                .seed(random.nextLong())
                .seatHoldFrames(20)
                .start();
        match.expectThrow(() -> {
            for (int i = 0; i < 600; i++) {
                happen(match, random);
            }
            match.goOn();
            // The last thing may have been an overload, during which nobody joins.
            match.frames(1);
            players.forEach(TestPlayer::kick);
            match.join().command("cheer", "loudness", 3);
        });
        match.frames(20);
        match.recording().verify();
    }

    @Test
    void a_pause_outlasts_checkpoints() {
        final TestMatch match = MatchSetup.of(Touchy.class).start();
        final TestPlayer ann = match.join("name", "ann");
        match.frames(20);
        ann.input("hop", true);
        match.pause();
        final TestPlayer bob = match.join("name", "bob");
        match.frames(40);
        assertEquals(20, match.frameNumber());
        match.goOn();
        match.frames(3);
        bob.row("runners").expect("name", "bob");
        ann.row("runners").expect("hops", 1);
        assertTrue(match.recording().frames() >= 24);
        match.recording().verify();
    }

    @Test
    void what_is_arranged_while_a_match_stands_still_is_there_when_its_game_throws() {
        final TestMatch match = MatchSetup.of(Touchy.class).start();
        final TestPlayer ann = match.join("name", "ann");
        match.frames(20);
        match.pause();
        match.frames(2);
        ann.row("runners").set("hops", 7);
        match.frames(30);
        match.expectThrow(() -> ann.command("cheer", "loudness", 3));
        ann.row("runners").expect("hops", 7);
        match.frames(5);
        match.recording().verify();
    }

    private static SplittableRandom random() {
        final long seed = Long.getLong(MatchSetup.SEED_PROPERTY, System.nanoTime());
        System.out.println("RandomTrialTest: -D" + MatchSetup.SEED_PROPERTY + "=" + seed);
        return new SplittableRandom(seed);
    }

    private void happen(final TestMatch match, final SplittableRandom random) {
        final TestPlayer player = players.isEmpty() ? null : players.get(random.nextInt(players.size()));
        final int kind = random.nextInt(100);
        if (kind < 45) {
            match.frame();
        } else if (player == null || kind < 50) {
            final TestPlayer newcomer = new TestPlayer(match);
            if (!newcomer.join("name", "p" + random.nextInt(9)).isRefused()) {
                players.add(newcomer);
            }
        } else if (kind < 75) {
            player.inputFor(
                    match.frameNumber() - 4 + random.nextInt(16),
                    "move",
                    random.nextInt(-100, 101),
                    "hop",
                    random.nextBoolean());
        } else if (kind < 85) {
            player.command("cheer", "loudness", random.nextInt(3));
        } else if (kind < 95) {
            act(player, random);
        } else {
            operate(match, player, random);
        }
    }

    private static void act(final TestPlayer player, final SplittableRandom random) {
        switch (random.nextInt(6)) {
            case 0 -> player.disconnect();
            case 1 -> player.resumeWith(random.nextInt(10));
            case 2 -> player.leave();
            case 3 -> player.seesLate(random.nextInt(10));
            default -> player.resume();
        }
    }

    private static void operate(final TestMatch match, final TestPlayer player, final SplittableRandom random) {
        switch (random.nextInt(9)) {
            case 0 -> match.pause();
            case 1, 2, 3 -> match.goOn();
            case 4 -> player.kick();
            case 5 -> match.changeRules("lanes", 1 + random.nextInt(4));
            case 6 -> match.restartServer();
            case 7 -> match.takeOver(100);
            default -> match.frameAfterSkipping(random.nextInt(9));
        }
    }

    /** Throws when somebody cheers too loud. */
    static final class Touchy extends Runners {
        @Override
        public boolean command(final Match match, final int who, final RecordView command) {
            if (command.type().name().equals("cheer")
                    && command.get((ringside.layout.IntColumn) command.type().column("loudness")) == 3) {
                throw new IllegalStateException("too loud");
            }
            return super.command(match, who, command);
        }
    }
}
