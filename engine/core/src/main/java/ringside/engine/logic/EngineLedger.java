package ringside.engine.logic;

import org.agrona.collections.Int2IntHashMap;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.FramePayload;
import ringside.engine.event.OpenPayload;
import ringside.engine.output.Refusal;
import ringside.layout.Rows;

/**
 * An engine's own memory where its matches are computed elsewhere, in several places even: the events that concern the engine are
 * applied here, and what became of matches is told. As long as every {@code boolean} returned here says that the same was decided where
 * the match is computed, {@link #hash} is that of the engine that computes all its matches itself.
 *
 * <p>It is what {@link FrameLoop} and {@link MatchLife} do to {@link EngineState}, in the same order, and nothing of what they do to
 * matches. One thread.
 */
public final class EngineLedger {
    private final LogicSettings settings;
    private final EngineState engine;
    private final UsedTokens tokens;
    private final Int2IntHashMap rows = new Int2IntHashMap(Rows.NONE);
    private int over;

    /** Of an engine that remembers what this memory does, now and on its own. */
    public EngineLedger(final EngineMemory memory) {
        settings = memory.settings();
        engine = EngineState.with(settings);
        engine.block().putBytes(0, memory.state().block(), 0, engine.layout().blockBytes());
        engine.tablesChanged();
        tokens = new UsedTokens(engine);
        for (int row = engine.first(engine.matches); row != Rows.NONE; row = engine.next(engine.matches, row)) {
            rows.put(engine.get(row, engine.matchId), row);
            over += engine.get(row, engine.matchRunning) ? 0 : 1;
        }
    }

    /** A FRAME begins: what it does before any match is stepped. */
    public void frame(final Event event) {
        engine.set(engine.tick, engine.get(engine.tick) + 1);
        engine.set(engine.skippedFrames, engine.get(engine.skippedFrames) + FramePayload.skippedFrames(event));
        engine.set(engine.overloaded, FramePayload.overloaded(event));
        forgetTheOld();
    }

    private void forgetTheOld() {
        if (over == 0) {
            return;
        }
        for (int row = engine.first(engine.matches); row != Rows.NONE; ) {
            final int next = engine.next(engine.matches, row);
            if (!engine.get(row, engine.matchRunning)
                    && engine.get(row, engine.matchDelivered)
                    && engine.tick() - engine.get(row, engine.matchEndedTick) > settings.keepEndedFrames()) {
                rows.remove(engine.get(row, engine.matchId));
                over--;
                engine.remove(engine.matches, row);
                engine.tablesChanged();
            }
            row = next;
        }
    }

    /** A further reign begins. */
    public void open(final Event event) {
        engine.set(engine.epoch, OpenPayload.epoch(event));
    }

    /** The in-sync set is another. */
    public void members(final Event event) {
        InSyncSet.take(engine, event);
    }

    /** A match is to be created; returns whether the engine lets it, so that it is in the directory from now on. */
    public boolean create(final Event event) {
        final int match = event.match();
        if (match < 1 || rows.containsKey(match) || engine.count(engine.matches) == settings.maxMatches()) {
            return false;
        }
        final int row = engine.add(engine.matches);
        engine.set(row, engine.matchId, match);
        engine.set(row, engine.matchLayout, CreatePayload.layoutHash(event));
        engine.set(row, engine.matchRunning, true);
        engine.tablesChanged();
        rows.put(match, row);
        return true;
    }

    /** A match is over, in the FRAME that is being computed or since the last one; returns whether it was there to end. */
    public boolean over(final int match) {
        final int row = rows.get(match);
        if (row == Rows.NONE || !engine.get(row, engine.matchRunning)) {
            return false;
        }
        engine.set(row, engine.matchRunning, false);
        engine.set(row, engine.matchEndedTick, engine.tick());
        engine.tablesChanged();
        over++;
        return true;
    }

    /** The result of a match has arrived. */
    public void delivered(final Event event) {
        final int row = rows.get(event.match());
        if (row != Rows.NONE && !engine.get(row, engine.matchRunning)) {
            engine.set(row, engine.matchDelivered, true);
            engine.tablesChanged();
        }
    }

    /** A JOIN was let in where its match is; returns whether its token is good here too, and notes that it is used. */
    public boolean joined(final Event join) {
        if (tokens.refusal(join) != null) {
            return false;
        }
        tokens.remember(join);
        return true;
    }

    /** A JOIN was refused where its match is; returns whether it is refused with all that the engine remembers, too. */
    public boolean joinRefused(final Event join, final int reasonCode) {
        if (reasonCode == Refusal.OVERLOADED.code()) {
            return engine.isOverloaded() || tokens.refusal(join) != null;
        }
        return (reasonCode != Refusal.TOKEN_USED.code() && reasonCode != Refusal.TOKEN_EXPIRED.code())
                || tokens.refusal(join) != null;
    }

    /** Which layout takes the place of another; the same one where it is still carried. */
    @FunctionalInterface
    public interface Heirs {
        long of(long layoutHash);
    }

    /** Matches go on under other layouts, see {@link EngineMemory#passOn}. */
    public void passOn(final Heirs heirs) {
        for (int row = engine.first(engine.matches); row != Rows.NONE; row = engine.next(engine.matches, row)) {
            engine.set(row, engine.matchLayout, heirs.of(engine.get(row, engine.matchLayout)));
        }
        engine.tablesChanged();
    }

    /** FRAME events applied. */
    public int tick() {
        return engine.tick();
    }

    /** The hash of the engine's own memory, as it is recorded of every FRAME. */
    public long hash() {
        return engine.memoryHash();
    }
}
