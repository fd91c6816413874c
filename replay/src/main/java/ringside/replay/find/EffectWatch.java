package ringside.replay.find;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.engine.logic.MatchSnapshot;
import ringside.layout.Column;
import ringside.layout.RecordType;
import ringside.layout.State;
import ringside.replay.EventDescriber;

/** Finds the effects of a type that a match emitted. */
final class EffectWatch extends MatchWatch {
    private static final int NONE_SEEN = -1;

    private final int match;
    private final Range range;
    private final Findings findings;
    private final RecordType wanted;
    private final @Nullable Expression expression;
    private final MatchSnapshot snapshot;
    private int seen = NONE_SEEN;
    private long lost;

    /** Goes on where the watch of the match's former type stood, if there was one. */
    EffectWatch(
            final GameType type,
            final int match,
            final Range range,
            final Question.Effect effect,
            final Findings findings,
            final @Nullable EffectWatch former) {
        super(type);
        this.match = match;
        this.range = range;
        this.findings = findings;
        wanted = effect.type(type.layout());
        final String condition = effect.condition();
        expression = condition == null ? null : Expression.of(condition, type.layout(), wanted);
        snapshot = new MatchSnapshot(type);
        if (former != null) {
            seen = former.seen;
            lost = former.lost;
        }
    }

    @Override
    void frame(final State state, final int frame) {
        snapshot.wrap(state.block(), 0);
        final int oldest = snapshot.oldestEffect();
        // Of a match that is met in its midst, what has not expired is found too: its frames say when it was.
        final int from = seen == NONE_SEEN ? oldest : seen;
        if (range.holds(frame)) {
            lost += Math.max(0, oldest - from);
        }
        seen = snapshot.nextEffect();
        for (int sequence = Math.max(from, oldest); sequence < seen; sequence++) {
            final int row = snapshot.effectRow(sequence);
            if (snapshot.effectType(row) == wanted && range.holds(snapshot.effectFrame(row))) {
                look(state, frame, row);
            }
        }
    }

    private void look(final State state, final int frame, final int row) {
        final int at = snapshot.effectRecordOffset(row);
        if (expression == null || expression.holds(state, frame, at)) {
            final Map<String, Object> fields = new LinkedHashMap<>();
            for (final Column field : wanted.columns()) {
                fields.put(field.name(), EventDescriber.value(field, state.block(), at));
            }
            findings.add(new Finding.Emitted(match, snapshot.effectFrame(row), wanted.name(), fields));
        }
    }

    /** Effects, of any type, that the match itself dropped before their frame was over. */
    long lost() {
        return lost;
    }
}
