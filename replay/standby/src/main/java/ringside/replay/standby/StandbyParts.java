package ringside.replay.standby;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.InSyncSet.Member;
import ringside.engine.logic.LogicSettings;
import ringside.journal.Journal;
import ringside.journal.JournalConfig;
import ringside.journal.KeeperListener;
import ringside.journal.RetentionFloor;
import ringside.replay.EngineRecording;
import ringside.snapshot.checkpoint.CheckpointPace;

/**
 * What an engine needs that follows.
 *
 * @param types games of this build, not shared with another engine
 * @param snapshotsAt how many snapshots are kept of each match at a frame rate
 * @param config how its journal is kept
 * @param edges of that journal
 * @param checkpointPace when its checkpoints are due, by the ticks of a second
 * @param settings looks at the settings of logic that a recording says; throws where an operator asked for others
 * @param keeping what keeps its journal small must ask and tell, by the engine's folder
 * @param member as which member of an in-sync set it counts
 * @param build which build this is, for people
 * @param isShadow whether it only tries this build: see {@link Shadowing}
 * @param log told what an operator should know, a line each
 * @param alarm told what an operator must know, a line each
 */
public record StandbyParts(
        GameTypes types,
        IntUnaryOperator snapshotsAt,
        JournalConfig config,
        Journal.Edges edges,
        IntFunction<CheckpointPace> checkpointPace,
        Consumer<LogicSettings> settings,
        Function<EngineRecording, Keeping> keeping,
        Member member,
        String build,
        boolean isShadow,
        Consumer<String> log,
        Consumer<String> alarm) {
    /** See {@link Journal#keeper}. */
    public record Keeping(RetentionFloor floor, KeeperListener listener) {}
}
