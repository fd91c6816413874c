package ringside.io.session;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.AcksMessage;
import ringside.io.protocol.HelloMessage;

/** Notes of one viewer what its views were made of. Belongs to whoever has the viewer's encoder; allocates nothing. */
final class ViewNotes {
    private static final int NO_FRAME = -1;
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private final ViewLog log;
    private final int viewer;
    private final UnsafeBuffer scratch;
    private final ViewLogEntry entry = new ViewLogEntry();
    private int number;
    private int taken = NO_FRAME;
    private int takenFlags;

    ViewNotes(final ViewLog log) {
        this.log = log;
        viewer = log.nextViewer();
        scratch = new UnsafeBuffer(new byte[viewer == 0 ? 0 : ViewLogEntry.MAX_BYTES]);
    }

    private boolean isOff() {
        return viewer == 0;
    }

    void began(
            final boolean isNew,
            final int match,
            final int player,
            final int reignsFrom,
            final HelloMessage.@Nullable Resume resume) {
        if (isOff()) {
            return;
        }
        flushTaken();
        entry.begin(scratch, ViewLogEntry.BEGIN_BYTES, isNew ? ViewLogEntry.BEGIN : ViewLogEntry.RESUME, viewer, number)
                .flags(resume == null ? 0 : ViewLogEntry.TOLD_BEFORE)
                .set(0, match)
                .set(4, player)
                .set(8, reignsFrom)
                .set(12, resume == null ? 0 : resume.nextSureEffect())
                .set(16, resume == null ? NO_FRAME : resume.lastSureFrame())
                .set(20, resume == null ? 0 : resume.lastSureCount());
        put(ViewLogEntry.BEGIN_BYTES);
    }

    /** Those that count, in their order. */
    void acknowledged(final AcksMessage acks, final int newestSentFrame) {
        if (isOff()) {
            return;
        }
        flushTaken();
        int count = 0;
        for (int i = 0; i < acks.count(); i++) {
            final int frame = acks.frame(i);
            if (frame >= 0 && frame <= newestSentFrame) {
                final int at = ViewLogEntry.BODY + 4 + 8 * count;
                scratch.putInt(at, frame, LE);
                scratch.putInt(at + 4, acks.part(i), LE);
                count++;
            }
        }
        if (count > 0) {
            final int length = ViewLogEntry.BODY + 4 + 8 * count;
            entry.begin(scratch, length, ViewLogEntry.ACKS, viewer, number).set(0, count);
            put(length);
        }
    }

    /** Effects of a frame were taken in; what follows says whether a view was made of it. */
    void tookEffects(final int frame, final boolean isShownEverything) {
        if (isOff()) {
            return;
        }
        flushTaken();
        taken = frame;
        takenFlags = isShownEverything ? ViewLogEntry.EVERYTHING : 0;
    }

    void sent(final int frame, final int micros, final long missingFrames, final ViewScratch made) {
        if (isOff()) {
            return;
        }
        taken = NO_FRAME;
        entry.begin(scratch, ViewLogEntry.VIEW_BYTES, ViewLogEntry.VIEW, viewer, number)
                .flags(takenFlags)
                .set(0, frame)
                .set(4, micros)
                .setLong(8, missingFrames)
                .setLong(16, made.digest())
                .set(24, (int) made.bytes())
                .set(28, made.count());
        put(ViewLogEntry.VIEW_BYTES);
    }

    void torn(final int frame) {
        if (isOff()) {
            return;
        }
        taken = NO_FRAME;
        entry.begin(scratch, ViewLogEntry.FRAME_BYTES, ViewLogEntry.TORN, viewer, number)
                .flags(takenFlags)
                .set(0, frame);
        put(ViewLogEntry.FRAME_BYTES);
    }

    private void flushTaken() {
        if (taken != NO_FRAME) {
            entry.begin(scratch, ViewLogEntry.FRAME_BYTES, ViewLogEntry.EFFECTS, viewer, number)
                    .flags(takenFlags)
                    .set(0, taken);
            taken = NO_FRAME;
            put(ViewLogEntry.FRAME_BYTES);
        }
    }

    private void put(final int lengthBytes) {
        number++;
        log.put(scratch, 0, lengthBytes);
    }
}
