package ringside.fuzz;

import java.util.List;
import java.util.function.Supplier;

/**
 * Something that reads bytes which a stranger may have made up, and what is asked of it. Immutable.
 *
 * @param name of its folder in the corpus: small letters and dashes
 * @param refusal the only type by which it refuses
 * @param seeds what it takes, or takes a good part of
 * @param target makes one that has read nothing yet
 * @param words put into what it reads, for what reads text
 * @param mostAllocatedBytes memory for one input
 */
public record Decoder(
        String name,
        Class<? extends RuntimeException> refusal,
        Seeds seeds,
        Supplier<FuzzTarget> target,
        List<String> words,
        long mostAllocatedBytes) {
    private static final long ALLOCATED_BYTES = 1 << 20;

    /** Makes good inputs: in code, so that they follow the formats. */
    @FunctionalInterface
    public interface Seeds {
        List<byte[]> make() throws Exception;
    }

    /** One without words of its own, which takes up to 1 MiB of memory for an input. */
    public static Decoder of(
            final String name,
            final Class<? extends RuntimeException> refusal,
            final Seeds seeds,
            final Supplier<FuzzTarget> target) {
        return new Decoder(name, refusal, seeds, target, List.of(), ALLOCATED_BYTES);
    }

    public Decoder withWords(final String... some) {
        return new Decoder(name, refusal, seeds, target, List.of(some), mostAllocatedBytes);
    }

    public Decoder allocatingAtMost(final long bytes) {
        return new Decoder(name, refusal, seeds, target, words, bytes);
    }

    /** {@link #seeds}, whatever that throws. */
    public List<byte[]> good() {
        try {
            return seeds.make();
        } catch (final Exception e) {
            throw new IllegalStateException(name + ": its seeds cannot be made", e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
