package ringside.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes damaged messages of good ones: flipped bits, lying lengths, parts cut, doubled, moved, and mixed with others'. */
final class Mutator {
    private static final int MOST_CHANGES = 5;
    private static final int MOST_GROWTH_BYTES = 64;
    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        2,
        7,
        16,
        64,
        127,
        128,
        255,
        256,
        1_200,
        2_559,
        2_560,
        32_767,
        32_768,
        65_535,
        65_536,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE - 7L,
        0xFFFF_FFFFL,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private final List<byte[]> good;
    private final List<byte[]> words;
    private final SplittableRandom random;

    Mutator(final List<byte[]> good, final List<String> words, final SplittableRandom random) {
        this.good = good;
        this.words = words.stream()
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList();
        this.random = random;
    }

    /** A good message now and then, mere noise now and then, else one with a few changes. */
    byte[] next() {
        final int kind = random.nextInt(32);
        if (kind == 0) {
            return any();
        }
        if (kind == 1) {
            return noise(random.nextInt(200));
        }
        byte[] message = any();
        for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) {
            message = change(message);
        }
        return message;
    }

    private byte[] any() {
        return good.get(random.nextInt(good.size())).clone();
    }

    private byte[] noise(final int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] change(final byte[] message) {
        final int at = random.nextInt(message.length + 1);
        switch (random.nextInt(words.isEmpty() ? 9 : 11)) {
            case 0 -> {
                return Arrays.copyOf(message, at);
            }
            case 1 -> {
                return joined(message, noise(random.nextInt(MOST_GROWTH_BYTES)));
            }
            case 2 -> {
                final byte[] other = any();
                final int from = random.nextInt(other.length + 1);
                return joined(Arrays.copyOf(message, at), Arrays.copyOfRange(other, from, other.length));
            }
            case 3 -> {
                final int end = Math.min(message.length, at + 1 + random.nextInt(16));
                return joined(Arrays.copyOf(message, at), Arrays.copyOfRange(message, end, message.length));
            }
            case 4 -> {
                final int end = Math.min(message.length, at + random.nextInt(MOST_GROWTH_BYTES));
                return joined(Arrays.copyOf(message, end), Arrays.copyOfRange(message, at, message.length));
            }
            case 5, 6 -> number(message, at);
            case 9, 10 -> {
                final byte[] word = words.get(random.nextInt(words.size()));
                return joined(
                        joined(Arrays.copyOf(message, at), word), Arrays.copyOfRange(message, at, message.length));
            }
            default -> {
                if (at < message.length) {
                    message[at] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
        return message;
    }

    /** Writes a number that is often a bound, of some width, one way round or the other. */
    private void number(final byte[] message, final int at) {
        final long near = random.nextInt(4) == 0 ? message.length + random.nextInt(5) - 2L : 0;
        final long number = near != 0 ? near : NUMBERS[random.nextInt(NUMBERS.length)];
        final ByteBuffer bytes = ByteBuffer.wrap(message);
        bytes.order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        final int width = 1 << random.nextInt(4);
        if (at + width > message.length) {
            return;
        }
        switch (width) {
            case 1 -> bytes.put(at, (byte) number);
            case 2 -> bytes.putShort(at, (short) number);
            case 4 -> bytes.putInt(at, (int) number);
            default -> bytes.putLong(at, number);
        }
    }

    private static byte[] joined(final byte[] first, final byte[] second) {
        final ByteArrayOutputStream all = new ByteArrayOutputStream(first.length + second.length);
        all.writeBytes(first);
        all.writeBytes(second);
        return all.toByteArray();
    }
}
