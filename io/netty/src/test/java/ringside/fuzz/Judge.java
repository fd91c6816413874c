package ringside.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Says of an input whether a {@link Decoder} did what it must: refuse by the one type that is its own, or take it. It is shown twice, to
 * two targets that have read nothing yet: once in a buffer of just its length, where reading beside it is an error, and once between the
 * bytes of others. Both must come to the same, so that no byte of others was read, and leave theirs alone. What it costs in memory has a
 * bound. Not thread-safe.
 */
public final class Judge {
    /** Longer inputs are not looked at. */
    public static final int MOST_BYTES = 1 << 20;

    private static final int CANARY_BYTES = 256;

    private final Decoder decoder;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final UnsafeBuffer shared = new UnsafeBuffer(new byte[MOST_BYTES + 2 * CANARY_BYTES]);
    private long allocatedBytes;

    public Judge(final Decoder decoder) {
        this.decoder = decoder;
    }

    /** What came of an input. */
    public record Outcome(boolean isTaken, Object what) {}

    /** Throws when anything is not as it must be. */
    public Outcome judge(final byte[] input) {
        if (input.length > MOST_BYTES) {
            return new Outcome(false, "too long");
        }
        final Outcome alone = outcome(new UnsafeBuffer(input.clone()), 0, input.length);
        final int hash = Arrays.hashCode(input);
        final int offset = 1 + Math.floorMod(hash, CANARY_BYTES - 1);
        final byte canary = (byte) (hash >>> Byte.SIZE);
        shared.setMemory(0, offset + input.length + CANARY_BYTES, canary);
        shared.putBytes(offset, input);
        final Outcome amongOthers = outcome(shared, offset, input.length);
        if (!alone.equals(amongOthers)) {
            throw new AssertionError("bytes of others were read: " + amongOthers + ", not " + alone);
        }
        requireUntouched(0, offset, canary);
        requireUntouched(offset + input.length, offset + input.length + CANARY_BYTES, canary);
        if (allocatedBytes > decoder.mostAllocatedBytes()) {
            requireFrugal(input);
        }
        return alone;
    }

    /** Classes may have been loaded meanwhile: once more, then. */
    private void requireFrugal(final byte[] input) {
        outcome(new UnsafeBuffer(input.clone()), 0, input.length);
        if (allocatedBytes > decoder.mostAllocatedBytes()) {
            throw new AssertionError(
                    "it took " + allocatedBytes + " bytes of memory; at most " + decoder.mostAllocatedBytes());
        }
    }

    private void requireUntouched(final int from, final int to, final byte canary) {
        for (int i = from; i < to; i++) {
            if (shared.getByte(i) != canary) {
                throw new AssertionError("bytes of others were written");
            }
        }
    }

    private Outcome outcome(final UnsafeBuffer buffer, final int offset, final int length) {
        final FuzzTarget target = decoder.target().get();
        final long before = threads.getCurrentThreadAllocatedBytes();
        Outcome outcome;
        try {
            outcome = new Outcome(true, target.take(buffer, offset, length));
        } catch (final RuntimeException e) {
            if (!decoder.refusal().isInstance(e)) {
                throw e;
            }
            outcome = new Outcome(false, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        allocatedBytes = threads.getCurrentThreadAllocatedBytes() - before;
        return outcome;
    }
}
