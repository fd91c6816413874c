package ringside.perf;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.arena.ArenaTrace;
import ringside.layout.Layout;
import ringside.layout.RecordView;

/**
 * The published trace's inputs, worked out ahead, so that the load costs little beside what it loads. Player {@code n} of the
 * run is player {@code n} of the trace; after the last frame kept it begins again from the first. Immutable.
 */
public final class TraceRecords {
    private static final int MOST_BYTES = 512 << 20;
    private static final int WANTED_FRAMES = 600;

    private final UnsafeBuffer records;
    private final int players;
    private final int frames;
    private final int recordBytes;

    public TraceRecords(final Layout layout, final int players) {
        this.players = players;
        recordBytes = layout.input().lengthBytes();
        frames = Math.min(WANTED_FRAMES, MOST_BYTES / (players * recordBytes));
        records = new UnsafeBuffer(ByteBuffer.allocateDirect(players * frames * recordBytes));
        final ArenaTrace trace = new ArenaTrace(layout);
        final RecordView view = new RecordView(layout.input());
        for (int frame = 0; frame < frames; frame++) {
            for (int player = 0; player < players; player++) {
                trace.input(player, frame, view.wrap(records, offset(player, frame)));
            }
        }
    }

    /** Bytes that {@link TraceRecords} takes outside the heap, at most. */
    public static int mostBytes() {
        return MOST_BYTES;
    }

    public UnsafeBuffer buffer() {
        return records;
    }

    public int recordBytes() {
        return recordBytes;
    }

    /** Frames until the trace begins again. */
    public int frames() {
        return frames;
    }

    public int offset(final int player, final long frame) {
        return ((int) (frame % frames) * players + player) * recordBytes;
    }
}
