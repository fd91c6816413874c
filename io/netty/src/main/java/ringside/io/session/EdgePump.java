package ringside.io.session;

import java.util.List;
import java.util.function.LongSupplier;
import org.agrona.concurrent.Agent;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.AnswerSink;
import ringside.engine.ring.AnswerQueue;

/**
 * Stands between the engines and the event loops: passes logic's answers on once they are safe, and wakes the loops when a
 * new frame is. A duty cycle without a thread of its own; {@link #frameDone} alone is called by the logic threads.
 */
public final class EdgePump implements Agent, AnswerSink {
    private static final long NONE = -1;

    /** For a frame that is done and not yet safe. */
    private static final long SAFE_REST_NS = 100_000;

    /** So long an answer that no frame follows may wait. */
    private static final long ANSWERS_REST_NS = 8_000_000;

    private final List<Lane> lanes;
    private final AnswerSink operators;
    private final List<Loop> loops;

    /** By loop: whether something was put into its inbox in this turn. */
    private final boolean[] hasAnswers;

    /**
     * Where the words of one engine come from.
     *
     * @param answers of its logic; the pump is their only consumer
     * @param safePosition the last position of its journal that may be shown
     */
    public record Source(AnswerQueue answers, LongSupplier safePosition) {}

    /** One engine, and how far it was shown. */
    private static final class Lane {
        private final Source source;
        private volatile long newestFramePosition = NONE;
        private long awaitedPosition = NONE;
        private long shownPosition = NONE;

        Lane(final Source source) {
            this.source = source;
        }

        boolean isShown() {
            return newestFramePosition == shownPosition;
        }

        /** Waits for one frame at a time, so that newer ones cannot put off the moment for ever. */
        boolean isFrameSafe(final long safe) {
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
    }

    /** An event loop, seen from another thread. */
    public interface Loop {
        /** Filled by the pump alone. */
        AnswerQueue inbox();

        /** Has the loop call {@link Edge#wake} soon: a new frame is safe. */
        void wake();

        /** Has the loop call {@link Edge#deliver} soon: something is in its inbox, and no new frame is safe. */
        default void deliver() {
            wake();
        }
    }

    /**
     * A pump that has shown nothing yet.
     *
     * @param engines in the order of their numbers
     * @param operators hears the answers that are for operators
     */
    public EdgePump(final List<Source> engines, final AnswerSink operators, final List<Loop> loops) {
        this.lanes = engines.stream().map(Lane::new).toList();
        this.operators = operators;
        this.loops = List.copyOf(loops);
        hasAnswers = new boolean[loops.size()];
    }

    /** The logic thread of that engine: a frame's snapshots are published. Neither blocks nor allocates. */
    public void frameDone(final int engine, final long position) {
        lanes.get(engine).newestFramePosition = position;
    }

    @Override
    public int doWork() {
        int answers = 0;
        int frames = 0;
        for (int i = 0; i < lanes.size(); i++) {
            final Lane lane = lanes.get(i);
            final long safe = lane.source.safePosition().getAsLong();
            answers += lane.source.answers().drain(safe, this);
            frames += lane.isFrameSafe(safe) ? 1 : 0;
        }
        for (int i = 0; i < hasAnswers.length; i++) {
            if (frames > 0) {
                loops.get(i).wake();
            } else if (hasAnswers[i]) {
                loops.get(i).deliver();
            }
            hasAnswers[i] = false;
        }
        return answers + frames;
    }

    /** How long to rest after a cycle without work, unless {@link #frameDone} is called meanwhile: whoever calls it ends the rest. */
    public long restNs() {
        for (int i = 0; i < lanes.size(); i++) {
            if (!lanes.get(i).isShown()) {
                return SAFE_REST_NS;
            }
        }
        return ANSWERS_REST_NS;
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
        if (kind == AnswerKind.OPERATOR_DONE || kind == AnswerKind.OPERATOR_REFUSED) {
            operators.answer(kind, position, connection, match, player, sequence, detail);
            return;
        }
        if (connection == 0) {
            for (int i = 0; i < loops.size(); i++) {
                loops.get(i).inbox().answer(kind, position, connection, match, player, sequence, detail);
                hasAnswers[i] = true;
            }
            return;
        }
        final int loop = ConnectionNumbers.loopOf(connection);
        // A connection of an earlier reign may have had more loops than there are now.
        if (loop < loops.size()) {
            loops.get(loop).inbox().answer(kind, position, connection, match, player, sequence, detail);
            hasAnswers[loop] = true;
        }
    }

    /** Answers that were lost because a queue was full; those clients are closed by their deadlines. */
    public long dropped() {
        long dropped = 0;
        for (final Lane lane : lanes) {
            dropped += lane.source.answers().dropped();
        }
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
