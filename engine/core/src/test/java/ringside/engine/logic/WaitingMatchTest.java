package ringside.engine.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.event.ConnectionPayload;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.FramePayload;
import ringside.engine.event.JoinPayload;
import ringside.engine.event.OperatorPayload;
import ringside.engine.event.RulesPayload;
import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.engine.support.RecordingOutput;
import ringside.layout.BoolColumn;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;

/** Matches that wait for players before their first frame, and after the last player has left. */
class WaitingMatchTest {
    private static final int HELD_FRAMES = 20;

    private final UnsafeBuffer record = new UnsafeBuffer(new byte[64]);
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[512]), 0, 512);
    private final RecordingOutput output = new RecordingOutput();
    private FrameLoop loop;
    private GameType type;

    /** Counts its steps; whether it waits when it is empty is a rule, and asking may fail. */
    private static final class Patience implements Game {
        private final int startsWith;
        private IntColumn steps;
        private BoolColumn waits;
        private BoolColumn throwsWhenAsked;

        Patience(final int startsWith) {
            this.startsWith = startsWith;
        }

        @Override
        public String name() {
            return "patience";
        }

        @Override
        public void layout(final LayoutBuilder layout) {
            layout.seats(3);
            steps = layout.single("world").int32("steps", 0, Integer.MAX_VALUE);
            waits = layout.rules().bool("waits");
            throwsWhenAsked = layout.rules().bool("throwsWhenAsked");
        }

        @Override
        public int startsWith() {
            return startsWith;
        }

        @Override
        public boolean waitsWhenEmpty(final Match match) {
            if (match.rules().get(throwsWhenAsked)) {
                throw new IllegalArgumentException("asked");
            }
            return match.rules().get(waits);
        }

        @Override
        public void created(final Match match) {}

        @Override
        public boolean rulesChanged(final Match match) {
            return true;
        }

        @Override
        public void step(final Match match) {
            match.set(steps, match.get(steps) + 1);
        }
    }

    private void begin(final int startsWith, final boolean waits) {
        type = new GameType(new Patience(startsWith));
        loop = new FrameLoop(
                new EngineMemory(LogicSettings.at(60).withSeatHoldFrames(HELD_FRAMES), GameTypes.of(type), 4),
                output,
                -1);
        rules(waits, false);
        apply(CreatePayload.write(
                event,
                1,
                1,
                type.layout().hash(),
                record,
                0,
                type.layout().rules().lengthBytes()));
    }

    private void rules(final boolean waits, final boolean throwsWhenAsked) {
        record.setMemory(0, record.capacity(), (byte) 0);
        record.putByte(type.layout().rules().column("waits").offset(), (byte) (waits ? 1 : 0));
        record.putByte(type.layout().rules().column("throwsWhenAsked").offset(), (byte) (throwsWhenAsked ? 1 : 0));
    }

    private void change(final boolean waits, final boolean throwsWhenAsked) {
        rules(waits, throwsWhenAsked);
        apply(RulesPayload.write(event, 1, record, 0, type.layout().rules().lengthBytes(), OperatorPayload.none()));
    }

    private void apply(final Event next) {
        next.position(loop.position() + 1);
        loop.apply(next);
    }

    private void operate(final EventType kind) {
        apply(OperatorPayload.write(event, kind, 1, 0, OperatorPayload.none()));
    }

    private int join(final long connection) {
        record.setMemory(0, record.capacity(), (byte) 0);
        apply(JoinPayload.write(
                event, 1, connection, record, 0, type.layout().join().lengthBytes()));
        return output.takeAnswer().player();
    }

    private void leave(final int player, final long connection) {
        apply(ConnectionPayload.write(event, EventType.LEAVE, 1, player, connection));
    }

    private int stepped(final int frames) {
        final IntSupplier steps = () ->
                slot().match().get((IntColumn) type.layout().table("world").column("steps"));
        final int before = steps.getAsInt();
        for (int i = 0; i < frames; i++) {
            apply(FramePayload.write(event, 0, false));
        }
        return steps.getAsInt() - before;
    }

    private MatchSlot slot() {
        return loop.memory().matches().get(0);
    }

    private boolean isShownWaiting() {
        final int newest = slot().snapshots().newestFrame();
        return new MatchSnapshot(type).wrap(slot().snapshots().block(newest), 0).isWaiting();
    }

    @Test
    void a_match_stands_at_frame_0_until_as_many_players_are_there_as_it_starts_with() {
        begin(2, false);
        assertEquals(0, stepped(5));
        assertTrue(isShownWaiting());
        join(1);
        assertEquals(0, stepped(5));
        join(2);
        assertEquals(5, stepped(5));
        assertEquals(5, slot().frame());
    }

    @Test
    void a_match_that_has_begun_goes_on_with_fewer_and_without_anybody_unless_its_game_waits() {
        begin(2, false);
        final int first = join(1);
        final int second = join(2);
        assertEquals(3, stepped(3));
        leave(first, 1);
        assertEquals(3, stepped(3));
        leave(second, 2);
        assertEquals(3, stepped(3));
    }

    @Test
    void an_empty_match_waits_and_says_so_and_goes_on_where_it_was() {
        begin(0, true);
        assertEquals(0, stepped(5));
        final int player = join(1);
        assertEquals(5, stepped(5));
        leave(player, 1);
        assertEquals(1, stepped(5), "one frame without a player tells that it waits");
        assertTrue(isShownWaiting());
        join(2);
        assertEquals(5, stepped(5));
        assertEquals(11, slot().frame());
    }

    @Test
    void a_match_waits_only_when_the_last_held_seat_is_free() {
        begin(0, true);
        final int player = join(1);
        stepped(1);
        apply(ConnectionPayload.write(event, EventType.DISCONNECT, 1, player, 1));
        assertEquals(HELD_FRAMES, stepped(HELD_FRAMES));
        assertEquals(1, stepped(10));
    }

    @Test
    void a_match_that_began_with_two_goes_on_for_the_first_who_comes_back() {
        begin(2, true);
        final int first = join(1);
        final int second = join(2);
        assertEquals(3, stepped(3));
        leave(first, 1);
        leave(second, 2);
        assertEquals(1, stepped(3));
        join(3);
        assertEquals(3, stepped(3));
    }

    @Test
    void a_paused_match_that_goes_on_without_players_waits() {
        begin(0, true);
        operate(EventType.PAUSE);
        operate(EventType.CONTINUE);
        assertEquals(0, stepped(3));
        join(1);
        operate(EventType.PAUSE);
        assertEquals(0, stepped(3));
        operate(EventType.CONTINUE);
        assertEquals(3, stepped(3));
    }

    @Test
    void other_rules_let_an_empty_match_run_and_wait() {
        begin(0, true);
        change(false, false);
        assertEquals(3, stepped(3));
        change(true, false);
        assertEquals(1, stepped(3));
    }

    @Test
    void an_empty_match_that_was_given_other_rules_shows_them_by_one_frame_unless_it_has_yet_to_begin() {
        begin(0, true);
        change(true, false);
        assertEquals(1, stepped(3));
        begin(1, true);
        change(true, false);
        assertEquals(0, stepped(3));
    }

    @Test
    void a_waiting_match_ends_when_an_operator_says_so() {
        begin(0, true);
        operate(EventType.END);
        stepped(1);
        assertEquals(MatchTables.ENDED, slot().match().get(type.tables().status));
    }

    @Test
    void a_game_that_throws_when_it_is_asked_fails_alone() {
        begin(0, false);
        stepped(3);
        change(false, true);
        stepped(1);
        assertEquals(1, output.failures.size());
        assertEquals(3, output.failures.get(0).frame());
        assertEquals(MatchTables.ENDED, slot().match().get(type.tables().status));
    }
}
