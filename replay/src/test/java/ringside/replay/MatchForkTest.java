package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.layout.Rows;
import ringside.layout.Table;
import ringside.replay.file.ForkPlan;
import ringside.replay.file.ForkPlan.Then;
import ringside.replay.file.InputChange;
import ringside.replay.file.InputChange.Kind;
import ringside.replay.file.MatchExport;
import ringside.replay.file.MatchFile;
import ringside.replay.file.MatchFileHeader;
import ringside.replay.file.MatchFileVerification;
import ringside.replay.file.MatchFork;

final class MatchForkTest {
    private static final int FRAMES = 4_000;
    private static final int FORK = 3_000;

    private final Events events = new Events(new Skirmish("skirmish", 1));

    @TempDir
    private Path folder;

    /** A match of two players, who send an input for each frame, except that player 2 sends none for frame {@code FORK + 1}. */
    private MatchFile recorded(final int frames) throws IOException {
        return recorded(frames, 0);
    }

    /** The same where inputs come so many frames before theirs. */
    private MatchFile recorded(final int frames, final int early) throws IOException {
        final Path directory = folder.resolve("data");
        try (Server server = Server.open(directory, events.type)) {
            final SplittableRandom random = new SplittableRandom(5);
            server.feed(events.create(1, 5, 0)).feed(events.join(1, 10, "ann")).feed(events.join(1, 11, "bob"));
            for (int frame = 1; frame <= frames; frame++) {
                for (int player = 1; player <= 2; player++) {
                    if (player == 1 || frame != FORK + 1) {
                        server.feed(events.input(1, player, frame, frame + early, 1 + random.nextInt(8)));
                    }
                }
                server.frames(events, 1);
            }
            server.stop();
        }
        final Path file = folder.resolve("whole.match");
        MatchExport.run(
                Server.recording(directory),
                Server.typesOf(events.type),
                1,
                0,
                Integer.MAX_VALUE,
                List.of("seen on a Friday"),
                file,
                part -> {});
        return MatchFile.open(file);
    }

    private MatchFile fork(final MatchFile source, final ForkPlan plan) throws IOException {
        final Path file = folder.resolve("fork.match");
        MatchFork.run(source, Server.typesOf(events.type), plan, List.of("forked"), file);
        final MatchFile fork = MatchFile.open(file);
        final Verification proof =
                MatchFileVerification.of(fork, Server.typesOf(events.type), System::nanoTime, part -> {});
        assertTrue(proof.ok(), () -> "a fork that does not verify: " + proof.divergence());
        assertEquals(
                fork.header().lastFrame() - fork.header().firstFrame() + 1,
                proof.framesVerified(),
                "every frame has a hash");
        return fork;
    }

    private static ForkPlan plan(final InputChange... changes) {
        return new ForkPlan(FORK, List.of(changes), Then.RECORDED, Integer.MAX_VALUE);
    }

    private Comparison.Difference difference(final MatchFile one, final MatchFile other) {
        return Comparison.of(one, other, Server.typesOf(events.type), 3, frames -> {})
                .difference();
    }

    private long x(final MatchFile file, final int player, final int frame) {
        final StateAtFrame found = StateAtFrame.find(file, Server.typesOf(events.type), frame);
        final Table players = found.state().layout().table("players");
        final int row = found.state().rowAt(players, player - 1);
        return row == Rows.NONE
                ? Long.MIN_VALUE
                : players.column("x").read(found.state().block(), found.state().rowOffset(players, row)) / 5;
    }

