package ringside.replay;

import org.agrona.collections.IntArrayList;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.engine.output.AnswerKind;
import ringside.journal.EpochStart;

/**
 * Some of the matches of an engine's recording, played again without the others: their events, and those that are for all. Every
 * recorded hash of them is compared. Of the engine's own memory it knows a part only, so it tells what became of its matches where
 * that concerns the engine ({@link LedgerCheck}).
 *
 * <p>One thread.
 */
final class VerificationShare implements EventBatch.Taker {
    /** What is told of a match is so many numbers: where the entry stands, what it is, and of which match. */
    static final int TOLD = 3;
    /** A match was created. */
    static final int CREATED = 1;
    /** A match is over. */
    static final int OVER = 2;
    /** Who wanted to join was refused, for the reason that stands there instead of the match. */
    static final int JOIN_REFUSED = 3;

    private final int number;
    private final HashCheck check;
    private final Replayer replayer;
    private @Nullable EventBatch batch;
    private int at;
    private long position;

    /** What a share begins with: a replay from the same beginning as that of all others. */
    @FunctionalInterface
    interface Beginning {
        Replayer with(GameTypes types, LogicOutput output);
    }

    VerificationShare(final int number, final HashCheck check, final GameTypes types, final Beginning beginning) {
        this.number = number;
        this.check = check;
        replayer = beginning.with(types, new Listening());
        position = replayer.hasBegun() ? replayer.loop().position() : -1;
    }

    Replayer replayer() {
        return replayer;
    }

    HashCheck check() {
        return check;
    }

    /** Plays its part of a stretch of the journal. */
    void play(final EventBatch next) {
        batch = next;
        next.giveTo(number, this);
        batch = null;
    }

    @Override
    public void event(final int standsAt, final Event event) {
        at = standsAt;
        // Logic wants them one after the other, and the others' are left out.
        event.position(++position);
        replayer.onEvent(event);
    }

    @Override
    public void hash(final int match, final int frame, final long hash) {
        check.recorded(match, frame, hash);
    }

    @Override
    public void epoch(final EpochStart start) {
        replayer.onEpoch(start);
    }

    private void tell(final int what, final int about) {
        final EventBatch current = batch;
        if (current != null) {
            final IntArrayList told = current.told(number);
            told.addInt(at);
            told.addInt(what);
            told.addInt(about);
        }
    }

    private final class Listening extends MutedOutput {
        @Override
        public void hashed(final int match, final int frame, final long hash, final long atPosition) {
            if (match != 0) {
                check.hashed(match, frame, hash, atPosition);
            }
        }

        @Override
        public void matchFailed(final int match, final int frame, final long atPosition, final RuntimeException cause) {
            check.matchFailed(match, frame, atPosition, cause);
        }

        @Override
        public void created(final MatchSlot match) {
            tell(CREATED, match.id());
        }

        @Override
        public void ended(final MatchSlot match, final long atPosition) {
            tell(OVER, match.id());
        }

        @Override
        public void answer(
                final AnswerKind kind,
                final long atPosition,
                final long connection,
                final int match,
                final int player,
                final int sequence,
                final int detail) {
            if (kind == AnswerKind.JOIN_REFUSED) {
                tell(JOIN_REFUSED, detail);
            }
        }
    }
}
