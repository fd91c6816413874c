package ringside.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.io.session.EdgeFailures;

/** Writes down what went wrong at the edge. Thread-safe. */
final class EdgeLog implements EdgeFailures {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.server");

    private final EngineListener stops;

    /** @param stops hears of what the server cannot go on after */
    EdgeLog(final EngineListener stops) {
        this.stops = stops;
    }

    @Override
    public void failed(final long connection, final RuntimeException cause) {
        if (connection == 0) {
            LOG.error("the edge goes on after a failure of its own", cause);
        } else {
            LOG.error("connection {} was closed: our own failure", connection, cause);
        }
    }

    @Override
    public void broken(final Throwable cause) {
        stops.engineFailed("an event loop failed", cause);
    }

    @Override
    public void acceptingPaused(final String why) {
        LOG.warn(
                "no connection can be taken on: {}; accepting pauses for a second each time, and running matches go on; raise "
                        + "the number of open files (ulimit -n), or lower maxConnections",
                why);
    }

    @Override
    public void desynced(final long connection, final String difference) {
        LOG.warn("connection {} computed something else: {}", connection, difference);
    }
}
