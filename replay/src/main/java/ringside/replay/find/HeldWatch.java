package ringside.replay.find;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.layout.State;

/** Finds where a condition begins to hold in a match, or every frame where it does. */
final class HeldWatch extends MatchWatch {
    private final int match;
    private final Range range;
    private final Findings findings;
    private final Expression expression;
    private final boolean every;

    private boolean holds;
    private boolean heldBefore;
    private int place = Findings.FULL;
    private int firstFrame;
    private int frames;
    private Map<String, Integer> rows = Map.of();

    /** Goes on where the watch of the match's former type stood, if there was one. */
    HeldWatch(
            final GameType type,
            final int match,
            final Range range,
            final Question.Where where,
            final Findings findings,
            final @Nullable HeldWatch former) {
        super(type);
        this.match = match;
        this.range = range;
        this.findings = findings;
        this.every = where.every();
        expression = Expression.of(where.condition(), type.layout());
        if (former != null) {
            holds = former.holds;
            heldBefore = former.heldBefore;
            place = former.place;
            firstFrame = former.firstFrame;
            frames = former.frames;
            rows = former.rows;
        }
    }

    @Override
    void frame(final State state, final int frame) {
        // The frame before the range says whether it begins within.
        if (frame < range.from() - 1 || (findings.isFull() && place == Findings.FULL)) {
            return;
        }
        if (frame > range.to()) {
            end();
            return;
        }
        final boolean before = holds;
        holds = expression.holds(state, frame);
        if (frame < range.from()) {
            return;
        }
        if (holds && (every || !before || frame == range.from())) {
            begin(frame, before);
        }
        if (!holds) {
            close(false);
        } else if (every) {
            frames = 1;
            close(false);
        } else if (place != Findings.FULL) {
            frames++;
        }
    }

    private void begin(final int frame, final boolean before) {
        place = findings.open();
        firstFrame = frame;
        frames = 0;
        heldBefore = before;
        rows = expression.rows();
    }

    private void close(final boolean heldAfter) {
        if (place != Findings.FULL) {
            findings.close(place, new Finding.Held(match, firstFrame, frames, heldBefore, heldAfter, rows));
            place = Findings.FULL;
        }
    }

    @Override
    void end() {
        close(true);
    }
}
