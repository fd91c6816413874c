package ringside.replay.page;

import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import ringside.layout.Column;
import ringside.layout.RecordType;
import ringside.replay.EventDescriber;

/**
 * Something that happened in a match and is worth a mark.
 *
 * @param frame in which it happened; the frame that comes next, for what happened between two
 * @param kind what
 * @param player whose doing, or 0
 * @param told by name
 */
record Happening(int frame, Kind kind, int player, Told told) {
    /** Kinds of things, as the page groups them. */
    enum Group {
        /** The game's own, which players are shown. */
        EFFECT,
        /** What logic did not take. */
        REFUSED,
        /** Joins, commands, what operators do, marks of people. */
        EVENT
    }

    /**
     * A kind of thing.
     *
     * @param isSure of an effect that every player is told for certain
     */
    record Kind(Group group, String name, boolean isSure) {}

    /** What it was, by name; made when it is asked for. */
    @FunctionalInterface
    interface Told {
        Map<String, Object> fields();
    }

    /** An effect's record, kept as it is: there may be hundreds of thousands. */
    static Told record(final RecordType type, final DirectBuffer record) {
        return () -> {
            final Map<String, Object> fields = new LinkedHashMap<>();
            for (final Column field : type.columns()) {
                fields.put(field.name(), EventDescriber.value(field, record, 0));
            }
            return fields;
        };
    }
}
