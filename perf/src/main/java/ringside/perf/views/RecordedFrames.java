package ringside.perf.views;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.Layout;
import ringside.snapshot.codec.SnapshotHistory;

/** All snapshots of a match, of which the last ones before the newest are there, as a server holds them. */
final class RecordedFrames implements SnapshotHistory {
    private static final int HELD = 64;

    private final List<UnsafeBuffer> recorded = new ArrayList<>();
    private final UnsafeBuffer[] held = new UnsafeBuffer[HELD];
    private final Layout layout;
    private int newest = -1;

    RecordedFrames(final Layout layout) {
        this.layout = layout;
        for (int i = 0; i < HELD; i++) {
            held[i] = new UnsafeBuffer(new byte[layout.snapshotBytes()]);
        }
    }

    /** Records a copy of a state's snapshot. */
    void record(final DirectBuffer block) {
        recorded.add(copy(layout, block));
    }

    static UnsafeBuffer copy(final Layout layout, final DirectBuffer block) {
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[layout.snapshotBytes()]);
        layout.copySnapshot(block, 0, copy, 0);
        return copy;
    }

    int count() {
        return recorded.size();
    }

    void show(final int frame) {
        newest = frame;
        at(frame).putBytes(0, recorded.get(frame), 0, layout.snapshotBytes());
    }

    int newest() {
        return newest;
    }

    @Override
    public boolean has(final int frame) {
        return frame >= 0 && frame <= newest && frame > newest - HELD;
    }

    @Override
    public UnsafeBuffer at(final int frame) {
        return held[frame % HELD];
    }
}
