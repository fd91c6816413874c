package ringside.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import ringside.engine.output.Refusal;
import ringside.testkit.MatchSetup;
import ringside.testkit.OtherJvm;
import ringside.testkit.RingsideTest;
import ringside.testkit.TestMatch;
import ringside.testkit.TestPlayer;

/** Arena under the test kit: whatever is played here is run again in every way after the test. */
@RingsideTest(game = ArenaGame.class, hz = 60, seed = 11, seatHoldFrames = 90)
class PlayedRoundTest {
    @Test
    void a_round_of_ten_who_come_and_go_is_played_to_its_end(final MatchSetup setup) {
        final TestMatch match = ArenaRound.played(
                setup.rules("bots", 10, "roundSeconds", 60, "rounds", 1).start());
        assertTrue(match.isOver());
        assertEquals(1L, match.result("rounds"));
        assertEquals(1, match.effects("roundOver").size());
        assertEquals(2, match.effects("taunt").size());
        assertFalse(match.effects("hit").isEmpty());
        assertFalse(match.effects("kill").isEmpty());
        assertFalse(match.effects("pickup").isEmpty());
    }

    @Test
    void teams_of_players_and_bots(final MatchSetup setup) {
        final ArenaRound round =
                new ArenaRound(setup.rules("teams", true, "bots", 10).start());
        round.join();
        round.join();
        round.join();
        round.play(900);
    }

    @Test
    void after_a_takeover_all_weapons_rest_for_half_a_second(final MatchSetup setup) {
        final TestMatch match = setup.rules("bots", 4).start();
        final ArenaRound round = new ArenaRound(match);
        final List<TestPlayer> players = List.of(round.join(), round.join(), round.join());
        round.play(400);
        final int before = match.effects("shot").size();
        assertTrue(before > 0);
        match.takeOver(120);
        players.forEach(player -> player.resume().expectTaken());
        round.play(29);
        assertEquals(before, match.effects("shot").size());
        round.play(200);
        assertTrue(match.effects("shot").size() > before);
    }

    @Test
    void eleven_do_not_fit(final TestMatch match) {
        for (int i = 0; i < 10; i++) {
            match.join("name", "p" + i);
        }
        assertEquals(Refusal.MATCH_FULL, match.refusedJoin("name", "p10"));
    }

    @Test
    void who_dashes_is_further_than_who_walks(final MatchSetup setup) {
        final TestMatch match = setup.rules("bots", 0).start();
        final TestPlayer walker = match.join("name", "ann").hold(30, "moveX", 127);
        final TestPlayer dasher = match.join("name", "bob").hold(30, "moveX", 127);
        walker.row("players").set("x", 5.6).set("y", 39);
        dasher.row("players").set("x", 5.6).set("y", 37);
        dasher.input("dash", true);
        match.frames(10);
        final double ahead =
                dasher.row("players").decimal("x") - walker.row("players").decimal("x");
        assertTrue(ahead > 0.5, "ahead by " + ahead + " m");
    }

    @Test
    void other_virtual_machines_come_to_the_same_frames(final MatchSetup setup) {
        final TestMatch match = setup.rules("bots", 8).start();
        final ArenaRound round = new ArenaRound(match);
        for (int i = 0; i < 5; i++) {
            round.join();
        }
        round.play(300);
        match.recording().verifyIn(OtherJvm.few());
    }

    @Test
    @Tag("deep")
    void every_virtual_machine_comes_to_the_same_round(final MatchSetup setup) throws IOException {
        final TestMatch match =
                ArenaRound.played(setup.rules("roundSeconds", 60, "rounds", 2).start());
        for (final String java : javas()) {
            match.recording()
                    .verifyIn(OtherJvm.all().stream().map(jvm -> jvm.of(java)).toList());
        }
    }

    /** The program of this JDK and of those installed beside it. */
    private static List<String> javas() throws IOException {
        final Path here = Path.of(System.getProperty("java.home"), "bin", "java");
        final List<String> javas = new ArrayList<>(List.of(here.toString()));
        final Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (Stream<Path> entries = Files.list(installed)) {
                entries.filter(entry -> !Files.isSymbolicLink(entry))
                        .map(entry -> entry.resolve("bin/java"))
                        .filter(java -> Files.isExecutable(java) && !java.equals(here))
                        .sorted()
                        .forEach(java -> javas.add(java.toString()));
            }
        }
        return javas;
    }
}
