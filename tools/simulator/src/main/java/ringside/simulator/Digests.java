package ringside.simulator;

import java.util.Arrays;
import org.agrona.DirectBuffer;

/** The events of a journal by their positions, each as one number. */
final class Digests {
    private long[] digests = new long[1 << 12];
    private int size;

    void set(final long position, final long digest) {
        final int at = Math.toIntExact(position);
        if (at >= digests.length) {
            digests = Arrays.copyOf(digests, 2 * at);
        }
        digests[at] = digest;
        size = Math.max(size, at + 1);
    }

    long get(final long position) {
        return digests[Math.toIntExact(position)];
    }

    /** How many there are: those from 0 on. */
    int size() {
        return size;
    }

    /** Forgets what lies beyond a position. */
    void cutBehind(final long position) {
        size = Math.min(size, Math.toIntExact(position + 1));
    }

    static long of(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        long digest = lengthBytes;
        int at = 0;
        for (; at + Long.BYTES <= lengthBytes; at += Long.BYTES) {
            digest = (digest ^ buffer.getLong(offset + at)) * 0x9E37_79B9_7F4A_7C15L;
            digest ^= digest >>> 32;
        }
        for (; at < lengthBytes; at++) {
            digest = digest * 31 + buffer.getByte(offset + at);
        }
        return digest;
    }
}
