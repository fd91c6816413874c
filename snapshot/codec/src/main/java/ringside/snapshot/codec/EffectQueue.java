package ringside.snapshot.codec;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.Rows;

/**
 * The effects that one client is yet to be sent, or to acknowledge.
 *
 * <p>Sure effects get a running number of their own, so that effects hidden from the client leave no gap. An
 * acknowledged one keeps its place until all before it are acknowledged too: a client that starts over without its
 * memory gets them again, one that kept its memory drops what it knows by number.
 *
 * <p>Which rows an effect names is kept as handles beside its record, for the wire ids in the record hold only as long as
 * the client is shown these rows under them: after a new beginning they are found anew, and where an id has passed to
 * another row, none is named.
 *
 * <p>Both kinds stand in one block of slots: sure ones first, each at its number modulo their room, then the momentary
 * ones. There is as much room as ever waited at once.
 */
final class EffectQueue {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    // A slot: its type, its frame, whether it was acknowledged, the record, then the handles of the rows that it names.
    private static final int TYPE = 0;
    private static final int FRAME = 4;
    private static final int ACKNOWLEDGED = 8;
    private static final int RECORD = 12;

    private final WireLayout wire;
    private final int mostSure;
    private final int mostMomentary;
    private final int handlesAt;
    private final int slotBytes;
    private final UnsafeBuffer slots = new UnsafeBuffer(0, 0);
    private int sureRoom;
    private int momentaryRoom;
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
        mostSure = limits.pendingSure();
        mostMomentary = limits.pendingMomentary();
        int longest = 0;
        int mostRefs = 0;
        for (final WireRecord effect : wire.effects) {
            longest = Math.max(longest, effect.type.lengthBytes());
            int refs = 0;
            for (final WireColumn field : effect.fields) {
                refs += field.kind == WireColumn.Kind.REF ? 1 : 0;
            }
            mostRefs = Math.max(mostRefs, refs);
        }
        handlesAt = (RECORD + longest + 3) & ~3;
        slotBytes = (handlesAt + mostRefs * Integer.BYTES + 7) & ~7;
    }

    // ---- slots

    int typeId(final int slot) {
        return slots.getInt(slot + TYPE, LE);
    }

    int frame(final int slot) {
        return slots.getInt(slot + FRAME, LE);
    }

    DirectBuffer buffer() {
        return slots;
    }

    int recordAt(final int slot) {
        return slot + RECORD;
    }

    /** The slot of a sure effect that waits. */
    int sure(final int number) {
        return number % sureRoom * slotBytes;
    }

    private int momentary(final int number) {
        return (sureRoom + number % momentaryRoom) * slotBytes;
    }

    private boolean isAcknowledged(final int number) {
        return slots.getInt(sure(number) + ACKNOWLEDGED, LE) != 0;
    }

    private void acknowledged(final int number, final boolean value) {
        slots.putInt(sure(number) + ACKNOWLEDGED, value ? 1 : 0, LE);
    }

    private void makeRoom(final int sure, final int momentary) {
        final int oldSure = sureRoom;
        final int oldMomentary = momentaryRoom;
        final UnsafeBuffer old = new UnsafeBuffer(slots);
        slots.wrap(new byte[(sure + momentary) * slotBytes]);
        sureRoom = sure;
        momentaryRoom = momentary;
        for (int number = firstSure; number < nextSure; number++) {
            slots.putBytes(sure(number), old, number % oldSure * slotBytes, slotBytes);
        }
        for (int number = firstMomentary; number < nextMomentary; number++) {
            slots.putBytes(momentary(number), old, (oldSure + number % oldMomentary) * slotBytes, slotBytes);
        }
    }

    // ---- what comes in

    boolean isNew(final long seq) {
        return seq > lastSeq;
    }

    boolean isFullFor(final int typeId) {
        return wire.effects[typeId].sure && nextSure - firstSure == mostSure;
    }

    /** Takes an effect in; the caller has made sure that it {@link #isNew} and finds room. */
    void add(final long seq, final int frame, final int typeId, final DirectBuffer from, final int offset) {
        lastSeq = seq;
        final int slot = wire.effects[typeId].sure ? nextSureSlot() : nextMomentarySlot();
        slots.putInt(slot + TYPE, typeId, LE);
        slots.putInt(slot + FRAME, frame, LE);
        slots.putInt(slot + ACKNOWLEDGED, 0, LE);
        slots.putBytes(slot + RECORD, from, offset, wire.effects[typeId].type.lengthBytes());
        int handleAt = slot + handlesAt;
        for (final WireColumn field : wire.effects[typeId].fields) {
            if (field.kind == WireColumn.Kind.REF) {
                slots.putInt(handleAt, field.ref(slots, slot + RECORD), LE);
                slots.putInt(slot + RECORD + field.offset, 0, LE);
                handleAt += Integer.BYTES;
            }
        }
    }

    private int nextSureSlot() {
        if (nextSure - firstSure == sureRoom) {
            makeRoom(Math.min(mostSure, Math.max(2, sureRoom * 2)), momentaryRoom);
        }
        return sure(nextSure++);
    }

    private int nextMomentarySlot() {
        if (nextMomentary - firstMomentary == mostMomentary) {
            firstMomentary++;
            droppedMomentary++;
        } else if (nextMomentary - firstMomentary == momentaryRoom) {
            makeRoom(sureRoom, Math.min(mostMomentary, Math.max(2, momentaryRoom * 2)));
        }
        return momentary(nextMomentary++);
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

    /** Everything that is not known to have arrived in order is sent again, to one who is shown no row any more. */
    void sendAgain() {
        for (int number = firstSure; number < nextSure; number++) {
            acknowledged(number, false);
            nameNone(sure(number));
        }
        for (int number = firstMomentary; number < nextMomentary; number++) {
            nameNone(momentary(number));
        }
        unresolvedSure = firstSure;
        unresolvedMomentary = firstMomentary;
    }

    private void nameNone(final int slot) {
        for (final WireColumn field : wire.effects[typeId(slot)].fields) {
            if (field.kind == WireColumn.Kind.REF) {
                slots.putInt(slot + RECORD + field.offset, 0, LE);
            }
        }
    }

    void acknowledge(final int number) {
        if (number >= firstSure && number < nextSure) {
            acknowledged(number, true);
            while (firstSure < nextSure && isAcknowledged(firstSure)) {
                firstSure++;
            }
        }
    }

    // ---- what goes out

    int firstSure() {
        return firstSure;
    }

    long droppedMomentary() {
        return droppedMomentary;
    }

    /** The first sure effect from {@code number} on that may be shown at {@code frame}, or -1. */
    int nextSure(final int number, final int frame) {
        for (int at = Math.max(number, firstSure); at < nextSure; at++) {
            if (frame(sure(at)) > frame) {
                return -1;
            }
            if (!isAcknowledged(at)) {
                return at;
            }
        }
        return -1;
    }

    boolean hasMomentary(final int frame) {
        return firstMomentary < nextMomentary && frame(momentary(firstMomentary)) <= frame;
    }

    /** The slot of the oldest momentary effect. */
    int oldestMomentary() {
        return momentary(firstMomentary);
    }

    void removeMomentary() {
        firstMomentary++;
    }

    void expireMomentary(final int oldestFrame) {
        while (firstMomentary < nextMomentary && frame(momentary(firstMomentary)) < oldestFrame) {
            firstMomentary++;
            droppedMomentary++;
        }
    }

    // ---- references

    /**
     * Finds the wire ids of the rows that effects name. Called twice: while the wire ids are still those of the last view,
     * so that a row may be named that ends in this one, then, as the final call, when they are those of this view. What
     * was found for an earlier view stays, unless the id has passed to another row since.
     *
     * @param frame of the view; what happened later is not shown with it, and may name rows that are not there yet
     */
    void resolveRefs(final ShownRows rows, final int frame, final boolean isFinal) {
        for (int at = firstSure; at < nextSure; at++) {
            resolve(sure(at), rows, at >= unresolvedSure, isFinal);
        }
        for (int at = firstMomentary; at < nextMomentary; at++) {
            resolve(momentary(at), rows, at >= unresolvedMomentary, isFinal);
        }
        if (isFinal) {
            unresolvedSure = Math.max(unresolvedSure, firstSure);
            while (unresolvedSure < nextSure && frame(sure(unresolvedSure)) <= frame) {
                unresolvedSure++;
            }
            unresolvedMomentary = Math.max(unresolvedMomentary, firstMomentary);
            while (unresolvedMomentary < nextMomentary && frame(momentary(unresolvedMomentary)) <= frame) {
                unresolvedMomentary++;
            }
        }
    }

    private void resolve(final int slot, final ShownRows rows, final boolean isNew, final boolean isFinal) {
        int handleAt = slot + handlesAt;
        for (final WireColumn field : wire.effects[typeId(slot)].fields) {
            if (field.kind == WireColumn.Kind.REF) {
                final int handle = slots.getInt(handleAt, LE);
                final int at = slot + RECORD + field.offset;
                slots.putInt(at, refTo(field, handle, slots.getInt(at, LE), rows, isNew, isFinal), LE);
                handleAt += Integer.BYTES;
            }
        }
    }

    private int refTo(
            final WireColumn field,
            final int handle,
            final int found,
            final ShownRows rows,
            final boolean isNew,
            final boolean isFinal) {
        // Handles of live rows carry a bit; all else names no row.
        if (field.refTarget < 0 || (handle & Rows.SINGLE) == 0) {
            return 0;
        }
        final WireTable table = wire.tables[field.refTarget];
        if (found != 0) {
            return isFinal && rows.isTaken(table, found - 1, handle) ? 0 : found;
        }
        return isNew ? rows.refTo(table, handle) : 0;
    }
}
