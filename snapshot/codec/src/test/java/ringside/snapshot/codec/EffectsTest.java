package ringside.snapshot.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.layout.Rows;

final class EffectsTest {
    private final Duel duel = new Duel();

    @Test
    void sure_effects_are_delivered_once_and_in_order_when_a_fifth_is_lost() {
        final SplittableRandom random =
                new SplittableRandom(Seed.of("sure_effects_are_delivered_once_and_in_order_when_a_fifth_is_lost"));
        final LossyLink down = new LossyLink(random.split(), 20);
        final LossyLink up = new LossyLink(random.split(), 20);
        final List<String> expected = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            if (i < 2_900 && random.nextInt(3) == 0) {
                expected.add("hit " + i % 100 + " of -1 at " + duel.frame);
                duel.offerHit(i % 100, Rows.NONE);
            }
            duel.view().forEach(part -> down.send(part.byteArray(), part.capacity()));
            down.deliver(part -> {
                if (duel.arrives(part).isToBeAcknowledged()) {
                    up.send(part.byteArray(), part.capacity());
                }
            });
            up.deliver(duel::acknowledged);
        }
        assertEquals(expected, duel.effects);
    }

    @Test
    void a_sure_effect_is_not_sent_any_more_once_it_was_acknowledged_however_late() {
        duel.goodView();
        duel.offerHit(1, Rows.NONE);
        final List<UnsafeBuffer> first = duel.view();
        duel.view();
        duel.view();
        first.forEach(duel::acknowledged);
        assertEquals(PartHeader.LENGTH_BYTES + 1, duel.goodView());
    }

    @Test
    void a_momentary_effect_is_sent_once() {
        duel.offerSound(7);
        final int bytes = duel.goodView();
        assertEquals(List.of("sound 7 at 0"), duel.effects);
        assertTrue(duel.goodView() < bytes);
        duel.offerSound(8);
        duel.view();
        duel.goodView();
        assertEquals(List.of("sound 7 at 0"), duel.effects);
    }

    @Test
    void momentary_effects_that_find_no_room_are_dropped_and_counted() {
        for (int i = 0; i < 100; i++) {
            duel.offerSound(i);
        }
        duel.goodView();
        assertEquals(64, duel.effects.size());
        assertEquals(36, duel.encoder.momentaryDropped());
    }

    @Test
    void an_effect_names_a_row_that_ends_in_its_frame_and_one_that_begins_in_it() {
        final int old = duel.state.add(duel.players);
        duel.goodView();
        duel.offerHit(1, old);
        duel.state.remove(duel.players, old);
        final int young = duel.state.add(duel.players);
        duel.offerHit(2, young);
        duel.goodView();
        assertEquals(List.of("hit 1 of 0 at 1", "hit 2 of 1 at 1"), duel.effects);
    }

    @Test
    void too_many_sure_effects_start_the_view_over_and_are_counted_on_both_sides() {
        duel.state.add(duel.players);
        duel.goodView();
        for (int i = 0; i < 129; i++) {
            duel.offerHit(i % 100, Rows.NONE);
        }
        assertEquals(1, duel.encoder.effectOverflows());
        final long full = duel.encoder.fullRows();
        duel.goodView();
        assertEquals(full + 1, duel.encoder.fullRows());
        assertEquals(List.of("hit 28 of -1 at 1"), duel.effects);
        assertEquals(128, duel.decoder.skippedSureEffects());
    }

    @Test
    void after_a_reset_a_client_with_its_memory_gets_none_twice() {
        duel.offerHit(1, Rows.NONE);
        duel.offerHit(2, Rows.NONE);
        final List<UnsafeBuffer> unacknowledged = duel.view();
        unacknowledged.forEach(duel::arrives);
        duel.encoder.reset();
        duel.offerHit(3, Rows.NONE);
        duel.goodView();
        assertEquals(List.of("hit 1 of -1 at 0", "hit 2 of -1 at 0", "hit 3 of -1 at 1"), duel.effects);
    }

    @Test
    void effects_of_frames_that_are_not_shown_yet_wait() {
        duel.frame = 5;
        duel.offerHit(1, Rows.NONE);
        duel.frame = 4;
        duel.goodView();
        assertEquals(List.of(), duel.effects);
        duel.goodView();
        assertEquals(List.of("hit 1 of -1 at 5"), duel.effects);
    }
}
