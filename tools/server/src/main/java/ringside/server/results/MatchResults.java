package ringside.server.results;

import java.io.IOException;

/**
 * Takes the results of matches: each at least once, under its {@link MatchResult#key}, across restarts. Called by one thread,
 * one result at a time; it may block.
 */
public interface MatchResults extends AutoCloseable {
    /** Takes a result. On return it is where it shall be; when this throws it is offered again later. */
    void deliver(MatchResult result) throws IOException, InterruptedException;

    /** Gives back what it holds. */
    @Override
    default void close() throws IOException {}
}
