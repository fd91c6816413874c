package ringside.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a {@link FuzzTarget} with damaged messages for some seconds: {@code -Dringside.fuzzSeconds}, else 5, or 60 in the deep
 * build. Each message must be refused by the type that was named, or come to something. It is shown twice, to two targets that have
 * seen the same before: once in a buffer of just its length, where reading beside it is an error, and once between the bytes of
 * others, which differ from time to time. Both must come to the same, so that no byte of others was read, and leave theirs alone.
 *
 * <p>What a message costs in memory has a bound, and one that takes longer than two minutes is a defect, which is named with its stack.
 */
public final class Fuzz {
    static final long SECONDS = Long.getLong("ringside.fuzzSeconds", 5);
    private static final long STUCK_SECONDS = 120;

    /** On a machine that has no time it takes longer, but is not left out. */
    private static final long LEAST_MESSAGES = 100;

    private static final int CANARY_BYTES = 256;
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_SHOWN_BYTES = 4_096;

    /** Messages whose memory is not counted: classes are loaded meanwhile. */
    private static final int WARM_UP = 200;

    private final String name;
    private final Class<? extends RuntimeException> refusal;
    private final List<String> words;
    private final long mostAllocatedBytes;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final UnsafeBuffer shared = new UnsafeBuffer(new byte[MOST_BYTES + 2 * CANARY_BYTES]);
    private long messages;
    private long refused;
    private long accepted;
    private volatile byte[] current = {};
    private volatile @Nullable Throwable failure;

    private Fuzz(
            final String name,
            final Class<? extends RuntimeException> refusal,
            final List<String> words,
            final long mostAllocatedBytes) {
        this.name = name;
        this.refusal = refusal;
        this.words = words;
        this.mostAllocatedBytes = mostAllocatedBytes;
    }

    /** A run under that name, whose target refuses by exceptions of just this type. */
    public static Fuzz of(final String name, final Class<? extends RuntimeException> refusal) {
        return new Fuzz(name, refusal, List.of(), 1 << 20);
    }

    /** The same that puts such words in, for what reads text. */
    public Fuzz withWords(final String... some) {
        return new Fuzz(name, refusal, List.of(some), mostAllocatedBytes);
    }

    /** The same for a target that takes more memory for a message than 1 MiB. */
    public Fuzz allocatingAtMost(final long bytes) {
        return new Fuzz(name, refusal, words, bytes);
    }

    /**
     * Runs, and requires that some messages were refused and some were not.
     *
     * @param good what the target takes
     * @param made makes targets that do the same with the same messages
     */
    public void run(final List<byte[]> good, final Supplier<FuzzTarget> made) throws InterruptedException {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        final Mutator mutator = new Mutator(good, words, new SplittableRandom(seed));
        final SplittableRandom places = new SplittableRandom(seed);
        final Thread thread = new Thread(() -> keep(() -> feed(good, mutator, places, made)), name);
        thread.setDaemon(true);
        thread.start();
        thread.join(TimeUnit.SECONDS.toMillis(SECONDS + STUCK_SECONDS));
        final String at = name + " with -Dringside.seed=" + seed + " after " + messages + " messages";
        if (thread.isAlive()) {
            final AssertionError stuck = new AssertionError(at + " is stuck with " + shown());
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        }
        final Throwable failed = failure;
        if (failed != null) {
            throw new AssertionError(at + ": " + failed + "; the message was " + shown(), failed);
        }
        System.out.println(at + ": " + refused + " refused, " + accepted + " taken");
        assertTrue(refused > 0, at + ": nothing was refused");
        assertTrue(accepted > 0, at + ": nothing was taken");
    }

    private String shown() {
        final byte[] message = current;
        return HexFormat.of().formatHex(message, 0, Math.min(message.length, MOST_SHOWN_BYTES));
    }

    private void keep(final Runnable work) {
        try {
            work.run();
        } catch (final RuntimeException | Error e) {
            failure = e;
        }
    }

    private void feed(
            final List<byte[]> good,
            final Mutator mutator,
            final SplittableRandom places,
            final Supplier<FuzzTarget> made) {
        final FuzzTarget alone = made.get();
        final FuzzTarget amongOthers = made.get();
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (messages < LEAST_MESSAGES || System.nanoTime() - endNs < 0) {
            // Those that are good come first, each as it is.
            final byte[] message =
                    messages < good.size() ? good.get((int) messages).clone() : mutator.next();
            if (message.length > MOST_BYTES) {
                continue;
            }
            current = message;
            messages++;
            final Object exact = outcome(alone, new UnsafeBuffer(message.clone()), 0, message.length);
            final int offset = places.nextInt(1, CANARY_BYTES);
            final byte canary = (byte) places.nextInt();
            shared.setMemory(0, offset + message.length + CANARY_BYTES, canary);
            shared.putBytes(offset, message);
            assertEquals(exact, outcome(amongOthers, shared, offset, message.length), "bytes of others were read");
            requireUntouched(0, offset, canary);
            requireUntouched(offset + message.length, offset + message.length + CANARY_BYTES, canary);
        }
    }

    private void requireUntouched(final int from, final int to, final byte canary) {
        for (int i = from; i < to; i++) {
            if (shared.getByte(i) != canary) {
                throw new AssertionError("bytes of others were written");
            }
        }
    }

    private Object outcome(final FuzzTarget target, final UnsafeBuffer buffer, final int offset, final int length) {
        final long before = threads.getCurrentThreadAllocatedBytes();
        Object outcome;
        try {
            outcome = target.take(buffer, offset, length);
            accepted++;
        } catch (final RuntimeException e) {
            if (!refusal.isInstance(e)) {
                throw e;
            }
            refused++;
            outcome = e.getClass().getSimpleName() + ": " + e.getMessage();
        }
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        if (allocated > mostAllocatedBytes && messages > WARM_UP) {
            throw new AssertionError("it took " + allocated + " bytes of memory; at most " + mostAllocatedBytes);
        }
        return outcome;
    }
}