    @Test
    void an_input_that_came_early_is_changed_or_dropped_and_makes_a_difference_in_its_frame() throws IOException {
        final int early = 3;
        final MatchFile source = recorded(FORK + 50, early);
        for (final InputChange change : List.of(
                InputChange.parse(Kind.SET, FORK, "player=2,move=-50"),
                InputChange.parse(Kind.DROP, FORK, "2"),
                InputChange.parse(Kind.ADD, FORK, "player=2,move=-50"))) {
            final MatchFile fork = fork(source, plan(change));
            for (int frame = FORK - early - 1; frame < FORK; frame++) {
                assertEquals(x(source, 2, frame), x(fork, 2, frame), change + " in frame " + frame);
            }
            if (change.kind() == Kind.SET) {
                assertEquals(-50, x(fork, 2, FORK) - x(fork, 2, FORK - 1));
            }
            // What waits for its frame is remembered, and differs from the moment on in which it came.
            final Comparison.Difference found = difference(source, fork);
            assertNotNull(found);
            assertTrue(found.frame() >= FORK - early && found.frame() <= FORK, change + " at " + found.frame());
        }
        final MatchFile silent = fork(source, new ForkPlan(FORK, List.of(), Then.SCRIPT, FORK + 20));
        assertEquals(x(source, 1, FORK - 1), x(silent, 1, FORK - 1));
    }

    @Test
    void a_changed_input_makes_the_first_difference_in_its_frame() throws IOException {
        final MatchFile source = recorded(FRAMES);
        final MatchFile fork = fork(source, plan(InputChange.parse(Kind.SET, FORK, "player=2,move=-50")));
        final Comparison.Difference found = difference(source, fork);
        assertNotNull(found);
        assertEquals(FORK, found.frame());
        assertEquals(-50, x(fork, 2, FORK) - x(fork, 2, FORK - 1));
        assertEquals(List.of("seen on a Friday", "forked"), fork.header().notes());
        assertEquals(source.header().events(), fork.header().events());
        assertEquals(FRAMES, fork.header().lastFrame());
        assertTrue(fork.header().chunks().size() > 1, "one can seek in it");
        // Everybody else, and everything later, goes on as recorded.
        assertEquals(x(source, 1, FRAMES), x(fork, 1, FRAMES));
        // The changed one is repeated in the frame that player 2 sent nothing for; then all is as it was.
        assertEquals(-50, x(fork, 2, FORK + 1) - x(fork, 2, FORK));
        assertEquals(
                x(source, 2, FRAMES) - x(source, 2, FORK + 1),
                x(fork, 2, FRAMES) - x(fork, 2, FORK + 1),
                "later inputs");
    }

    @Test
    void a_dropped_input_is_missed_in_its_frame() throws IOException {
        final MatchFile source = recorded(FRAMES);
        final MatchFile fork = fork(source, plan(InputChange.parse(Kind.DROP, FORK, "1")));
        assertEquals(source.header().events() - 1, fork.header().events());
        final Comparison.Difference found = difference(source, fork);
        assertNotNull(found);
        assertEquals(FORK, found.frame());
    }

    @Test
    void an_added_input_counts_and_those_that_follow_it_too() throws IOException {
        final MatchFile source = recorded(FRAMES);
        final MatchFile fork = fork(source, plan(InputChange.parse(Kind.ADD, FORK + 1, "player=2,move=77,fire=true")));
        assertEquals(source.header().events() + 1, fork.header().events());
        assertEquals(77, x(fork, 2, FORK + 1) - x(fork, 2, FORK));
        assertEquals(x(source, 2, FRAMES) - x(source, 2, FORK + 1), x(fork, 2, FRAMES) - x(fork, 2, FORK + 1));
    }

    @Test
    void nobody_but_the_script_plays_on() throws IOException {
        final MatchFile source = recorded(FRAMES);
        final List<InputChange> script = InputChange.script(
                List.of("# two steps", "3000 add player=1,move=40", "", "3010 add player=1 move=-9"));
        final MatchFile fork = fork(source, new ForkPlan(FORK, script, Then.SCRIPT, FRAMES + 500));
        assertEquals(FRAMES + 500, fork.header().lastFrame(), "it goes on beyond its recording");
        assertEquals(40, x(fork, 1, FORK) - x(fork, 1, FORK - 1));
        assertEquals(-9, x(fork, 1, 3_010) - x(fork, 1, 3_009));
        assertEquals(
                x(fork, 2, FORK + 100), x(fork, 2, FRAMES + 500), "player 2 stands still once nothing is repeated");
    }

