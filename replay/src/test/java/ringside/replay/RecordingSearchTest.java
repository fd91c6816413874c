package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.Refusal;
import ringside.layout.Column;
import ringside.layout.LayoutBuilder;
import ringside.layout.Rows;
import ringside.layout.Table;
import ringside.replay.find.ExpressionException;
import ringside.replay.find.Finding;
import ringside.replay.find.Question;
import ringside.replay.find.Range;
import ringside.replay.find.RecordingSearch;
import ringside.replay.find.Search;

/** What is found in recordings of {@link Skirmish}, against a walk over the frames that were played. */
final class RecordingSearchTest {
    private static final String FAR_OUT = "players.x > 0.001";
    private static final int FAR = 66;

    private final Events events = new Events(new Skirmish("skirmish", 1));

    @TempDir
    private Path directory;

    /** What was played, frame by frame, for the walk. */
    private record Played(int match, int frame, boolean farOut, int hits) {}

    private final List<Played> played = new ArrayList<>();

    private Search search(final Question question, final Range range, final int limit) {
        final Search search = new Search(question, range, limit);
        RecordingSearch.run(Server.recording(directory), GameTypes.of(events.type), search, part -> {});
        return search;
    }

    private List<Finding> find(final Question question, final Range range) {
        return search(question, range, 1_000_000).findings();
    }

    private static Question.Where where(final String condition) {
        return new Question.Where(condition, false);
    }

    // ---- playing

    private void frame(final Server server) {
        server.frames(events, 1);
        for (final MatchSlot slot : server.loop.memory().matches()) {
            look(slot);
        }
    }

    private void look(final MatchSlot slot) {
        final Table players = slot.state().layout().table("players");
        final Column x = players.column("x");
        boolean farOut = false;
        for (int row = slot.state().first(players);
                row != Rows.NONE;
                row = slot.state().next(players, row)) {
            farOut |= x.read(slot.state().block(), players.rowOffset(Rows.index(row))) > FAR;
        }
        final MatchSnapshot snapshot =
                new MatchSnapshot(slot.type()).wrap(slot.state().block(), 0);
        int hits = 0;
        for (int seq = snapshot.oldestEffect(); seq < snapshot.nextEffect(); seq++) {
            hits += snapshot.effectFrame(snapshot.effectRow(seq)) == slot.frame() ? 1 : 0;
        }
        played.add(new Played(slot.id(), slot.frame(), farOut, hits));
    }

    /** Two matches of two players who wander to and fro; now and then a checkpoint. */
    private void play(final SplittableRandom random, final int frames) {
        try (Server server = Server.open(directory, events.type)) {
            for (int match = 1; match <= 2; match++) {
                server.feed(events.create(match, random.nextLong(), 0));
                server.feed(events.join(match, 10L + match, "ann")).feed(events.join(match, 20L + match, "bo"));
            }
            for (int i = 1; i <= frames; i++) {
                for (int match = 1; match <= 2; match++) {
                    for (int player = 1; player <= 2; player++) {
                        if (random.nextInt(3) > 0) {
                            server.feed(events.input(
                                    match, player, i, i, home(server, match, player, random.nextInt(101))));
                        }
                    }
                }
                frame(server);
                if (random.nextInt(60) == 0) {
                    server.checkpoint();
                }
            }
            server.stop();
        }
    }

    /** A move towards the middle, and beyond it. */
    private static int home(final Server server, final int match, final int player, final int far) {
        final Table players = server.slot(match).state().layout().table("players");
        final long x = players.column("x").read(server.slot(match).state().block(), players.rowOffset(player - 1));
        return x > 0 ? -far : far;
    }

    // ---- the walk

    private List<Finding.Held> edges(final Range range) {
        final List<Finding.Held> edges = new ArrayList<>();
        for (int match = 1; match <= 2; match++) {
            final int wanted = match;
            if (range.match() != Range.ALL && range.match() != match) {
                continue;
            }
            boolean before = false;
            int first = -1;
            int frames = 0;
            boolean heldBefore = false;
            for (final Played each :
                    played.stream().filter(one -> one.match == wanted).toList()) {
                if (each.frame >= range.from() && each.frame <= range.to()) {
                    if (each.farOut && first < 0) {
                        first = each.frame;
                        frames = 0;
                        heldBefore = before;
                    }
                    if (each.farOut) {
                        frames++;
                    } else if (first >= 0) {
                        edges.add(new Finding.Held(match, first, frames, heldBefore, false, Map.of()));
                        first = -1;
                    }
                }
                before = each.farOut;
            }
            if (first >= 0) {
                edges.add(new Finding.Held(match, first, frames, heldBefore, true, Map.of()));
            }
        }
        return edges;
    }

