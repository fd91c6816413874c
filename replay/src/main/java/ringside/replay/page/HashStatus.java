package ringside.replay.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import ringside.layout.XxHash64;

/** How far the hashes of a match were compared, and what came of it. One thread at a time. */
final class HashStatus {
    /** Stretches of frames without a recorded hash that are told one by one. */
    private static final int MOST_STRETCHES = 200;

    private final int firstFrame;
    private final BitSet recorded = new BitSet();
    private long[] computed = new long[4_096];
    private int count;
    private int comparedTo;
    private long verified;
    private @Nullable Difference difference;

    private record Difference(int frame, long recorded, long computed) {}

    HashStatus(final int firstFrame) {
        this.firstFrame = firstFrame;
        comparedTo = firstFrame - 1;
    }

    void computed(final int frame, final long hash) {
        final int index = frame - firstFrame;
        if (index >= 0) {
            if (index >= computed.length) {
                computed = Arrays.copyOf(computed, Math.max(index + 1, computed.length * 2));
            }
            computed[index] = hash;
            count = index + 1;
        }
    }

    void recorded(final int frame, final long hash) {
        final int index = frame - firstFrame;
        if (index < 0 || index >= count) {
            return;
        }
        recorded.set(index);
        comparedTo = Math.max(comparedTo, frame);
        if (computed[index] == hash) {
            verified++;
        } else if (difference == null) {
            difference = new Difference(frame, hash, computed[index]);
        }
    }

    /** Nothing more comes. */
    void end() {
        comparedTo = firstFrame + count - 1;
    }

    void writeTo(final ObjectNode out) {
        out.put("comparedTo", comparedTo);
        out.put("framesVerified", verified);
        out.put(
                "framesUnhashed",
                comparedTo
                        - firstFrame
                        + 1
                        - recorded.get(0, comparedTo - firstFrame + 1).cardinality());
        final Difference first = difference;
        if (first == null) {
            out.putNull("divergence");
        } else {
            final ObjectNode divergence = out.putObject("divergence");
            divergence.put("frame", first.frame());
            divergence.put("recorded", XxHash64.hex(first.recorded()));
            divergence.put("replayed", XxHash64.hex(first.computed()));
        }
        final ArrayNode stretches = out.putArray("unhashed");
        final int end = comparedTo - firstFrame + 1;
        int from = recorded.nextClearBit(0);
        while (from < end && stretches.size() < MOST_STRETCHES) {
            final int next = recorded.nextSetBit(from);
            final int to = next < 0 ? end : Math.min(end, next);
            stretches.addArray().add(firstFrame + from).add(firstFrame + to - 1);
            from = recorded.nextClearBit(to);
        }
    }
}