    @Test
    void players_make_room_for_bots() throws IOException {
        final MatchFile source = recorded(FRAMES);
        final MatchFile fork = fork(source, new ForkPlan(FORK, List.of(), Then.BOTS, FORK + 50));
        assertTrue(x(fork, 2, FORK - 1) > Long.MIN_VALUE);
        assertEquals(Long.MIN_VALUE, x(fork, 1, FORK));
        assertEquals(Long.MIN_VALUE, x(fork, 2, FORK + 50));
        assertEquals(FORK + 50, fork.header().lastFrame());
    }

    @Test
    void a_fork_of_a_fork_verifies() throws IOException {
        final MatchFile source = recorded(FRAMES);
        final MatchFile fork = fork(source, plan(InputChange.parse(Kind.SET, FORK, "player=2,move=-50")));
        final Path again = folder.resolve("again.match");
        final MatchFileHeader header = MatchFork.run(
                fork,
                Server.typesOf(events.type),
                new ForkPlan(
                        FORK + 5,
                        List.of(InputChange.parse(Kind.DROP, FORK + 6, "player=1")),
                        Then.RECORDED,
                        FORK + 90),
                List.of(),
                again);
        assertEquals(FORK + 90, header.lastFrame());
        assertTrue(MatchFileVerification.of(MatchFile.open(again), Server.typesOf(events.type), () -> 0, part -> {})
                .ok());
        final Comparison.Difference found = difference(fork, MatchFile.open(again));
        assertNotNull(found);
        assertEquals(FORK + 6, found.frame());
    }

    private void refused(final String words, final MatchFile source, final ForkPlan plan) {
        final Path file = folder.resolve("refused.match");
        final ReplayException e = assertThrows(
                ReplayException.class, () -> MatchFork.run(source, Server.typesOf(events.type), plan, List.of(), file));
        assertTrue(e.getMessage().contains(words), e.getMessage());
        assertFalse(Files.exists(file));
    }

    @Test
    void what_cannot_be_done_is_refused_and_nothing_is_written() throws IOException {
        final MatchFile source = recorded(FRAMES);
        refused(
                "no input for that frame; the nearest are for frames 3000 and 3002",
                source,
                plan(InputChange.parse(Kind.DROP, FORK + 1, "2")));
        refused("there are players [1, 2]", source, plan(InputChange.parse(Kind.DROP, FORK, "9")));
        refused("has no seat at that frame", source, plan(InputChange.parse(Kind.ADD, FORK, "player=9,move=1")));
        refused(
                "no field 'mvoe'; it has [move, fire]",
                source,
                plan(InputChange.parse(Kind.SET, FORK, "player=1,mvoe=1")));
        refused(
                "outside of its range, -100 to 100",
                source,
                plan(InputChange.parse(Kind.SET, FORK, "player=1,move=101")));
        refused("no value of type bool", source, plan(InputChange.parse(Kind.SET, FORK, "player=1,fire=maybe")));
        refused("cannot be forked at frame 9000", source, new ForkPlan(9_000, List.of(), Then.BOTS, Integer.MAX_VALUE));
        assertThrows(ReplayException.class, () -> new ForkPlan(FORK, List.of(), Then.RECORDED, Integer.MAX_VALUE));
        for (final String bad : List.of("3000 jump 2", "x drop 2", "3000 set player=2", "3000 drop zwei", "0 drop 1")) {
            final ReplayException e =
                    assertThrows(ReplayException.class, () -> InputChange.script(List.of("", bad)), bad);
            assertTrue(e.getMessage().startsWith("line 2 of the script: "), e.getMessage());
        }
    }
}
