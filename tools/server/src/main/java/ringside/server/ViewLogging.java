package ringside.server;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.io.session.MatchDirectory;
import ringside.io.viewlog.ViewLogWriter;
import ringside.snapshot.codec.ViewLimits;

/** Writes what views were made of beside each engine's journal, where that is wanted. A duty cycle for a thread of its own. */
public final class ViewLogging implements AutoCloseable {
    /** Where the log of an engine's views is, beside its journal. */
    public static final String FOLDER = "views";

    private static final long BYTES_PER_MIB = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger("ringside.server");

    private final List<ViewLogWriter> writers = new ArrayList<>();

    private ViewLogging() {}

    /** Logs of all engines; of none where the setting says so. Before anybody is shown a view. */
    static ViewLogging of(
            final ServerSettings settings,
            final Engines engines,
            final MatchDirectory matches,
            final ViewLimits limits) {
        final ViewLogging logging = new ViewLogging();
        final long mostBytes = settings.whole(ServerSetting.VIEW_LOG_MIB) * BYTES_PER_MIB;
        if (mostBytes > 0) {
            for (final EngineHost host : engines.all()) {
                logging.writers.add(new ViewLogWriter(
                        host.journalFolder().resolveSibling(FOLDER), host.epoch(), limits, mostBytes, LOG::warn));
            }
            matches.logViews(match -> logging.writers.get(MatchNumbers.engineOf(match, logging.writers.size())));
        }
        return logging;
    }

    /** Writes what was laid by; returns how much. */
    int doWork() {
        int done = 0;
        for (final ViewLogWriter writer : writers) {
            done += writer.doWork();
        }
        return done;
    }

    /** Writes what is left, and says what found no room. Once nobody is shown anything any more. */
    @Override
    public void close() {
        for (final ViewLogWriter writer : writers) {
            writer.close();
            if (writer.dropped() > 0) {
                LOG.warn("views: {} entries of their log were dropped: the disk did not keep up", writer.dropped());
            }
        }
    }
}
