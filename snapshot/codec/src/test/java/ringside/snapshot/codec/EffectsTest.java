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
    void effects_that_overflowed_while_a_client_was_away_are_counted_when_it_is_back_and_not_for_a_new_one() {
        duel.offerHit(1, Rows.NONE);
        duel.goodView();
        for (int i = 0; i < 129; i++) {
            duel.offerHit(i % 100, Rows.NONE);
        }
        duel.encoder.reset();
        duel.decoder.reset();
        final List<String> heard = new ArrayList<>();
        final ViewDecoder fresh = duel.decoder(ViewLimits.DEFAULT, heard);
        for (final UnsafeBuffer part : duel.view()) {
            duel.arrives(part);
            fresh.apply(part, 0, part.capacity());
        }
        assertEquals(128, duel.decoder.skippedSureEffects());
        assertEquals(0, fresh.skippedSureEffects());
        assertEquals(List.of("hit 28 of -1 at 1"), heard);
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
    void sure_effects_are_delivered_once_and_in_order_across_new_beginnings_when_a_fifth_is_lost() {
        final SplittableRandom random = new SplittableRandom(Seed.of("sure_effects_across_new_beginnings"));
        final LossyLink down = new LossyLink(random.split(), 20);
        final LossyLink up = new LossyLink(random.split(), 20);
        final List<String> expected = new ArrayList<>();
        final List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            if (rows.size() < 6 && random.nextInt(4) == 0) {
                rows.add(duel.state.add(duel.players));
                duel.state.setText(rows.get(rows.size() - 1), duel.name, "n" + i);
            }
            if (i < 2_800 && !rows.isEmpty() && random.nextInt(3) == 0) {
                final int victim = rows.get(random.nextInt(rows.size()));
                expected.add(i % 100 + " of " + duel.state.getText(victim, duel.name));
                duel.offerHit(i % 100, victim);
            }
            if (rows.size() > 2 && random.nextInt(10) == 0) {
                duel.state.remove(duel.players, rows.remove(random.nextInt(rows.size())));
            }
            if (random.nextInt(60) == 0) {
                // The client came back on another connection: nothing of the one before is delivered any more.
                down.clear();
                up.clear();
                duel.encoder.reset();
                if (random.nextBoolean()) {
                    duel.decoder.reset();
                }
            }
            duel.view().forEach(part -> down.send(part.byteArray(), part.capacity()));
            down.deliver(part -> {
                if (duel.arrives(part).isToBeAcknowledged()) {
                    up.send(part.byteArray(), part.capacity());
                }
            });
            up.deliver(duel::acknowledged);
        }
        assertEquals(expected.size(), duel.named.size());
        int named = 0;
        for (int i = 0; i < expected.size(); i++) {
            final String told = duel.named.get(i);
            final String truth = expected.get(i);
            assertTrue(
                    told.equals(truth) || told.equals(truth.substring(0, truth.indexOf(' ')) + " of nobody"),
                    () -> "told " + told + " of " + truth);
            named += told.equals(truth) ? 1 : 0;
        }
        assertTrue(named > expected.size() / 2, named + " of " + expected.size() + " name whom they hit");
    }

    @Test
    void after_a_reset_an_effect_names_its_row_by_the_wire_id_that_the_row_has_now() {
        final int first = duel.state.add(duel.players);
        final int victim = duel.state.add(duel.players);
        duel.goodView();
        duel.offerHit(7, victim);
        duel.view();
        duel.state.remove(duel.players, first);
        duel.encoder.reset();
        duel.goodView();
        assertEquals(List.of("hit 7 of 0 at 1"), duel.effects);
    }

    @Test
    void after_a_reset_an_effect_whose_row_is_gone_names_none_although_another_has_its_wire_id() {
        final int victim = duel.state.add(duel.players);
        duel.goodView();
        duel.offerHit(7, victim);
        duel.view();
        duel.state.remove(duel.players, victim);
        duel.state.add(duel.players);
        duel.encoder.reset();
        duel.goodView();
        assertEquals(List.of("hit 7 of -1 at 1"), duel.effects);
        assertTrue(duel.shownPlayers().isShown(0));
    }

    @Test
    void an_effect_that_is_sent_again_names_none_once_its_wire_id_has_passed_to_another_row() {
        final Duel narrow = new Duel(ViewLimits.DEFAULT.withParts(64, 8));
        final int victim = narrow.state.add(narrow.players);
        narrow.goodView();
        for (int i = 0; i < 20; i++) {
            narrow.offerHit(i, Rows.NONE);
        }
        narrow.offerHit(99, victim);
        narrow.state.remove(narrow.players, victim);
        final List<UnsafeBuffer> parts = narrow.view();
        assertTrue(parts.size() > 1);
        // What says that the row is gone arrives, the hit that names it does not.
        parts.subList(0, parts.size() - 1).forEach(part -> {
            narrow.arrives(part);
            narrow.acknowledged(part);
        });
        narrow.state.add(narrow.players);
        narrow.goodView();
        assertEquals("hit 99 of -1 at 1", narrow.effects.get(narrow.effects.size() - 1));
        assertTrue(narrow.shownPlayers().isShown(0));
    }

    @Test
    void an_effect_of_a_later_frame_names_a_row_that_begins_in_that_frame() {
        duel.goodView();
        final int young = duel.state.add(duel.players);
        duel.visible.clear();
        duel.frame++;
        duel.offerHit(7, young);
        duel.frame--;
        duel.goodView();
        duel.visible.addAll();
        duel.goodView();
        assertEquals(List.of("hit 7 of 0 at 2"), duel.effects);
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
