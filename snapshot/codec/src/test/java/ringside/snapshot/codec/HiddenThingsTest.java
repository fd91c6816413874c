package ringside.snapshot.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.layout.Column;
import ringside.layout.Layout;
import ringside.layout.RecordType;
import ringside.layout.RefColumn;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.layout.Visibility;

/** Two worlds that differ only in what a viewer may not see give that viewer identical bytes. */
final class HiddenThingsTest {
    private static final int FRAMES = 200;

    private long shownParts;
    private long differingBlocks;

    @Test
    void what_a_viewer_may_not_see_has_no_influence_on_a_byte() {
        final long seed = Seed.of("what_a_viewer_may_not_see_has_no_influence_on_a_byte");
        for (int run = 0; run < 40; run++) {
            final SplittableRandom random = new SplittableRandom(seed + run);
            try {
                run(random);
            } catch (final AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dringside.seed=" + (seed + run) + ": " + e.getMessage(), e);
            }
        }
        assertTrue(shownParts > 1_000 && differingBlocks > 1_000, "the worlds did differ");
    }

    private void run(final SplittableRandom random) {
        final int maxPartBytes = 60 + random.nextInt(400);
        final Layout layout = RandomLayout.fitting(random, maxPartBytes, 20);
        final ViewLimits limits = ViewLimits.DEFAULT.withParts(maxPartBytes, 4);
        final RandomWorld world = new RandomWorld(layout, random);
        final SnapshotRing history = new SnapshotRing(layout, 32);
        final SnapshotRing otherHistory = new SnapshotRing(layout, 32);
        final ViewEncoder encoder = new ViewEncoder(new WireLayout(layout), history, limits);
        final ViewEncoder otherEncoder = new ViewEncoder(new WireLayout(layout), otherHistory, limits);
        final byte[] part = new byte[maxPartBytes];
        final byte[] otherPart = new byte[maxPartBytes];
        for (int frame = 0; frame < FRAMES; frame++) {
            world.step();
            final OtherWorld other = new OtherWorld(world, random);
            differingBlocks += other.state.hash() == world.state.hash() ? 0 : 1;
            history.put(frame, world.state.block());
            otherHistory.put(frame, other.state.block());
            offerEffect(world, other, frame, encoder, otherEncoder, random);
            encoder.begin(frame, world.visible, world.seat, world.team);
            otherEncoder.begin(frame, other.visible, world.seat, world.team);
            int length;
            int number = 0;
            do {
                Arrays.fill(part, (byte) 0);
                Arrays.fill(otherPart, (byte) 0);
                length = encoder.encodePart(new UnsafeBuffer(part), 0);
                assertEquals(length, otherEncoder.encodePart(new UnsafeBuffer(otherPart), 0), "length of a part");
                assertArrayEquals(part, otherPart, "a part's bytes");
                shownParts++;
                if (random.nextInt(3) != 0) {
                    final int acknowledged = frame - random.nextInt(4);
                    encoder.acknowledge(acknowledged, number);
                    otherEncoder.acknowledge(acknowledged, number);
                }
                number++;
            } while (length > 0);
        }
    }

    private static void offerEffect(
            final RandomWorld world,
            final OtherWorld other,
            final int frame,
            final ViewEncoder encoder,
            final ViewEncoder otherEncoder,
            final SplittableRandom random) {
        if (world.layout.effects().isEmpty() || random.nextInt(3) != 0) {
            return;
        }
        final RecordType type =
                world.layout.effects().get(random.nextInt(world.layout.effects().size()));
        final UnsafeBuffer record = new UnsafeBuffer(new byte[type.lengthBytes()]);
        world.randomise(type, record);
        final UnsafeBuffer otherRecord = new UnsafeBuffer(record.byteArray().clone());
        for (final Column field : type.columns()) {
            if (field.visibility() != Visibility.ALL) {
                world.randomise(field, otherRecord, 0);
            } else if (field instanceof final RefColumn ref
                    && !world.mayHaveSeen(ref.targetTable(), (int) field.read(record, 0))) {
                field.write(otherRecord, 0, other.hiddenRow(ref.targetTable()));
            }
        }
        // Effects that are hidden from this viewer are not offered: they leave gaps in the match's own numbers.
        encoder.offer(frame * 10L, frame, type, record, 0);
        otherEncoder.offer(frame * 30L + 7, frame, type, otherRecord, 0);
    }

    /** A copy of a world in which everything that the viewer may not see is something else. */
    private static final class OtherWorld {
        final State state;
        final RowSet visible;
        private final RandomWorld world;
        private final SplittableRandom random;

        OtherWorld(final RandomWorld world, final SplittableRandom random) {
            this.world = world;
            this.random = random;
            state = new State(world.layout);
            state.wrap(new UnsafeBuffer(new byte[world.layout.blockBytes()]), 0);
            state.block().putBytes(0, world.state.block(), 0, world.layout.blockBytes());
            visible = new RowSet(world.layout);
            for (final Table table : world.layout.tables()) {
                changeRows(table);
            }
            for (final Table table : world.layout.tables()) {
                for (int row = state.first(table); row != Rows.NONE; row = state.next(table, row)) {
                    for (final Column column : table.columns()) {
                        changeHidden(table, column, row);
                    }
                }
            }
        }

        private void changeRows(final Table table) {
            for (int index = 0; index < table.capacity(); index++) {
                final int row = world.state.rowAt(table, index);
                if (row != Rows.NONE && world.visible.containsAt(table, index)) {
                    visible.add(table, row);
                } else if (row != Rows.NONE && !table.isSingle() && random.nextBoolean()) {
                    state.remove(table, row);
                } else if (row == Rows.NONE && random.nextBoolean()) {
                    state.addAt(table, index);
                }
            }
        }

        private void changeHidden(final Table table, final Column column, final int row) {
            final int offset = state.rowOffset(table, row);
            final boolean rowInSight = visible.contains(table, row);
            final boolean inSight = rowInSight && ServerTruth.mayBeSeen(table, column, world, offset);
            final boolean decides = column == table.ownerColumn() || column == table.teamColumn();
            if (column instanceof final RefColumn ref) {
                final int target = (int) column.read(state.block(), offset);
                if (!inSight || !world.mayHaveSeen(ref.targetTable(), target)) {
                    column.write(state.block(), offset, hiddenRow(ref.targetTable()));
                }
            } else if (!inSight && !(decides && rowInSight)) {
                world.randomise(column, state.block(), offset);
            }
        }

        int hiddenRow(final Table table) {
            for (int row = state.first(table); row != Rows.NONE; row = state.next(table, row)) {
                if (!visible.contains(table, row) && !world.mayHaveSeen(table, row) && random.nextBoolean()) {
                    return row;
                }
            }
            return Rows.NONE;
        }
    }
}
