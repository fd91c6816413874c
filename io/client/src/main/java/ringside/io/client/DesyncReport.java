package ringside.io.client;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.logic.LockstepReplica;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.PartMessage;

/**
 * What this client computed of a frame that differs, on its way to the server in parts: a few at a time, all of them again
 * until an answer comes, and not for ever. One in ten seconds. Not thread-safe; times in nanoseconds.
 */
final class DesyncReport {
    /** Between two reports: the server takes no more. */
    static final long INTERVAL_NS = 10_100_000_000L;

    private static final long PACE_NS = 16_000_000;
    private static final int PARTS_A_TIME = 4;
    private static final long AGAIN_NS = 300_000_000;
    private static final long GIVE_UP_NS = 5_000_000_000L;
    private static final int NO_FRAME = -1;

    private UnsafeBuffer image = new UnsafeBuffer(new byte[0]);
    private int frame = NO_FRAME;
    private int nextPart;
    private long dueNs;
    private long giveUpNs;
    private long nextReportNs = Long.MIN_VALUE;

    boolean isOpen() {
        return frame != NO_FRAME;
    }

    /** The frame that was reported, while no answer came. */
    int frame() {
        return frame;
    }

    /** False when the last report was too short a time ago, or has no answer yet. */
    boolean begin(final LockstepReplica replica, final int imageBytes, final long nowNs) {
        if (isOpen() || nowNs < nextReportNs) {
            return false;
        }
        image = new UnsafeBuffer(new byte[imageBytes]);
        replica.writeImage(image, 0);
        frame = replica.frame();
        nextPart = 0;
        dueNs = nowNs;
        giveUpNs = nowNs + GIVE_UP_NS;
        nextReportNs = nowNs + INTERVAL_NS;
        return true;
    }

    /** An answer came, or none will. */
    void close() {
        frame = NO_FRAME;
        image = new UnsafeBuffer(new byte[0]);
    }

    long dueNs() {
        return isOpen() ? dueNs : Long.MAX_VALUE;
    }

    boolean isGivenUp(final long nowNs) {
        return isOpen() && nowNs >= giveUpNs;
    }

    /** How many parts to write now with {@link #write}. */
    int partsDue(final long nowNs) {
        if (!isOpen() || nowNs < dueNs) {
            return 0;
        }
        return Math.min(PARTS_A_TIME, PartMessage.partsOf(image.capacity()) - nextPart);
    }

    /** Writes the next part; returns the message's length. */
    int write(final MutableDirectBuffer into, final long nowNs) {
        final int length = PartMessage.write(MessageType.DESYNC, frame, nextPart, image, 0, image.capacity(), into, 0);
        nextPart++;
        final boolean isLast = nextPart == PartMessage.partsOf(image.capacity());
        nextPart = isLast ? 0 : nextPart;
        dueNs = nowNs + (isLast ? AGAIN_NS : PACE_NS);
        return length;
    }
}
