package ringside.replay.page;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.MatchSnapshot;
import ringside.layout.RecordType;

/** Takes each effect of a match once, from the states of its frames: those in a row, none left out. */
final class EffectTape {
    /** An effect that was taken. */
    record Taken(int frame, RecordType type, boolean isShown, DirectBuffer record) {}

    private static final int NONE_SEEN = -1;

    private final List<Taken> taken = new ArrayList<>();
    private int seen = NONE_SEEN;

    /** Forgets what was taken; goes on with what comes. */
    void clear() {
        taken.clear();
    }

    int count() {
        return taken.size();
    }

    List<Taken> taken() {
        return taken;
    }

    /** Takes what is new in a frame; of the first frame, what happened in it. */
    void take(final MatchSnapshot snapshot, final int frame, final @Nullable Sight sight) {
        final int next = snapshot.nextEffect();
        for (int sequence = Math.max(seen, snapshot.oldestEffect()); sequence < next; sequence++) {
            final int row = snapshot.effectRow(sequence);
            if (seen != NONE_SEEN || snapshot.effectFrame(row) == frame) {
                final RecordType type = snapshot.effectType(row);
                final byte[] record = new byte[type.lengthBytes()];
                snapshot.state().block().getBytes(snapshot.effectRecordOffset(row), record);
                taken.add(new Taken(
                        snapshot.effectFrame(row),
                        type,
                        sight == null || sight.isEffectShown(row),
                        new UnsafeBuffer(record)));
            }
        }
        seen = next;
    }

    void writeTo(final FrameWriter out) {
        for (final Taken effect : taken) {
            out.effect(effect.frame(), effect.type().id(), effect.isShown(), effect.record());
        }
    }
}
