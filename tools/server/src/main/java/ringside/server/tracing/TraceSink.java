package ringside.server.tracing;

/** Takes the ways of inputs. One thread. */
public interface TraceSink extends AutoCloseable {
    /**
     * Takes one.
     *
     * @param wallMinusMonotonicNs what the wall's clock, in nanoseconds since the epoch, is ahead of the monotonic one
     */
    void take(InputTrace trace, long wallMinusMonotonicNs);

    @Override
    void close();
}
