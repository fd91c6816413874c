package ringside.replay.standby;

import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import ringside.engine.logic.GameTypes;
import ringside.journal.Journal;
import ringside.journal.JournalConfig;

/**
 * What an engine needs that follows.
 *
 * @param types games of this build, not shared with another engine
 * @param snapshotsAt how many snapshots are kept of each match at a frame rate
 * @param config how its journal is kept
 * @param edges of that journal
 * @param checkpointSeconds seconds between its checkpoints
 * @param log told what an operator should know, a line each
 */
public record StandbyParts(
        GameTypes types,
        IntUnaryOperator snapshotsAt,
        JournalConfig config,
        Journal.Edges edges,
        int checkpointSeconds,
        Consumer<String> log) {}
