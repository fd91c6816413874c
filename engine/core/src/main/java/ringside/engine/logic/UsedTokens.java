package ringside.engine.logic;

import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.JoinPayload;
import ringside.engine.output.Refusal;
import ringside.layout.Rows;
import ringside.layout.Table;

/**
 * The connect tokens that were used, for as long as somebody could show them again. They stand in the engine's table
 * {@code $tokens}: a token's two halves name two short runs of rows, and it lies in one of them, so that looking costs
 * the same however many there are.
 *
 * <p>A token is forgotten only when it has expired, and then no token that expires as early or earlier is taken any more:
 * whatever a clock outside said, what was forgotten cannot come again. It makes room only for one that expires later, so that a
 * clock which was ahead for a while does not keep out who comes when it is right again. Where both runs hold tokens that may still
 * come, the player is told to try later.
 */
final class UsedTokens {
    /** Rows of a run. */
    private static final int RUN = 16;

    private final EngineState engine;
    private final int runLength;
    private final int runs;

    UsedTokens(final EngineState engine) {
        this.engine = engine;
        runLength = Math.min(RUN, engine.tokens.capacity());
        runs = engine.tokens.capacity() / runLength;
    }

    /** Why the token of a JOIN is not good, or null when it is, or when there is none. */
    @Nullable
    Refusal refusal(final Event join) {
        final long high = JoinPayload.tokenHigh(join);
        final long low = JoinPayload.tokenLow(join);
        if ((high | low) == 0) {
            return null;
        }
        final int one = firstOf(low);
        final int other = firstOf(high);
        if (holds(one, high, low) || holds(other, high, low)) {
            return Refusal.TOKEN_USED;
        }
        final long expiry = JoinPayload.tokenExpirySecond(join);
        if (expiry != 0 && expiry <= engine.get(engine.tokenFloor)) {
            return Refusal.TOKEN_EXPIRED;
        }
        return free(one, expiry) < 0 && free(other, expiry) < 0 ? Refusal.OVERLOADED : null;
    }

    /** Notes that the token of a JOIN, if it has one, is used: {@link #refusal} found nothing against it. */
    void remember(final Event join) {
        final long high = JoinPayload.tokenHigh(join);
        final long low = JoinPayload.tokenLow(join);
        if ((high | low) == 0) {
            return;
        }
        final long expiry = JoinPayload.tokenExpirySecond(join);
        final int one = free(firstOf(low), expiry);
        final int index = one >= 0 ? one : free(firstOf(high), expiry);
        final Table tokens = engine.tokens;
        final int existing = engine.rowAt(tokens, index);
        if (existing != Rows.NONE) {
            forget(existing);
        }
        final int row = existing == Rows.NONE ? engine.addAt(tokens, index) : existing;
        final int frames = JoinPayload.tokenFrames(join);
        engine.set(row, engine.tokenHigh, high);
        engine.set(row, engine.tokenLow, low);
        engine.set(row, engine.tokenExpiry, Math.max(0, expiry));
        engine.set(
                row,
                engine.tokenUntil,
                frames <= 0 ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, (long) engine.tick() + frames));
        engine.tablesChanged();
    }

    private void forget(final int row) {
        final long expiry = engine.get(row, engine.tokenExpiry);
        if (expiry > engine.get(engine.tokenFloor)) {
            engine.set(engine.tokenFloor, expiry);
        }
    }

    private int firstOf(final long half) {
        return (int) Long.remainderUnsigned(half, runs) * runLength;
    }

    private boolean holds(final int first, final long high, final long low) {
        for (int index = first; index < first + runLength; index++) {
            final int row = engine.rowAt(engine.tokens, index);
            if (row != Rows.NONE
                    && engine.get(row, engine.tokenLow) == low
                    && engine.get(row, engine.tokenHigh) == high) {
                return true;
            }
        }
        return false;
    }

    /** The first row of a run that is empty, or may be given to a token with that expiry (0: none); or -1. */
    private int free(final int first, final long expiry) {
        for (int index = first; index < first + runLength; index++) {
            final int row = engine.rowAt(engine.tokens, index);
            if (row == Rows.NONE || isOver(row, expiry)) {
                return index;
            }
        }
        return -1;
    }

    /** True when the row's token has expired, and may be forgotten for the sake of one with that expiry. */
    private boolean isOver(final int row, final long expiry) {
        if (engine.get(row, engine.tokenUntil) >= engine.tick()) {
            return false;
        }
        final long ownExpiry = engine.get(row, engine.tokenExpiry);
        return ownExpiry < expiry || ownExpiry <= engine.get(engine.tokenFloor);
    }
}
