package ringside.snapshot.codec;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.layout.Rows;

/**
 * The effects that one client is yet to be sent, or to acknowledge.
 *
 * <p>Sure effects get a running number of their own, so that effects hidden from the client leave no gap. An
 * acknowledged one keeps its place until all before it are acknowledged too: a client that starts over without its
 * memory gets them again, one that kept its memory drops what it knows by number.
 */
final class EffectQueue {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private final WireLayout wire;
    private final int recordBytes;
    private final @Nullable Slot[] sure;
    private final @Nullable Slot[] momentary;
    private int firstSure;
    private int nextSure;
    private int firstMomentary;
    private int nextMomentary;
    private int unresolvedSure;
    private int unresolvedMomentary;
    private long lastSeq = -1;
    private long droppedMomentary;

    EffectQueue(final WireLayout wire, final ViewLimits limits) {
        this.wire = wire;
        int longest = 0;
        for (final WireRecord effect : wire.effects) {
            longest = Math.max(longest, effect.type.lengthBytes());
        }
        recordBytes = longest;
        sure = new Slot[limits.pendingSure()];
        momentary = new Slot[limits.pendingMomentary()];
    }

    /** One effect that waits. */
    static final class Slot {
        private final UnsafeBuffer bytes;
        private int typeId;
        private int frame;
        private boolean acknowledged;

        private Slot(final int maxBytes) {
            bytes = new UnsafeBuffer(new byte[maxBytes]);
        }

        int typeId() {
            return typeId;
        }

        int frame() {
            return frame;
        }

        DirectBuffer buffer() {
            return bytes;
        }

        int offset() {
            return 0;
        }
    }

    boolean isNew(final long seq) {
        return seq > lastSeq;
    }

    boolean isFullFor(final int typeId) {
        return wire.effects[typeId].sure && nextSure - firstSure == sure.length;
    }

    /** Takes an effect in; the caller has made sure that it {@link #isNew} and finds room. */
    void add(final long seq, final int frame, final int typeId, final DirectBuffer from, final int offset) {
        lastSeq = seq;
        final Slot slot;
        if (wire.effects[typeId].sure) {
            slot = sure(nextSure++);
        } else {
            if (nextMomentary - firstMomentary == momentary.length) {
                firstMomentary++;
                droppedMomentary++;
            }
            slot = momentary(nextMomentary++);
        }
        slot.typeId = typeId;
        slot.frame = frame;
        slot.acknowledged = false;
        slot.bytes.putBytes(0, from, offset, wire.effects[typeId].type.lengthBytes());
        for (final WireColumn field : wire.effects[typeId].fields) {
            if (field.kind == WireColumn.Kind.REF && (field.ref(slot.bytes, 0) & Rows.SINGLE) == 0) {
                // No handle of a row; it must not be taken for a wire id.
                slot.bytes.putInt(field.offset, 0, LE);
            }
        }
    }

    void numberSureFrom(final int number) {
        if (nextSure != 0 || number < 0) {
            throw new IllegalArgumentException("sure effects from number " + number + ", after " + nextSure);
        }
        firstSure = number;
        nextSure = number;
        unresolvedSure = number;
    }

    void dropSure() {
        firstSure = nextSure;
    }

    /** Everything that is not known to have arrived in order is sent again. */
    void sendAgain() {
        for (int number = firstSure; number < nextSure; number++) {
            sure(number).acknowledged = false;
        }
    }

    void acknowledge(final int number) {
        if (number >= firstSure && number < nextSure) {
            sure(number).acknowledged = true;
            while (firstSure < nextSure && sure(firstSure).acknowledged) {
                firstSure++;
            }
        }
    }

    int firstSure() {
        return firstSure;
    }

    long droppedMomentary() {
        return droppedMomentary;
    }

    /** The first sure effect from {@code number} on that may be shown at {@code frame}, or -1. */
    int nextSure(final int number, final int frame) {
        for (int at = Math.max(number, firstSure); at < nextSure; at++) {
            final Slot slot = sure(at);
            if (slot.frame > frame) {
                return -1;
            }
            if (!slot.acknowledged) {
                return at;
            }
        }
        return -1;
    }

    Slot sure(final int number) {
        return slot(sure, number);
    }

    boolean hasMomentary(final int frame) {
        return firstMomentary < nextMomentary && momentary(firstMomentary).frame <= frame;
    }

    Slot oldestMomentary() {
        return momentary(firstMomentary);
    }

    void removeMomentary() {
        firstMomentary++;
    }

    void expireMomentary(final int oldestFrame) {
        while (firstMomentary < nextMomentary && momentary(firstMomentary).frame < oldestFrame) {
            firstMomentary++;
            droppedMomentary++;
        }
    }

    private Slot momentary(final int at) {
        return slot(momentary, at);
    }

    private Slot slot(final @Nullable Slot[] ring, final int at) {
        final int index = at % ring.length;
        Slot slot = ring[index];
        if (slot == null) {
            slot = new Slot(recordBytes);
            ring[index] = slot;
        }
        return slot;
    }

    // ---- references

    /**
     * Puts wire ids in place of the row handles of effects that came since the last view. Called twice: while the wire
     * ids are still those of the last view, so that a row may be named that ends in this one, then, as the final call,
     * when they are those of this view.
     */
    void resolveRefs(final ShownRows[] rows, final boolean isFinal) {
        for (int at = Math.max(unresolvedSure, firstSure); at < nextSure; at++) {
            resolve(sure(at), rows, isFinal);
        }
        for (int at = Math.max(unresolvedMomentary, firstMomentary); at < nextMomentary; at++) {
            resolve(momentary(at), rows, isFinal);
        }
        if (isFinal) {
            unresolvedSure = nextSure;
            unresolvedMomentary = nextMomentary;
        }
    }

    private void resolve(final Slot slot, final ShownRows[] rows, final boolean isFinal) {
        for (final WireColumn field : wire.effects[slot.typeId].fields) {
            if (field.kind == WireColumn.Kind.REF) {
                final int handle = slot.bytes.getInt(field.offset, LE);
                // Handles of live rows carry a bit that no wire id has.
                if ((handle & Rows.SINGLE) != 0) {
                    final int ref = field.refTarget < 0 ? 0 : rows[field.refTarget].refTo(handle);
                    if (ref != 0 || isFinal) {
                        slot.bytes.putInt(field.offset, ref, LE);
                    }
                }
            }
        }
    }
}
