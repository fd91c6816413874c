package ringside.snapshot.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;

final class ViewsTest {
    private static final int EMPTY_VIEW_BYTES = PartHeader.LENGTH_BYTES + 1;

    private final Duel duel = new Duel();

    @Test
    void a_row_that_stays_as_it_is_costs_nothing_for_ever() {
        final int player = duel.state.add(duel.players);
        assertTrue(duel.goodView() > EMPTY_VIEW_BYTES);
        for (int i = 0; i < 500; i++) {
            assertEquals(EMPTY_VIEW_BYTES, duel.goodView());
        }
        duel.state.set(player, duel.hp, 40);
        final int bytes = duel.goodView();
        assertTrue(bytes <= 22, "a change against a very old baseline took " + bytes + " bytes");
        assertEquals(40, duel.shownPlayers().value(0, duel.hp));
        assertEquals(501, duel.shownPlayers().frame(0));
        assertEquals(0, duel.shownPlayers().sinceFrame(0));
    }

    @Test
    void a_value_that_went_back_is_sent_again_while_the_client_may_show_another() {
        final int player = duel.state.add(duel.players);
        duel.goodView();
        duel.state.set(player, duel.hp, 40);
        final List<UnsafeBuffer> unacknowledged = duel.view();
        duel.state.set(player, duel.hp, 100);
        final List<UnsafeBuffer> back = duel.view();
        duel.arrives(unacknowledged.get(0));
        assertEquals(40, duel.shownPlayers().value(0, duel.hp));
        duel.arrives(back.get(0));
        assertEquals(100, duel.shownPlayers().value(0, duel.hp));
        duel.acknowledged(back.get(0));
        assertEquals(EMPTY_VIEW_BYTES, duel.goodView());
    }

    @Test
    void an_acknowledgement_of_any_of_several_equal_values_is_enough() {
        final int player = duel.state.add(duel.players);
        duel.goodView();
        duel.state.set(player, duel.hp, 40);
        final UnsafeBuffer first = duel.view().get(0);
        duel.view();
        duel.view();
        duel.arrives(first);
        duel.acknowledged(first);
        assertEquals(EMPTY_VIEW_BYTES, duel.goodView());
    }

    @Test
    void a_row_is_sent_in_full_when_nothing_was_acknowledged_for_longer_than_the_history() {
        final int player = duel.state.add(duel.players);
        duel.goodView();
        final long before = duel.encoder.fullRows();
        for (int i = 0; i < 40; i++) {
            duel.state.set(player, duel.hp, 99 - i);
            duel.view();
        }
        assertTrue(duel.encoder.fullRows() > before);
        duel.goodView();
        assertEquals(60, duel.shownPlayers().value(0, duel.hp));
    }

    @Test
    void a_wire_id_is_given_to_another_row_only_after_its_end_was_acknowledged() {
        final int player = duel.state.add(duel.players);
        duel.goodView();
        duel.state.remove(duel.players, player);
        duel.state.add(duel.players);
        final UnsafeBuffer lost = duel.view().get(0);
        final UnsafeBuffer end = duel.view().get(0);
        duel.arrives(end);
        assertFalse(duel.shownPlayers().isShown(0));
        assertTrue(duel.shownPlayers().isShown(1));
        duel.acknowledged(end);
        duel.acknowledged(lost);
        duel.state.add(duel.players);
        duel.goodView();
        assertTrue(duel.shownPlayers().isShown(0));
        assertEquals(duel.frame - 1, duel.shownPlayers().sinceFrame(0));
    }

    @Test
    void a_row_that_comes_back_while_all_wire_ids_are_taken_keeps_the_one_it_had() {
        for (int i = 0; i < duel.players.capacity(); i++) {
            duel.state.add(duel.players);
        }
        duel.goodView();
        final int back = duel.state.rowAt(duel.players, 3);
        duel.visible.remove(duel.players, back);
        final UnsafeBuffer gone = duel.view().get(0);
        duel.arrives(gone);
        assertFalse(duel.shownPlayers().isShown(3));
        duel.visible.add(duel.players, back);
        duel.state.set(back, duel.hp, 55);
        final UnsafeBuffer again = duel.view().get(0);
        duel.arrives(again);
        assertEquals(55, duel.shownPlayers().value(3, duel.hp));
        // That it was gone is old news, and frees nothing.
        duel.acknowledged(gone);
        duel.acknowledged(again);
        assertEquals(EMPTY_VIEW_BYTES, duel.goodView());
        assertTrue(duel.shownPlayers().isShown(3));
    }

    @Test
    void a_hidden_death_looks_like_leaving_sight() {
        final Duel other = new Duel();
        for (final Duel one : List.of(duel, other)) {
            one.state.add(one.players);
            one.state.add(one.players);
            one.goodView();
        }
        duel.state.remove(duel.players, duel.state.rowAt(duel.players, 1));
        other.visible.remove(other.players, other.state.rowAt(other.players, 1));
        for (int i = 0; i < 5; i++) {
            assertEquals(Dump.hex(duel.view().get(0)), Dump.hex(other.view().get(0)));
        }
    }

