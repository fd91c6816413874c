package ringside.testkit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import ringside.engine.logic.MatchSnapshot;
import ringside.layout.Column;
import ringside.layout.RecordType;

/**
 * An effect that the game emitted.
 *
 * @param frame of the match, as the effect says
 * @param name of the effect in the layout
 * @param fields by name: a Long, a Double (fixed point), a Boolean or a String
 */
public record EmittedEffect(int frame, String name, Map<String, Object> fields) {
    static EmittedEffect of(final MatchSnapshot match, final int row) {
        final RecordType type = match.effectType(row);
        final Map<String, Object> fields = new LinkedHashMap<>();
        for (final Column field : type.columns()) {
            fields.put(field.name(), Values.read(field, match.state().block(), match.effectRecordOffset(row)));
        }
        return new EmittedEffect(match.effectFrame(row), type.name(), Collections.unmodifiableMap(fields));
    }

    /** A whole number by name. */
    public long number(final String field) {
        return (Long) value(field);
    }

    private Object value(final String field) {
        final Object value = fields.get(field);
        if (value == null) {
            throw new IllegalArgumentException("effect " + name + " has no field " + field + "; it has " + fields);
        }
        return value;
    }

    @Override
    public String toString() {
        return name + fields + " in frame " + frame;
    }
}