    private static List<Finding.Held> withoutRows(final List<Finding> found) {
        return Stream.of(1, 2)
                .flatMap(match -> found.stream().filter(each -> each.match() == match))
                .map(Finding.Held.class::cast)
                .map(each -> new Finding.Held(
                        each.match(), each.frame(), each.frames(), each.heldBefore(), each.heldAfter(), Map.of()))
                .toList();
    }

    private void expectTheWalk(final Range range) {
        final List<Finding> found = find(where(FAR_OUT), range);
        assertEquals(edges(range), withoutRows(found), range.toString());
        final List<Played> searched = played.stream()
                .filter(each -> range.match() == Range.ALL || each.match == range.match())
                .filter(each -> each.frame >= range.from() && each.frame <= range.to())
                .toList();
        assertEquals(
                searched.stream()
                        .filter(each -> each.farOut)
                        .map(each -> each.match + " " + each.frame)
                        .toList(),
                find(new Question.Where(FAR_OUT, true), range).stream()
                        .map(each -> each.match() + " " + each.frame())
                        .toList(),
                range.toString());
        final List<String> hits = new ArrayList<>();
        searched.forEach(each -> {
            for (int i = 0; i < each.hits; i++) {
                hits.add(each.match + " " + each.frame);
            }
        });
        assertEquals(
                hits,
                find(new Question.Effect("hit", null), range).stream()
                        .map(each -> each.match() + " " + each.frame())
                        .toList(),
                range.toString());
    }

