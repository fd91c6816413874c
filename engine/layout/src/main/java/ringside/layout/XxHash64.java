package ringside.layout;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * XXH64, the 64-bit hash of Yann Collet's xxHash specification (version 0.1.1), over little-endian memory. Stateless;
 * allocates nothing.
 */
public final class XxHash64 {
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;

    private XxHash64() {}

    /** Hashes {@code length} bytes of {@code buffer} from {@code offset}. */
    public static long hash(final DirectBuffer buffer, final int offset, final int length, final long seed) {
        final int end = offset + length;
        int at = offset;
        long h;
        if (length >= 32) {
            long v1 = seed + P1 + P2;
            long v2 = seed + P2;
            long v3 = seed;
            long v4 = seed - P1;
            for (final int limit = end - 32; at <= limit; at += 32) {
                v1 = round(v1, word(buffer, at));
                v2 = round(v2, word(buffer, at + 8));
                v3 = round(v3, word(buffer, at + 16));
                v4 = round(v4, word(buffer, at + 24));
            }
            h = Long.rotateLeft(v1, 1) + Long.rotateLeft(v2, 7) + Long.rotateLeft(v3, 12) + Long.rotateLeft(v4, 18);
            h = mergeLane(h, v1);
            h = mergeLane(h, v2);
            h = mergeLane(h, v3);
            h = mergeLane(h, v4);
        } else {
            h = seed + P5;
        }
        h += length;
        for (; at + 8 <= end; at += 8) {
            h = Long.rotateLeft(h ^ round(0, word(buffer, at)), 27) * P1 + P4;
        }
        if (at + 4 <= end) {
            final long half = buffer.getInt(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL;
            h = Long.rotateLeft(h ^ (half * P1), 23) * P2 + P3;
            at += 4;
        }
        for (; at < end; at++) {
            h = Long.rotateLeft(h ^ ((buffer.getByte(at) & 0xFF) * P5), 11) * P1;
        }
        return avalanche(h);
    }

    /** Folds one value into a running hash: order matters. */
    public static long combine(final long hash, final long value) {
        return avalanche(Long.rotateLeft(hash ^ round(0, value), 27) * P1 + P4);
    }

    /** A hash as people and tools write it: 16 hexadecimal digits. */
    public static String hex(final long hash) {
        final StringBuilder out = new StringBuilder(16);
        for (int shift = 60; shift >= 0; shift -= 4) {
            out.append(Character.forDigit((int) (hash >>> shift) & 15, 16));
        }
        return out.toString();
    }

    private static long word(final DirectBuffer buffer, final int at) {
        return buffer.getLong(at, ByteOrder.LITTLE_ENDIAN);
    }

    private static long round(final long lane, final long input) {
        return Long.rotateLeft(lane + input * P2, 31) * P1;
    }

    private static long mergeLane(final long h, final long lane) {
        return (h ^ round(0, lane)) * P1 + P4;
    }

    static long avalanche(final long hash) {
        long h = hash;
        h = (h ^ (h >>> 33)) * P2;
        h = (h ^ (h >>> 29)) * P3;
        return h ^ (h >>> 32);
    }
}
