package ringside.replay.find;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ringside.layout.Layout;
import ringside.layout.RecordType;

/** What is looked for, in words: it is bound to the layout of each match that is searched. */
public sealed interface Question {
    /** Throws {@link ExpressionException} when matches of that layout cannot be asked this. */
    void requireFits(Layout layout);

    /**
     * Throws {@link ExpressionException} when this can be asked of none of them, the one that came furthest in the text: before a
     * long search, rather than after it.
     */
    default void requireFitsAny(final Collection<Layout> layouts) {
        ExpressionException furthest = null;
        for (final Layout layout : layouts) {
            try {
                requireFits(layout);
                return;
            } catch (final ExpressionException e) {
                furthest = furthest == null || e.character() > furthest.character() ? e : furthest;
            }
        }
        if (furthest != null) {
            throw furthest;
        }
    }

    /**
     * Where does a condition begin to hold?
     *
     * @param every each frame in which it holds, rather than those in which it begins to
     */
    record Where(String condition, boolean every) implements Question {
        @Override
        public void requireFits(final Layout layout) {
            Expression.of(condition, layout);
        }
    }

    /**
     * Where was an effect emitted?
     *
     * @param condition on its fields, and on the state after its frame; null for all
     */
    record Effect(String name, @Nullable String condition) implements Question {
        @Override
        public void requireFits(final Layout layout) {
            final RecordType type = type(layout);
            if (condition != null) {
                Expression.of(condition, layout, type);
            }
        }

        RecordType type(final Layout layout) {
            for (final RecordType each : layout.effects()) {
                if (each.name().equals(name)) {
                    return each;
                }
            }
            throw ExpressionException.at(
                    name,
                    0,
                    "no effect '" + name + "' in the layout of " + layout.game() + "; "
                            + Nearest.to(
                                    name,
                                    layout.effects().stream()
                                            .map(RecordType::name)
                                            .toList()));
        }
    }

    /**
     * Which moments did people mark?
     *
     * @param text that stands somewhere in what they said, in whatever case; empty for all
     */
    record Bookmarks(String text) implements Question {
        @Override
        public void requireFits(final Layout layout) {
            // Any match can be marked.
        }

        boolean isIn(final String said) {
            return said.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
        }
    }

    /** What was refused, and why? */
    record Refusals() implements Question {
        @Override
        public void requireFits(final Layout layout) {
            // Every match refuses alike.
        }
    }

    /**
     * Which frames of matches were computed in these frames of their engine? A recording says what happened and not when, so who asks
     * knows from elsewhere which took long.
     *
     * @param engineFrames by the position of their FRAME in the journal
     */
    record Within(Map<Long, Integer> engineFrames) implements Question {
        /** Copies the map. */
        public Within {
            engineFrames = Map.copyOf(engineFrames);
        }

        @Override
        public void requireFits(final Layout layout) {
            // Every match has frames.
        }
    }
}
