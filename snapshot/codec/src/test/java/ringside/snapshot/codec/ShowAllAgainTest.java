package ringside.snapshot.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.layout.Rows;

/** Views that all arrive, at some of which others may begin. */
final class ShowAllAgainTest {
    private final Duel duel = new Duel();
    private UnsafeBuffer beginning = new UnsafeBuffer(new byte[0]);
    private UnsafeBuffer goingOn = new UnsafeBuffer(new byte[0]);

    /** The parts of the next view, all of them acknowledged. */
    private List<UnsafeBuffer> view(final boolean isOpening) {
        duel.history.put(duel.frame, duel.state.block());
        if (isOpening) {
            duel.encoder.showAllAgain();
        }
        duel.encoder.begin(duel.frame, duel.visible, ViewEncoder.NO_SEAT, ViewEncoder.NO_TEAM);
        duel.frame++;
        if (isOpening) {
            beginning = copy(duel.encoder.encodeOpening(duel.out, 0, true));
            goingOn = copy(duel.encoder.encodeOpening(duel.out, 0, false));
        }
        final List<UnsafeBuffer> parts = new ArrayList<>();
        for (int length = duel.encoder.encodePart(duel.out, 0);
                length > 0;
                length = duel.encoder.encodePart(duel.out, 0)) {
            parts.add(copy(length));
        }
        parts.forEach(duel::acknowledged);
        return parts;
    }

    private UnsafeBuffer copy(final int length) {
        return new UnsafeBuffer(Arrays.copyOf(duel.out.byteArray(), length));
    }

    private static void apply(final ViewDecoder decoder, final UnsafeBuffer part) {
        assertEquals(ViewDecoder.Outcome.APPLIED, decoder.apply(part, 0, part.capacity()));
    }

    @Test
    void one_who_begins_sees_the_same_as_one_who_was_there_who_sees_no_row_begin_anew() {
        final SplittableRandom random = new SplittableRandom(Seed.of("one_who_begins_sees_the_same"));
        final int stays = duel.state.add(duel.players);
        final List<Integer> rows = new ArrayList<>();
        final List<String> heard = new ArrayList<>();
        ViewDecoder late = duel.decoder(ViewLimits.DEFAULT, heard);
        int begunAt = -1;
        int heardBefore = 0;
        for (int i = 0; i < 600; i++) {
            change(random, stays, rows);
            final boolean isOpening = i % 120 == 119;
            if (i > 0 && random.nextInt(6) == 0) {
                duel.offerHit(i % 100, rows.isEmpty() ? stays : rows.get(0));
            }
            final List<UnsafeBuffer> parts = view(isOpening);
            if (isOpening) {
                heard.clear();
                heardBefore = duel.effects.size();
                late = duel.decoder(ViewLimits.DEFAULT, heard);
                begunAt = i;
                apply(late, beginning);
                apply(duel.decoder, goingOn);
            }
            for (final UnsafeBuffer part : parts) {
                apply(duel.decoder, part);
                if (begunAt >= 0) {
                    apply(late, part);
                }
            }
            assertTrue(duel.decoder.isComplete());
            assertEquals(0, duel.shownPlayers().sinceFrame(0), "the row that stays is the same row throughout");
            if (begunAt >= 0) {
                assertTrue(late.isComplete());
                assertEquals(values(duel.decoder), values(late));
                assertEquals(duel.effects.subList(heardBefore, duel.effects.size()), heard);
            }
        }
        assertTrue(heardBefore > 0);
    }

    private void change(final SplittableRandom random, final int stays, final List<Integer> rows) {
        duel.state.set(stays, duel.x, random.nextInt(64 << 16));
        if (rows.size() < 8 && random.nextInt(5) == 0) {
            rows.add(duel.state.add(duel.players));
        } else if (!rows.isEmpty() && random.nextInt(8) == 0) {
            duel.state.remove(duel.players, rows.remove(random.nextInt(rows.size())));
        }
        for (final int row : rows) {
            if (random.nextInt(3) == 0) {
                duel.state.set(row, duel.y, random.nextInt(64 << 16));
                duel.state.set(row, duel.target, random.nextBoolean() ? stays : Rows.NONE);
            }
        }
    }

    private static String values(final ViewDecoder decoder) {
        // Since when each row has been shown is what differs.
        return Dump.tables(decoder).replaceAll("\\[([0-9]+),([0-9]+),[0-9]+,", "[$1,");
    }

    @Test
    void an_effect_that_comes_with_such_a_view_may_name_a_row_that_ends_in_it() {
        final int victim = duel.state.add(duel.players);
        view(false).forEach(part -> apply(duel.decoder, part));
        duel.offerHit(5, victim);
        duel.state.remove(duel.players, victim);
        final List<UnsafeBuffer> parts = view(true);
        apply(duel.decoder, goingOn);
        parts.forEach(part -> apply(duel.decoder, part));
        assertEquals(List.of("hit 5 of 0 at 1"), duel.effects);
    }

    @Test
    void the_parts_behind_an_opening_are_no_more_than_a_view_may_have() {
        final Duel narrow = new Duel(ViewLimits.DEFAULT.withParts(100, 1));
        for (int i = 0; i < 10; i++) {
            narrow.state.add(narrow.players);
        }
        narrow.goodView();
        narrow.history.put(narrow.frame, narrow.state.block());
        narrow.encoder.showAllAgain();
        narrow.encoder.begin(narrow.frame, narrow.visible, 0, 0);
        narrow.encoder.encodeOpening(narrow.out, 0, true);
        assertTrue(narrow.encoder.encodePart(narrow.out, 0) > 0);
        assertEquals(0, narrow.encoder.encodePart(narrow.out, 0));
    }

    @Test
    void an_opening_stands_in_front_or_nowhere() {
        assertThrows(IllegalStateException.class, () -> duel.encoder.encodeOpening(duel.out, 0, true));
        view(false);
        assertThrows(IllegalStateException.class, () -> duel.encoder.encodeOpening(duel.out, 0, true));
    }
}
