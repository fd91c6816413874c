package ringside.engine.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ringside.engine.support.TestEngine;
import ringside.layout.RecordView;
import ringside.layout.RowSet;
import ringside.layout.Rows;

class EffectsTest {
    private final TestEngine engine = new TestEngine();
    private final MatchSnapshot snapshot = new MatchSnapshot(engine.type);

    EffectsTest() {
        engine.apply(engine.events.create(1, 42));
        engine.join(1, 100);
        engine.frames(3);
    }

    private MatchSnapshot now() {
        return snapshot.wrap(engine.state(1).block(), 0);
    }

    private int lost() {
        return engine.state(1).get(engine.type.tables().effectsLost);
    }

    @Test
    void effects_are_numbered_in_the_order_they_happened() {
        engine.apply(engine.events.burst(1, 1, 1, 5)).frames(1);
        assertEquals(0, now().oldestEffect());
        assertEquals(5, now().nextEffect());
        for (int seq = 0; seq < 5; seq++) {
            final int row = now().effectRow(seq);
            assertSame(engine.game.hit, now().effectType(row));
            final RecordView record =
                    new RecordView(engine.game.hit).wrap(now().state().block(), now().effectRecordOffset(row));
            assertEquals(seq, record.get(engine.game.amount));
        }
    }

    @Test
    void an_effect_says_its_frame_and_expires_after_its_time() {
        engine.apply(engine.events.input(1, 1, 1, 4, 0, true)).frames(1);
        assertEquals(1, now().nextEffect());
        assertEquals(4, now().effectFrame(now().effectRow(0)));
        engine.frames(Effects.RETAINED_FRAMES);
        assertEquals(0, now().oldestEffect());
        assertTrue(now().effectRow(0) != Rows.NONE);
        engine.frames(1);
        assertEquals(1, now().oldestEffect());
        assertEquals(Rows.NONE, now().effectRow(0));
    }

    @Test
    void numbers_go_on_after_all_effects_expired() {
        engine.apply(engine.events.burst(1, 1, 1, 2)).frames(40);
        assertEquals(2, now().oldestEffect());
        engine.apply(engine.events.burst(1, 1, 2, 1));
        assertEquals(3, now().nextEffect());
        assertTrue(now().effectRow(2) != Rows.NONE);
    }

    @Test
    void when_there_are_too_many_the_oldest_make_room_and_are_counted() {
        engine.apply(engine.events.burst(1, 1, 1, MatchTables.EFFECT_SLOTS));
        assertEquals(0, lost());
        engine.apply(engine.events.burst(1, 1, 2, 10));
        assertEquals(10, lost());
        assertEquals(10, now().oldestEffect());
        assertEquals(MatchTables.EFFECT_SLOTS + 10, now().nextEffect());
        engine.apply(engine.events.burst(1, 1, 3, 1000));
        assertEquals(1010, lost());
        assertTrue(engine.isRunning(1));
    }

    @Test
    void an_effect_is_for_everyone_unless_it_is_narrowed() {
        final RowSet nothing = new RowSet(engine.type.layout());
        engine.apply(engine.events.burst(1, 1, 1, 1));
        assertTrue(now().isEffectShown(now().effectRow(0), 3, nothing));
        engine.apply(engine.events.whisper(1, 1, 2, 2));
        assertSame(engine.game.noise, now().effectType(now().effectRow(1)));
        assertTrue(now().isEffectShown(now().effectRow(1), 2, nothing));
        assertFalse(now().isEffectShown(now().effectRow(1), 3, nothing));
        assertFalse(now().isEffectShown(now().effectRow(1), -1, nothing));
    }

    @Test
    void an_effect_of_a_row_is_for_those_who_see_it() {
        engine.apply(engine.events.input(1, 1, 1, 4, 0, true)).frames(15);
        assertEquals(2, now().nextEffect(), "the shot ended with a noise");
        final RowSet visible = new RowSet(engine.type.layout());
        final int noise = now().effectRow(1);
        assertFalse(now().isEffectShown(noise, 0, visible));
        visible.addAt(engine.game.shots, 0);
        assertTrue(now().isEffectShown(noise, 0, visible));
    }

    @Test
    void an_effect_of_an_earlier_event_cannot_be_narrowed() {
        engine.apply(engine.events.burst(1, 1, 1, 1));
        engine.apply(engine.events.narrow(1, 1, 2, 0));
        assertEquals(1, engine.output.failures.size());
        assertTrue(engine.output.failures.get(0).cause().contains("no effect was begun"));
    }

    @Test
    void effects_are_part_of_the_hash() {
        final TestEngine other = new TestEngine();
        other.applyAll(engine.journal);
        engine.apply(engine.events.whisper(1, 1, 1, 1));
        other.apply(other.events.whisper(1, 1, 1, 2));
        assertTrue(engine.state(1).hash() != other.state(1).hash());
    }
}
