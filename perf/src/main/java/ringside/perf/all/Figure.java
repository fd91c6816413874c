package ringside.perf.all;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A number of a measure's result that is looked at, and what it should be.
 *
 * @param label for people
 * @param pointer to it within the result, as RFC 6901 has it
 * @param unit ns, bytes, bits, a second, x, %, or empty for a count; yes for a truth value
 * @param bar null where nothing was promised
 */
record Figure(
        String label, String pointer, String unit, @Nullable Bar bar) {
    static final String YES = "yes";

    /** What a figure should be. */
    record Bar(Kind kind, double value) {
        enum Kind {
            AT_LEAST,
            AT_MOST
        }
    }

    static Figure of(final String label, final String pointer, final String unit) {
        return new Figure(label, pointer, unit, null);
    }

    Figure atLeast(final double value) {
        return new Figure(label, pointer, unit, new Bar(Bar.Kind.AT_LEAST, value));
    }

    Figure atMost(final double value) {
        return new Figure(label, pointer, unit, new Bar(Bar.Kind.AT_MOST, value));
    }

    /** A truth value that should hold. */
    static Figure holds(final String label, final String pointer) {
        return new Figure(label, pointer, YES, new Bar(Bar.Kind.AT_LEAST, 1));
    }

    /** Whether the result has it. */
    boolean isIn(final JsonNode result) {
        final JsonNode at = result.at(pointer);
        return at.isNumber() || at.isBoolean();
    }

    double value(final JsonNode result) {
        final JsonNode at = result.at(pointer);
        return at.isBoolean() ? (at.asBoolean() ? 1 : 0) : at.asDouble();
    }

    /** True where there is no bar. */
    boolean isMet(final JsonNode result) {
        final Bar promised = bar;
        if (promised == null) {
            return true;
        }
        return promised.kind() == Bar.Kind.AT_LEAST
                ? value(result) >= promised.value()
                : value(result) <= promised.value();
    }

    ObjectNode toJson(final JsonNode result, final ObjectNode into) {
        into.put("label", label).put("unit", unit).put("value", value(result));
        final Bar promised = bar;
        if (promised != null) {
            into.put("bar", promised.value())
                    .put("atLeast", promised.kind() == Bar.Kind.AT_LEAST)
                    .put("met", isMet(result));
        }
        return into;
    }
}