    @Test
    void edges_frames_and_effects_are_those_of_a_walk_with_and_without_checkpoints() throws IOException {
        final SplittableRandom random = Seed.random("RecordingSearchTest.walk");
        play(random, 400);
        assertTrue(edges(Range.EVERYTHING).size() > 2, "too few edges to tell anything");
        for (int i = 0; i < 2; i++) {
            expectTheWalk(Range.EVERYTHING);
            expectTheWalk(Range.of(2));
            for (int j = 0; j < 8; j++) {
                final int from = random.nextInt(400);
                expectTheWalk(new Range(random.nextInt(3), from, from + random.nextInt(150)));
            }
            try (Stream<Path> files = Files.list(Server.recording(directory).checkpoints())) {
                for (final Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void the_row_for_which_it_held_is_told_and_the_last_run_says_that_it_goes_on() {
        try (Server server = Server.open(directory, events.type)) {
            server.feed(events.create(1, 5, 0)).feed(events.join(1, 9, "bo")).feed(events.join(1, 10, "cy"));
            server.feed(events.input(1, 2, 1, 1, 90));
            for (int i = 0; i < 5; i++) {
                frame(server);
            }
            server.stop();
        }
        final List<Finding> found = find(where("players.x > 0 and players.seat = 1"), Range.of(1));
        assertEquals(List.of(new Finding.Held(1, 1, 5, false, true, Map.of("players", 1))), found);
        assertEquals(
                List.of(new Finding.Held(1, 3, 2, true, true, Map.of())),
                find(where("count(players) = 2 and frame >= 2"), new Range(1, 3, 4)));
        assertEquals(List.of(), find(where("players.x > 0 and players.seat = 0"), Range.of(1)));
    }

    @Test
    void what_was_refused_is_told_with_its_reason() {
        try (Server server = Server.open(directory, events.type)) {
            server.feed(events.create(1, 5, 0)).feed(events.join(1, 9, "bo")).frames(events, 10);
            server.feed(events.input(1, 1, 1, 2, 1)).frames(events, 1);
            server.feed(events.input(1, 1, 2, 90, 1))
                    .feed(events.say(1, 1, 5, 7))
                    .frames(events, 1);
            server.feed(events.input(7, 1, 1, 1, 1)).feed(events.resume(1, 1, 33, 34));
            server.stop();
        }
        final List<String> refused = find(new Question.Refusals(), Range.EVERYTHING).stream()
                .map(Finding.Refused.class::cast)
                .map(each -> each.match() + " " + each.frame() + " " + each.what() + " " + each.player() + " "
                        + each.sequence() + " " + each.reason())
                .toList();
        assertEquals(
                List.of(
                        "1 10 " + AnswerKind.INPUT_REFUSED + " 1 1 " + Refusal.INPUT_TOO_LATE,
                        "1 11 " + AnswerKind.INPUT_REFUSED + " 1 2 " + Refusal.INPUT_TOO_EARLY,
                        "1 11 " + AnswerKind.COMMAND_REFUSED + " 1 5 " + Refusal.COMMAND_OUT_OF_ORDER,
                        "7 -1 " + AnswerKind.INPUT_REFUSED + " 1 1 " + Refusal.NO_SUCH_MATCH,
                        "1 12 " + AnswerKind.JOIN_REFUSED + " 1 0 " + Refusal.WRONG_SECRET),
                refused);
        assertEquals(2, find(new Question.Refusals(), new Range(1, 11, 11)).size());
        assertEquals(1, find(new Question.Refusals(), Range.of(7)).size());
    }

    @Test
    void a_search_stops_at_its_limit() {
        play(new SplittableRandom(7), 300);
        final List<Finding> all = find(where(FAR_OUT), Range.EVERYTHING);
        assertTrue(all.size() > 3);
        final Search limited = search(where(FAR_OUT), Range.EVERYTHING, 2);
        assertTrue(limited.limitReached());
        assertEquals(all.subList(0, 2), limited.findings());
        assertEquals(
                4,
                search(new Question.Effect("hit", null), Range.EVERYTHING, 4)
                        .findings()
                        .size());
        assertFalse(search(where("world.said = 77"), Range.EVERYTHING, 2).limitReached());
    }

    @Test
    void a_match_that_was_not_recorded_and_frames_that_were_not_are_refused() {
        play(new SplittableRandom(8), 20);
        assertTrue(refusal(where(FAR_OUT), Range.of(3)).endsWith("no match 3 was recorded here"));
        assertEquals("match 1 was recorded up to frame 20, not 21", refusal(where(FAR_OUT), new Range(1, 21, 30)));
    }

    private String refusal(final Question question, final Range range) {
        return String.valueOf(
                assertThrows(ReplayException.class, () -> find(question, range)).getMessage());
    }

    /** A game that has a table of its own. */
    private static final class Moon implements Game {
        @Override
        public String name() {
            return "moon";
        }

        @Override
        public void layout(final LayoutBuilder layout) {
            layout.single("moon").int32("phase", 0, 9);
        }

        @Override
        public void created(final Match match) {
            // All is as declared.
        }

        @Override
        public void step(final Match match) {
            // It stands still.
        }
    }

    @Test
    void a_name_that_no_game_has_is_refused_and_one_that_some_have_passes_over_the_others() {
        final GameType moons = new GameType(new Moon());
        final Event create = new Event().wrap(new UnsafeBuffer(new byte[256]), 0, 256);
        try (Server server = Server.open(directory, events.type, moons)) {
            server.feed(events.create(1, 5, 0));
            server.feed(CreatePayload.write(create, 2, 5, moons.layout().hash(), new UnsafeBuffer(new byte[8]), 0, 0));
            server.frames(events, 5);
            server.stop();
        }
        final Search search = new Search(where("moon.phase = 0"), Range.EVERYTHING, 10);
        RecordingSearch.run(Server.recording(directory), GameTypes.of(events.type, moons), search, part -> {});
        assertEquals(List.of(new Finding.Held(2, 0, 6, false, true, Map.of())), search.findings());
        assertEquals(List.of(events.type.toString()), search.passedOver());
        for (final int match : List.of(0, 1)) {
            final Search wrong =
                    new Search(where(match == 0 ? "sun.phase = 0" : "moon.phase = 0"), new Range(match, 0, 5), 10);
            assertThrows(
                    ExpressionException.class,
                    () -> RecordingSearch.run(
                            Server.recording(directory), GameTypes.of(events.type, moons), wrong, part -> {}));
        }
    }

    @Test
    void a_search_goes_on_where_other_logic_took_over() {
        final Events newer = new Events(new Skirmish("skirmish", 2));
        try (Server server = Server.open(directory, events.type)) {
            server.feed(events.create(1, 5, 0)).frames(events, 5);
            server.checkpoint();
            server.stop();
        }
        try (Server server = Server.open(directory, newer.type)) {
            server.frames(newer, 5);
            server.stop();
        }
        final Search search = new Search(where("frame >= 3"), Range.of(1), 10);
        RecordingSearch.run(Server.recording(directory), GameTypes.of(events.type, newer.type), search, part -> {});
        assertEquals(List.of(new Finding.Held(1, 3, 8, false, true, Map.of())), search.findings());
    }
}
