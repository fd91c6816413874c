package ringside.bots;

import ringside.engine.math.SplitMix64;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.Layout;
import ringside.layout.RecordView;

/**
 * Valid inputs of any game: each number of the input record takes another value from its range every few frames, at its
 * own times. Text, bytes and references keep their defaults. Thread-safe but for {@code out}.
 */
public final class RandomInputs implements InputSource {
    private static final int HOLD_FRAMES = 12;

    private final Layout layout;
    private final long seed;

    public RandomInputs(final Layout layout, final long seed) {
        this.layout = layout;
        this.seed = seed;
    }

    @Override
    public void input(final int player, final int frame, final RecordView out) {
        out.reset();
        for (int i = 0, n = layout.input().columns().size(); i < n; i++) {
            final Column column = layout.input().columns().get(i);
            if (column.type() != ColumnType.BYTES && column.type() != ColumnType.REF) {
                final int stretch = (frame + i * 5 + player * 7) / HOLD_FRAMES;
                final long what = ((long) player << 40) + ((long) i << 32) + stretch;
                final long draw = SplitMix64.mix(SplitMix64.advance(seed ^ SplitMix64.mix(what)));
                column.write(out.buffer(), 0, within(draw, column.min(), column.max()));
            }
        }
    }

    private static long within(final long draw, final long min, final long max) {
        final long size = max - min + 1;
        return size == 0 ? draw : min + Long.remainderUnsigned(draw, size);
    }
}
