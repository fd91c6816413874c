package ringside.engine.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.FramePayload;
import ringside.engine.event.JoinPayload;
import ringside.engine.event.OpenPayload;
import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.engine.support.RecordingOutput;
import ringside.layout.LayoutBuilder;
import ringside.layout.LongColumn;
import ringside.layout.Table;

/** What a game is told when another server takes its match over. */
class TakeoverTest {
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[64]);
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[512]), 0, 512);
    private final RecordingOutput output = new RecordingOutput();
    private FrameLoop loop;
    private GameType type;

    /** Remembers the last gap and what it found then. */
    private static final class Witness implements Game {
        private final boolean isLockstep;
        private LongColumn gap;
        private LongColumn told;

        Witness(final boolean isLockstep) {
            this.isLockstep = isLockstep;
        }

        @Override
        public String name() {
            return "witness";
        }

        @Override
        public void layout(final LayoutBuilder layout) {
            layout.seats(2);
            final Table world = layout.single("world");
            gap = world.int64("gap");
            told = world.int64("told");
        }

        @Override
        public int lockstepDelayFrames() {
            return isLockstep ? 2 : 0;
        }

        @Override
        public void created(final Match match) {}

        @Override
        public void tookOver(final Match match, final long gapNs) {
            if (gapNs == 13) {
                throw new IllegalArgumentException("thirteen");
            }
            if (match.isConnected(0)) {
                throw new IllegalStateException("somebody is connected before anybody can be");
            }
            match.set(gap, gapNs);
            match.set(told, match.get(told) + 1);
        }

        @Override
        public void step(final Match match) {}
    }

    private void begin(final boolean isLockstep) {
        type = new GameType(new Witness(isLockstep));
        loop = new FrameLoop(new EngineMemory(LogicSettings.at(60), GameTypes.of(type), 4), output, -1);
        apply(CreatePayload.write(
                event,
                1,
                1,
                type.layout().hash(),
                record,
                0,
                type.layout().rules().lengthBytes()));
        apply(JoinPayload.write(event, 1, 9, record, 0, type.layout().join().lengthBytes()));
        apply(FramePayload.write(event, 0, false));
    }

    private void apply(final Event next) {
        next.position(loop.position() + 1);
        loop.apply(next);
    }

    private long value(final String column) {
        final LiveMatch match = loop.memory().matches().get(0).match();
        return match.get((LongColumn) type.layout().table("world").column(column));
    }

    @Test
    void a_game_is_told_for_how_long_its_match_stood_still_once_nobody_is_connected() {
        begin(false);
        apply(OpenPayload.writeTakenOver(event, 100_001, 1, 80_000_000));
        assertEquals(1, value("told"));
        assertEquals(80_000_000, value("gap"));
    }

    @Test
    void a_server_that_is_started_again_took_nothing_over() {
        begin(false);
        apply(OpenPayload.write(event, 2, 1));
        assertEquals(0, value("told"));
    }

    @Test
    void in_lockstep_nobody_is_told_for_clients_are_not_either() {
        begin(true);
        apply(OpenPayload.writeTakenOver(event, 100_001, 1, 80_000_000));
        assertEquals(0, value("told"));
    }

    @Test
    void a_game_that_throws_then_closes_its_match_only() {
        begin(false);
        apply(OpenPayload.writeTakenOver(event, 100_001, 1, 13));
        assertFalse(loop.memory().matches().get(0).isRunning());
        apply(FramePayload.write(event, 0, false));
    }

    @Test
    void a_gap_below_zero_was_never_admitted() {
        begin(false);
        assertThrows(UnadmittedEventException.class, () -> apply(OpenPayload.writeTakenOver(event, 100_001, 1, -1)));
    }
}
