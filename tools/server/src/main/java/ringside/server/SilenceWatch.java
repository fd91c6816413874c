package ringside.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.replay.standby.ReplicationBounds;
import ringside.replay.standby.Standing;

/** Tells, once each time, that nothing is heard of any primary, and that something is again. One thread. */
final class SilenceWatch {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.standby");
    private static final long SILENCE_NS = ReplicationBounds.DEFAULT.silenceNs();
    private static final long NS_PER_MS = 1_000_000;

    private final int engine;
    private boolean isTold;

    SilenceWatch(final int engine) {
        this.engine = engine;
    }

    /** Whether a primary has been silent for so long that it counts as gone; only an operator promotes somebody because of that. */
    static boolean isSilent(final long silentNs) {
        return silentNs > SILENCE_NS;
    }

    void look(final Standing standing) {
        final boolean isSilent = isSilent(standing.silentNs());
        if (isSilent && !isTold) {
            LOG.warn(
                    "engine {}: PRIMARY SILENT: nothing was heard of it for {} ms. A standby never promotes itself: if it is gone, "
                            + "promote one; this one is {}",
                    engine,
                    standing.silentNs() / NS_PER_MS,
                    standing.inSync() ? "in sync" : "NOT in sync");
        } else if (!isSilent && isTold) {
            LOG.warn("engine {}: the primary is heard again", engine);
        }
        isTold = isSilent;
    }
}