    @Test
    void a_column_for_the_owner_is_shown_to_the_owner_only() {
        final int mine = duel.state.add(duel.players);
        final int foreign = duel.state.add(duel.players);
        duel.state.set(mine, duel.players.ownerColumn(), 0);
        duel.state.set(foreign, duel.players.ownerColumn(), 1);
        duel.state.set(mine, duel.ammo, 30);
        duel.state.set(foreign, duel.ammo, 60);
        duel.goodView();
        assertTrue(duel.shownPlayers().has(0, duel.ammo));
        assertEquals(30, duel.shownPlayers().value(0, duel.ammo));
        assertFalse(duel.shownPlayers().has(1, duel.ammo));
        assertEquals(0, duel.shownPlayers().value(1, duel.ammo));
        duel.state.set(foreign, duel.ammo, 61);
        assertEquals(EMPTY_VIEW_BYTES, duel.goodView());
    }

    @Test
    void a_reference_leads_to_a_wire_id_and_to_nothing_out_of_sight() {
        final int hidden = duel.state.add(duel.players);
        final int seen = duel.state.add(duel.players);
        duel.visible.remove(duel.players, hidden);
        duel.state.set(seen, duel.target, hidden);
        duel.goodView();
        assertEquals(-1, duel.shownPlayers().ref(0, duel.target));
        duel.visible.add(duel.players, hidden);
        duel.goodView();
        assertEquals(1, duel.shownPlayers().ref(0, duel.target));
        duel.visible.remove(duel.players, hidden);
        duel.goodView();
        assertEquals(-1, duel.shownPlayers().ref(0, duel.target));
    }

    @Test
    void no_row_starves_when_a_view_holds_one_small_part() {
        final Duel narrow = new Duel(ViewLimits.DEFAULT.withParts(new WireLayout(duel.layout).smallestPartBytes(), 1));
        for (int i = 0; i < 60; i++) {
            narrow.state.add(narrow.shots);
        }
        for (int i = 0; i < 80; i++) {
            for (int row = 0; row < 60; row++) {
                narrow.state.set(narrow.state.rowAt(narrow.shots, row), narrow.shotX, (i * 60 + row) << 8);
            }
            narrow.goodView();
        }
        final ViewTable shots = narrow.decoder.table(narrow.shots);
        for (int id = 0; id < 60; id++) {
            assertTrue(shots.isShown(id));
            assertTrue(shots.frame(id) >= narrow.frame - 30, "shot " + id + " is of frame " + shots.frame(id));
        }
    }

    @Test
    void an_outdated_part_is_not_acknowledged_and_a_repeated_one_is() {
        duel.state.add(duel.players);
        final UnsafeBuffer first = duel.view().get(0);
        final UnsafeBuffer second = duel.view().get(0);
        assertEquals(ViewDecoder.Outcome.APPLIED, duel.arrives(second));
        assertEquals(ViewDecoder.Outcome.REPEATED, duel.arrives(second));
        assertEquals(ViewDecoder.Outcome.OUTDATED, duel.arrives(first));
        assertFalse(ViewDecoder.Outcome.OUTDATED.isToBeAcknowledged());
    }

    @Test
    void a_reset_replaces_everything_the_client_held() {
        duel.state.add(duel.players);
        final int second = duel.state.add(duel.players);
        duel.goodView();
        duel.state.remove(duel.players, second);
        duel.encoder.reset();
        duel.goodView();
        assertTrue(duel.shownPlayers().isShown(0));
        assertFalse(duel.shownPlayers().isShown(1));
    }

    @Test
    void who_starts_over_may_be_shown_the_same_frame_again_and_nobody_else() {
        duel.state.add(duel.players);
        duel.goodView();
        final int last = duel.frame - 1;
        assertThrows(IllegalArgumentException.class, () -> duel.encoder.begin(last, duel.visible, 0, 0));
        duel.encoder.reset();
        duel.decoder.reset();
        duel.encoder.begin(last, duel.visible, 0, 0);
        final int length = duel.encoder.encodePart(duel.out, 0);
        assertEquals(ViewDecoder.Outcome.APPLIED, duel.decoder.apply(duel.out, 0, length));
        duel.encoder.acknowledge(last, 0);
        assertTrue(duel.shownPlayers().isShown(0));
        assertThrows(IllegalArgumentException.class, () -> duel.encoder.begin(last, duel.visible, 0, 0));
        duel.goodView();
        assertTrue(duel.shownPlayers().isShown(0));
    }

    @Test
    void the_header_answers_inputs_and_saturates() {
        duel.history.put(duel.frame, duel.state.block());
        duel.encoder.begin(duel.frame, duel.visible, 0, 0);
        duel.encoder.answer(-2, 1_000, 2_000_000);
        final int length = duel.encoder.encodePart(duel.out, 0);
        duel.decoder.apply(duel.out, 0, length);
        assertEquals(-2, duel.decoder.lastInput());
        assertEquals(255, duel.decoder.bufferDepth());
        assertEquals(65_535 * 16, duel.decoder.receiptToFrameMicros());
        assertTrue(duel.decoder.isComplete());
    }

    @Test
    void limits_that_cannot_hold_a_row_are_refused_by_name() {
        final LayoutBuilder builder = new LayoutBuilder("wide");
        builder.table("chat", 4).text("line", 2000);
        final Layout wide = builder.build();
        final IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> new ViewEncoder(new WireLayout(wide), new SnapshotRing(wide, 32), ViewLimits.DEFAULT));
        assertTrue(refused.getMessage().contains("maxPartBytes"), refused.getMessage());
    }

    @Test
    void tables_that_are_never_shown_cost_no_bit() {
        final LayoutBuilder builder = new LayoutBuilder("quiet");
        builder.table("$seats", 100).int8("a", 0, 100);
        builder.table("secret", 100).hidden().int8("a", 0, 100);
        final Layout quiet = builder.build();
        assertEquals(0, new WireLayout(quiet).tables.length);
    }
}
