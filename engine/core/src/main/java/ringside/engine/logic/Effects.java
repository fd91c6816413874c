package ringside.engine.logic;

import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.Rows;
import ringside.layout.StateException;

/**
 * The unexpired effects of a match: a ring in its state, numbered in order. The egress copies what it needs from
 * snapshots; logic keeps an effect only so long that no snapshot skipped, and no takeover, can lose it.
 */
final class Effects {
    /** Frames for which an effect stays in the state: beyond any run of skipped views. */
    static final int RETAINED_FRAMES = 32;

    private final LiveMatch match;
    private final MatchTables t;
    private final RecordView[] views;
    private int open = Rows.NONE;

    Effects(final LiveMatch match, final MatchTables tables) {
        this.match = match;
        this.t = tables;
        views = new RecordView[match.layout().effects().size()];
        for (int i = 0; i < views.length; i++) {
            views[i] = new RecordView(match.layout().effects().get(i));
        }
    }

    RecordView emit(final RecordType type) {
        if (type.id() >= views.length || views[type.id()].type() != type) {
            throw new StateException("effect " + type.name() + " is not declared in the layout of "
                    + match.layout().game());
        }
        final int seq = match.get(t.nextEffect);
        if (seq - match.get(t.oldestEffect) == MatchTables.EFFECT_SLOTS) {
            dropOldest();
            match.set(t.effectsLost, match.get(t.effectsLost) + 1);
        }
        open = match.addAt(t.effects, seq % MatchTables.EFFECT_SLOTS);
        match.set(t.nextEffect, seq + 1);
        match.set(open, t.effectFrame, match.frame());
        match.set(open, t.effectType, type.id());
        return views[type.id()]
                .wrap(match.block(), match.rowOffset(t.effects, open) + t.effectRecord.offset())
                .reset();
    }

    void narrow(final int audience, final int table, final int target) {
        if (!match.isAlive(t.effects, open)) {
            throw new StateException("no effect was begun whose audience could be narrowed");
        }
        match.set(open, t.effectAudience, audience);
        match.set(open, t.effectTargetTable, table);
        match.set(open, t.effectTarget, target);
    }

    /** Begins an event: an effect of an earlier one can no longer be narrowed, whether this engine saw it or not. */
    void begin() {
        open = Rows.NONE;
    }

    /** Ends the effects whose time is over. */
    void expire(final int frame) {
        final int next = match.get(t.nextEffect);
        while (match.get(t.oldestEffect) < next) {
            final int row = match.rowAt(t.effects, match.get(t.oldestEffect) % MatchTables.EFFECT_SLOTS);
            if (match.get(row, t.effectFrame) + RETAINED_FRAMES >= frame) {
                return;
            }
            dropOldest();
        }
    }

    private void dropOldest() {
        final int oldest = match.get(t.oldestEffect);
        match.remove(t.effects, match.rowAt(t.effects, oldest % MatchTables.EFFECT_SLOTS));
        match.set(t.oldestEffect, oldest + 1);
    }
}
