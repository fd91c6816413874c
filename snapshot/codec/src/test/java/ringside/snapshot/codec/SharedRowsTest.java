package ringside.snapshot.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;
import ringside.layout.RecordType;
import ringside.layout.RowSet;
import ringside.layout.State;
import ringside.layout.Table;

/** What viewers share saves work and changes no bit. */
final class SharedRowsTest {
    private static final int FRAMES = 200;
    private static final int VIEWERS = 5;

    private long parts;
    private long laterParts;

    @Test
    void a_view_that_shares_has_the_bytes_of_one_that_stands_alone() {
        final long seed = Seed.of("a_view_that_shares_has_the_bytes_of_one_that_stands_alone");
        for (int run = 0; run < 15; run++) {
            try {
                run(new SplittableRandom(seed + run), run % 3 == 0);
            } catch (final AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dringside.seed=" + (seed + run) + ": " + e.getMessage(), e);
            }
        }
        assertTrue(parts > 5_000 && laterParts > 50, parts + " parts, " + laterParts + " behind a view's first");
    }

    @Test
    void views_of_a_layout_of_which_nothing_is_shown_are_expected_and_empty() {
        final LayoutBuilder builder = new LayoutBuilder("blind");
        builder.table("secret", 3).hidden().int32("value", 0, 9);
        final WireLayout wire = new WireLayout(builder.build());
        final SnapshotRing history = new SnapshotRing(wire.layout(), 8);
        final State state = new State(wire.layout());
        state.wrap(new UnsafeBuffer(new byte[wire.layout().blockBytes()]), 0);
        state.clear();
        final SharedRows shared = new SharedRows(wire);
        final RowHistory changes = new RowHistory(wire, history);
        final ViewEncoder encoder = new ViewEncoder(wire, history, new ViewLimits(200, 2, 8, 64, 128, 32, 6));
        final UnsafeBuffer out = new UnsafeBuffer(new byte[200]);
        for (int frame = 0; frame < 3; frame++) {
            history.put(frame, state.block());
            shared.begin(changes, frame);
            shared.expect(encoder);
            encoder.begin(shared, new RowSet(wire.layout()), ViewEncoder.NO_SEAT, ViewEncoder.NO_TEAM);
            assertTrue(encoder.encodePart(out, 0) >= PartHeader.LENGTH_BYTES);
            encoder.acknowledge(frame, 0);
        }
    }

    /** Two matches, shown in turn, so that nothing of one may be left when the other comes. */
    private void run(final SplittableRandom random, final boolean isTight) {
        final int maxPartBytes = 60 + random.nextInt(isTight ? 30 : 600);
        final int mostRows = isTight || random.nextInt(4) == 0 ? 100 : 12;
        final Layout layout = RandomLayout.fitting(random, maxPartBytes, mostRows);
        final int historyFrames = 4 + random.nextInt(40);
        final ViewLimits limits =
                new ViewLimits(maxPartBytes, (isTight ? 2 : 1) + random.nextInt(5), historyFrames, 64, 128, 32, 6);
        final WireLayout wire = new WireLayout(layout);
        final SharedRows shared = new SharedRows(wire);
        final List<Match> matches = List.of(new Match(wire, limits, random), new Match(wire, limits, random));
        for (int frame = 0; frame < FRAMES; frame++) {
            for (final Match match : matches) {
                match.world.step();
                match.history.put(frame, match.world.state.block());
                shared.begin(match.changes, frame);
                // Of some that then have no view, too.
                final int expected = random.nextInt(VIEWERS + 1);
                match.viewers.subList(0, expected).forEach(eyes -> shared.expect(eyes.sharing));
                for (final Eyes eyes : match.viewers) {
                    eyes.look(frame, match.world, shared);
                }
            }
        }
    }

    private final class Match {
        final RandomWorld world;
        final SnapshotRing history;
        final RowHistory changes;
        final List<Eyes> viewers = new ArrayList<>();

        Match(final WireLayout wire, final ViewLimits limits, final SplittableRandom random) {
            world = new RandomWorld(wire.layout(), random.split());
            history = new SnapshotRing(wire.layout(), limits.historyFrames());
            changes = new RowHistory(wire, history);
            for (int i = 0; i < VIEWERS; i++) {
                viewers.add(new Eyes(wire, history, limits, random.split()));
            }
        }
    }

