package ringside.faults;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Damages one direction of a stream: flips bits, sends some bytes twice, swallows some. What is done where follows from the seed and the
 * place in the stream alone, however the bytes are cut into reads. Not thread-safe.
 */
final class Damage {
    private static final int MOST_BYTES = 64;

    private final SplittableRandom random;
    private final int onceInBytes;
    private final byte[] last = new byte[MOST_BYTES];
    private long at;
    private long next;
    private int swallows;
    private int faults;

    /** @param onceInBytes on average; 0 for none at all */
    Damage(final long seed, final int onceInBytes) {
        random = new SplittableRandom(seed);
        this.onceInBytes = onceInBytes;
        next = onceInBytes == 0 ? Long.MAX_VALUE : distance();
    }

    private long distance() {
        return 1 + random.nextLong(2L * onceInBytes);
    }

    /** What comes of these bytes. */
    byte[] of(final byte[] bytes, final int length) {
        if (onceInBytes == 0) {
            return Arrays.copyOf(bytes, length);
        }
        final ByteArrayOutputStream out = new ByteArrayOutputStream(length + MOST_BYTES);
        for (int i = 0; i < length; i++, at++) {
            byte value = bytes[i];
            if (at == next) {
                value = fault(value, out);
                next = at + distance();
            }
            last[(int) (at % MOST_BYTES)] = value;
            if (swallows > 0) {
                swallows--;
            } else {
                out.write(value);
            }
        }
        return out.toByteArray();
    }

    private byte fault(final byte value, final ByteArrayOutputStream out) {
        faults++;
        final int many = 1 + random.nextInt(MOST_BYTES);
        switch (random.nextInt(3)) {
            case 0 -> {
                return (byte) (value ^ (1 << random.nextInt(Byte.SIZE)));
            }
            case 1 -> {
                for (long from = Math.max(0, at - many); from < at; from++) {
                    out.write(last[(int) (from % MOST_BYTES)]);
                }
            }
            default -> swallows = many;
        }
        return value;
    }

    int faults() {
        return faults;
    }
}
