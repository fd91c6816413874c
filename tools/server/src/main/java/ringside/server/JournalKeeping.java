package ringside.server;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.journal.JournalException;
import ringside.journal.KeeperListener;
import ringside.journal.RetentionFloor;
import ringside.snapshot.checkpoint.CheckpointException;
import ringside.snapshot.checkpoint.CheckpointInfo;
import ringside.snapshot.checkpoint.CheckpointStore;

/**
 * Says to an engine's journal what it must keep, and to the operator what it did. What it must keep follows from the
 * checkpoints as they can be read at that moment: two good ones, so that either may turn out bad later.
 */
record JournalKeeping(int engine, CheckpointStore checkpoints) implements RetentionFloor, KeeperListener {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.engine");
    private static final int GOOD_ONES = 2;

    @Override
    public long neededFrom(final long syncedPosition) {
        try {
            final List<CheckpointInfo> good = checkpoints.list().stream()
                    .filter(each -> each.ok() && each.position() <= syncedPosition)
                    .toList();
            return good.size() < GOOD_ONES
                    ? 0
                    : good.get(good.size() - GOOD_ONES).position() + 1;
        } catch (final CheckpointException e) {
            LOG.warn("engine {}: nothing of its journal is removed: {}", engine, e.getMessage());
            return 0;
        }
    }

    @Override
    public void compressed(final String segment, final long plainBytes, final long compressedBytes) {
        LOG.debug("engine {}: {}: {} bytes became {}", engine, segment, plainBytes, compressedBytes);
    }

    @Override
    public void removed(final List<String> segments, final long retainedFrom) {
        LOG.info("engine {}: removed {}: its journal begins at position {}", engine, segments, retainedFrom);
    }

    @Override
    public void refused(final String why) {
        LOG.warn("engine {}: {}", engine, why);
    }

    @Override
    public void failed(final JournalException cause) {
        LOG.warn("engine {}: {}; its journal goes on, and this is tried again", engine, cause.getMessage());
    }
}
