package ringside.snapshot.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.layout.Layout;

/** Bytes that no encoder wrote: one typed exception, and nothing has changed. */
final class HostileBytesTest {
    private static final int MUTANTS_PER_RUN = 2_000;

    @Test
    void malformed_parts_are_refused_and_change_nothing() {
        final long seed = Seed.of("malformed_parts_are_refused_and_change_nothing");
        int refused = 0;
        for (int run = 0; run < 15; run++) {
            final SplittableRandom random = new SplittableRandom(seed + run);
            try {
                refused += run(random);
            } catch (final AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dringside.seed=" + (seed + run) + ": " + e, e);
            }
        }
        assertTrue(refused > 5_000, "only " + refused + " were refused");
    }

    private static int run(final SplittableRandom random) {
        final int maxPartBytes = 60 + random.nextInt(300);
        final Layout layout = RandomLayout.fitting(random, maxPartBytes, 30);
        final Session session = new Session(layout, ViewLimits.DEFAULT.withParts(maxPartBytes, 6), random, 10);
        for (int i = 0; i < 60; i++) {
            session.frame();
        }
        final List<UnsafeBuffer> parts = session.arrived;
        final int known = parts.size() / 2 + random.nextInt(parts.size() / 2);
        ViewDecoder decoder = decoder(layout, parts, known);
        String state = state(decoder);
        int refused = 0;
        for (int i = 0; i < MUTANTS_PER_RUN; i++) {
            final UnsafeBuffer hostile = hostile(parts.get(random.nextInt(known, parts.size())), random);
            boolean accepted;
            try {
                accepted = decoder.apply(hostile, 0, hostile.capacity()) == ViewDecoder.Outcome.APPLIED;
            } catch (final ViewFormatException e) {
                accepted = false;
                refused++;
                assertEquals(state, state(decoder));
            }
            if (accepted) {
                decoder = decoder(layout, parts, known);
                state = state(decoder);
            }
        }
        // It still takes what is right.
        for (final UnsafeBuffer part : parts.subList(known, parts.size())) {
            decoder.apply(part, 0, part.capacity());
        }
        assertEquals(Dump.tables(session.decoder), Dump.tables(decoder));
        return refused;
    }

    private static ViewDecoder decoder(final Layout layout, final List<UnsafeBuffer> parts, final int count) {
        final ViewDecoder decoder = new ViewDecoder(layout, (frame, type, record, offset) -> {});
        for (final UnsafeBuffer part : parts.subList(0, count)) {
            decoder.apply(part, 0, part.capacity());
        }
        return decoder;
    }

    private static String state(final ViewDecoder decoder) {
        return decoder.frame() + " " + decoder.isComplete() + " " + decoder.nextSureEffect() + " " + decoder.lastInput()
                + Dump.tables(decoder);
    }

    /** Bytes in a buffer of exactly their length, so that reading beyond it is seen. */
    private static UnsafeBuffer hostile(final UnsafeBuffer part, final SplittableRandom random) {
        final List<Byte> bytes = new ArrayList<>();
        for (int i = 0; i < part.capacity(); i++) {
            bytes.add(part.getByte(i));
        }
        switch (random.nextInt(5)) {
            case 0 -> bytes.subList(random.nextInt(bytes.size()), bytes.size()).clear();
            case 1 -> {
                for (int i = PartHeader.LENGTH_BYTES; i < bytes.size(); i++) {
                    bytes.set(i, (byte) random.nextInt(256));
                }
            }
            case 2 -> {
                for (int i = random.nextInt(20); i >= 0; i--) {
                    bytes.add((byte) random.nextInt(256));
                }
            }
            default -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    final int at = random.nextInt(10) == 0
                            ? random.nextInt(bytes.size())
                            : random.nextInt(PartHeader.LENGTH_BYTES, bytes.size());
                    bytes.set(at, (byte) (bytes.get(at) ^ (1 << random.nextInt(8))));
                }
            }
        }
        final UnsafeBuffer hostile = new UnsafeBuffer(new byte[bytes.size()]);
        for (int i = 0; i < bytes.size(); i++) {
            hostile.putByte(i, bytes.get(i));
        }
        return hostile;
    }
}
