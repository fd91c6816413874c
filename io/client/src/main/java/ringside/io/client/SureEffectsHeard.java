package ringside.io.client;

import ringside.layout.EffectClass;
import ringside.layout.RecordType;

/**
 * Up to where sure effects were told: a server that never spoke with this client goes on from there. They come in the order
 * of their frames, so a frame and a count within it say it all. Not thread-safe.
 */
final class SureEffectsHeard {
    private int frame = -1;
    private int count;

    /** An effect of that frame was told. */
    void told(final int effectFrame, final RecordType type) {
        if (type.effectClass() != EffectClass.SURE) {
            return;
        }
        count = effectFrame == frame ? count + 1 : 1;
        frame = effectFrame;
    }

    /** The frame of the last one; -1 before the first. */
    int frame() {
        return frame;
    }

    /** Those of that frame. */
    int count() {
        return count;
    }
}