    /** A viewer with two encoders, which are told the same. */
    private final class Eyes {
        private final SplittableRandom random;
        private final ViewEncoder sharing;
        private final ViewEncoder alone;
        private final RowSet visible;
        private final byte[] sharedPart;
        private final byte[] lonelyPart;
        private int seat;
        private int team;
        private int awayUntil;

        Eyes(
                final WireLayout wire,
                final SnapshotHistory history,
                final ViewLimits limits,
                final SplittableRandom random) {
            this.random = random;
            sharing = new ViewEncoder(wire, history, limits);
            alone = new ViewEncoder(wire, history, limits);
            visible = new RowSet(wire.layout());
            visible.addAll();
            sharedPart = new byte[limits.maxPartBytes()];
            lonelyPart = new byte[limits.maxPartBytes()];
            seat = random.nextInt(4);
            team = random.nextInt(3);
        }

        void look(final int frame, final RandomWorld world, final SharedRows shared) {
            changeSight(world.layout);
            offer(frame, world);
            if (random.nextInt(100) == 0) {
                awayUntil = frame + random.nextInt(60);
            }
            if (frame >= awayUntil && random.nextInt(12) != 0) {
                view(frame, shared);
            }
            for (int i = 0; i < 2; i++) {
                final int acknowledged = frame - random.nextInt(12);
                final int part = random.nextInt(4) == 0 ? random.nextInt(4) : 0;
                sharing.acknowledge(acknowledged, part);
                alone.acknowledge(acknowledged, part);
            }
            if (random.nextInt(200) == 0) {
                sharing.reset();
                alone.reset();
            }
        }

        private void view(final int frame, final SharedRows shared) {
            sharing.begin(shared, visible, seat, team);
            alone.begin(frame, visible, seat, team);
            int length;
            do {
                Arrays.fill(sharedPart, (byte) 0);
                Arrays.fill(lonelyPart, (byte) 0);
                length = sharing.encodePart(new UnsafeBuffer(sharedPart), 0);
                assertEquals(alone.encodePart(new UnsafeBuffer(lonelyPart), 0), length, "length of a part");
                assertArrayEquals(lonelyPart, sharedPart, "a part's bytes");
                parts++;
                laterParts += length > 0 && PartHeader.part(new UnsafeBuffer(sharedPart), 0) > 0 ? 1 : 0;
            } while (length > 0);
        }

        private void changeSight(final Layout layout) {
            if (random.nextInt(80) == 0) {
                seat = random.nextInt(5) - 1;
                team = random.nextInt(4) == 0 ? ViewEncoder.NO_TEAM : random.nextInt(3);
            }
            for (final Table table : layout.tables()) {
                for (int row = 0; row < table.capacity(); row++) {
                    final int dice = random.nextInt(60);
                    if (dice == 0) {
                        visible.addAt(table, row);
                    } else if (dice == 1) {
                        visible.remove(table, row);
                    }
                }
            }
        }

        private void offer(final int frame, final RandomWorld world) {
            final List<RecordType> types = world.layout.effects();
            if (!types.isEmpty() && random.nextInt(5) == 0) {
                final RecordType type = types.get(random.nextInt(types.size()));
                final UnsafeBuffer record = new UnsafeBuffer(new byte[type.lengthBytes()]);
                world.randomise(type, record);
                sharing.offer(frame, frame, type, record, 0);
                alone.offer(frame, frame, type, record, 0);
            }
        }
    }

    @Test
    void rows_of_another_match_are_refused() {
        final Duel duel = new Duel();
        final Duel other = new Duel();
        other.history.put(0, other.state.block());
        final SharedRows shared = new SharedRows(duel.encoder.wire());
        shared.begin(new RowHistory(duel.encoder.wire(), other.history), 0);
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> duel.encoder.begin(shared, duel.visible, 0, 0));
        assertTrue(refused.getMessage().contains("another match"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> shared.expect(duel.encoder));
    }

    @Test
    void a_view_is_not_encoded_from_another_frame_than_it_was_begun_for() {
        final Duel duel = new Duel();
        final SharedRows shared = new SharedRows(duel.encoder.wire());
        duel.history.put(0, duel.state.block());
        duel.history.put(1, duel.state.block());
        final RowHistory changes = new RowHistory(duel.encoder.wire(), duel.history);
        shared.begin(changes, 0);
        duel.encoder.begin(shared, duel.visible, 0, 0);
        shared.begin(changes, 1);
        assertThrows(IllegalStateException.class, () -> duel.encoder.encodePart(duel.out, 0));
    }
}
