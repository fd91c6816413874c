package ringside.io.session;

import java.util.List;
import java.util.function.LongSupplier;
import org.agrona.concurrent.Agent;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.AnswerSink;
import ringside.engine.ring.AnswerQueue;

/**
 * Stands between the engine and the event loops: passes logic's answers on once they are safe, and wakes the loops when a
 * new frame is. A duty cycle without a thread of its own; {@link #frameDone} alone is called by the logic thread.
 */
public final class EdgePump implements Agent, AnswerSink {
    private static final long NONE = -1;

    private final AnswerQueue answers;
    private final LongSupplier safePosition;
    private final List<Loop> loops;
    private volatile long newestFramePosition = NONE;
    private long awaitedPosition = NONE;
    private long shownPosition = NONE;

    /** An event loop, seen from another thread. */
    public interface Loop {
        /** Filled by the pump alone. */
        AnswerQueue inbox();

        /** Has the loop call {@link Edge#wake} soon. */
        void wake();
    }

    /**
     * @param answers of logic; this is their only consumer
     * @param safePosition the last position that may be shown
     */
    public EdgePump(final AnswerQueue answers, final LongSupplier safePosition, final List<Loop> loops) {
        this.answers = answers;
        this.safePosition = safePosition;
        this.loops = List.copyOf(loops);
    }

    /** Logic thread: a frame's snapshots are published. Neither blocks nor allocates. */
    public void frameDone(final long position) {
        newestFramePosition = position;
    }

    @Override
    public int doWork() {
        final long safe = safePosition.getAsLong();
        final int passed = answers.drain(safe, this);
        final boolean shows = isFrameSafe(safe);
        if (passed > 0 || shows) {
            for (int i = 0; i < loops.size(); i++) {
                loops.get(i).wake();
            }
        }
        return passed + (shows ? 1 : 0);
    }

    /** Waits for one frame at a time, so that newer ones cannot put off the moment for ever. */
    private boolean isFrameSafe(final long safe) {
        if (awaitedPosition == NONE && newestFramePosition != shownPosition) {
            awaitedPosition = newestFramePosition;
        }
        if (awaitedPosition == NONE || safe < awaitedPosition) {
            return false;
        }
        shownPosition = awaitedPosition;
        awaitedPosition = NONE;
        return true;
    }

    /** Passes one answer on to the loop of its connection; one that names no connection to all. */
    @Override
    public void answer(
            final AnswerKind kind,
            final long position,
            final long connection,
            final int match,
            final int player,
            final int sequence,
            final int detail) {
        if (connection == 0) {
            for (int i = 0; i < loops.size(); i++) {
                loops.get(i).inbox().answer(kind, position, connection, match, player, sequence, detail);
            }
            return;
        }
        final int loop = ConnectionNumbers.loopOf(connection);
        // A connection of an earlier reign may have had more loops than there are now.
        if (loop < loops.size()) {
            loops.get(loop).inbox().answer(kind, position, connection, match, player, sequence, detail);
        }
    }

    /** Answers that were lost because a queue was full; those clients are closed by their deadlines. */
    public long dropped() {
        long dropped = answers.dropped();
        for (final Loop loop : loops) {
            dropped += loop.inbox().dropped();
        }
        return dropped;
    }

    @Override
    public String roleName() {
        return "edge-pump";
    }
}
