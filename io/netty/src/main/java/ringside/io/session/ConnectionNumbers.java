package ringside.io.session;

/**
 * Numbers connections, so that a number never comes twice: not across event loops, nor restarts, nor takeovers.
 *
 * <pre>
 * bits 40 to 62  epoch
 * bits 8 to 39   counter within the event loop and epoch
 * bits 0 to 7    event loop
 * </pre>
 *
 * Used by one event loop. Zero is no connection.
 */
public final class ConnectionNumbers {
    /** The last epoch that can be numbered. */
    public static final long MAX_EPOCH = (1L << 23) - 1;

    /** The most event loops. */
    public static final int MAX_LOOPS = 256;

    private static final int LOOP_BITS = 8;
    private static final int EPOCH_SHIFT = 40;

    private final long prefix;
    private long counter;

    public ConnectionNumbers(final long epoch, final int loop) {
        prefix = epoch << EPOCH_SHIFT | loop;
    }

    public long next() {
        counter++;
        return prefix | counter << LOOP_BITS;
    }

    /** The event loop that a connection belongs to. */
    public static int loopOf(final long connection) {
        return (int) connection & (MAX_LOOPS - 1);
    }
}
