package ringside.replay.standby;

import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.journal.Journal;
import ringside.journal.JournalKeeper;
import ringside.replay.EngineIdentity;
import ringside.replay.EngineRecording;
import ringside.snapshot.checkpoint.Checkpointer;

/**
 * The journal of an engine that follows, and its checkpoints, with what other threads do to both. The thread that follows exchanges
 * them; {@link #aheadWork}, {@link #keeperWork} and {@link #checkpointWork} are for a thread each.
 */
final class Upkeep {
    private final int engine;
    private final StandbyParts parts;
    /** Held while a thread works on the journal, and while it is taken away. */
    private final Object ahead = new Object();

    private final Object keeping = new Object();
    private final Object checkpoints = new Object();
    private volatile @Nullable Journal journal;
    private volatile @Nullable Checkpointer checkpointer;
    private @Nullable JournalKeeper keeper;
    /** Its state is not what the primary's events lead to: nobody may begin with it. The thread that follows. */
    private boolean isDistrusted;

    Upkeep(final int engine, final StandbyParts parts) {
        this.engine = engine;
        this.parts = parts;
    }

    @Nullable
    Journal journal() {
        return journal;
    }

    void begin(final EngineRecording own, final Journal opened) {
        final StandbyParts.Keeping kept = parts.keeping().apply(own);
        synchronized (keeping) {
            keeper = opened.keeper(kept.floor(), kept.listener());
        }
        journal = opened;
        isDistrusted = false;
    }

    /** From now on no checkpoint is taken. */
    void distrust() {
        isDistrusted = true;
        synchronized (checkpoints) {
            checkpointer = null;
        }
    }

    /** The same; those that follow from events at or behind a position are set aside. */
    void distrust(final EngineRecording own, final long position) {
        distrust();
        for (final String name : own.checkpointStore().setAsideBeyond(position - 1)) {
            parts.alarm().accept("engine " + engine + ": checkpoint " + name + " was set aside: it holds what differs");
        }
    }

    void checkpointsOf(final EngineRecording own, final EngineIdentity identity, final int tick, final long position) {
        if (isDistrusted) {
            return;
        }
        final int hz = identity.settings().hz();
        final Checkpointer made = new Checkpointer(
                own.checkpointStore(),
                identity.toJson(),
                parts.checkpointPace().apply(hz),
                written -> {},
                failed ->
                        parts.alarm().accept("engine " + engine + ": no checkpoint was taken: " + failed.getMessage()));
        made.startAt(tick, position);
        checkpointer = made;
    }

    void frameDone(final FrameLoop loop, final long position) {
        final Checkpointer takes = checkpointer;
        if (takes != null) {
            final EngineMemory memory = loop.memory();
            takes.frameDone(memory, position);
        }
    }

    int checkpointWork() {
        synchronized (checkpoints) {
            final Checkpointer takes = checkpointer;
            return takes == null ? 0 : takes.doWork();
        }
    }

    int aheadWork() throws Exception {
        synchronized (ahead) {
            final Journal kept = journal;
            final Agent store = kept == null ? null : kept.storeAgent();
            return store == null ? 0 : store.doWork();
        }
    }

    int keeperWork() {
        synchronized (keeping) {
            final JournalKeeper keeps = keeper;
            return keeps == null ? 0 : keeps.doWork();
        }
    }

    /** Takes the journal away: no other thread works on it any more, nor writes a checkpoint of what it led to. */
    @Nullable
    Journal release() {
        synchronized (keeping) {
            keeper = null;
        }
        synchronized (checkpoints) {
            checkpointer = null;
        }
        synchronized (ahead) {
            final Journal kept = journal;
            journal = null;
            return kept;
        }
    }

    void close() {
        final Journal kept = release();
        if (kept != null) {
            kept.close();
        }
    }
}
