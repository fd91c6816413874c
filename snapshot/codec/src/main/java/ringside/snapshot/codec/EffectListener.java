package ringside.snapshot.codec;

import org.agrona.DirectBuffer;
import ringside.layout.RecordType;

/** Takes the effects that a decoder delivers: sure ones exactly once and in order, momentary ones as they come. */
@FunctionalInterface
public interface EffectListener {
    /**
     * Takes one effect.
     *
     * @param frame the frame in which it happened
     * @param record where its record stands in canonical form, until this call returns. A reference is one more than
     *     the wire id of the row it names, or 0; fields that no client is shown have their default
     */
    void onEffect(int frame, RecordType type, DirectBuffer record, int offset);
}
