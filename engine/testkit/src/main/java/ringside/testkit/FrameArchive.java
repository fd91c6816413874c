package ringside.testkit;

import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Copies of the match after each frame, as many as fit: so that a difference found later can be shown by column. */
final class FrameArchive {
    private static final long MAX_BYTES = 64L * 1024 * 1024;

    private final Map<Integer, UnsafeBuffer> blocks = new HashMap<>();
    private long bytes;

    /** Keeps a frame while there is room; of a frame that comes twice the last. */
    void keep(final int frame, final DirectBuffer block) {
        if (bytes + block.capacity() <= MAX_BYTES) {
            final byte[] copy = new byte[block.capacity()];
            block.getBytes(0, copy);
            blocks.put(frame, new UnsafeBuffer(copy));
            bytes += copy.length;
        }
    }

    @Nullable
    UnsafeBuffer find(final int frame) {
        return blocks.get(frame);
    }
}
