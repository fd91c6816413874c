package ringside.server.toml;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What somebody may have meant who wrote a name that there is not. */
public final class Names {
    private static final int LONGEST = 64;

    private Names() {}

    /** {@code  (did you mean bots?)}, or nothing when no known name is near. */
    public static String hint(final String wrong, final Collection<String> known) {
        final String nearest = nearest(wrong, known);
        return nearest == null ? "" : " (did you mean " + nearest + "?)";
    }

    /** The known name that is fewest edits away, if those are at most a third of its letters, or one. */
    static @Nullable String nearest(final String wrong, final Collection<String> known) {
        String best = null;
        int least = Integer.MAX_VALUE;
        if (wrong.length() > LONGEST) {
            return null;
        }
        for (final String name : known) {
            final int edits = edits(wrong.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (edits < least && edits <= Math.max(1, name.length() / 3)) {
                best = name;
                least = edits;
            }
        }
        return best;
    }

    /** Letters to put in, take out or exchange, until one is the other. */
    private static int edits(final String a, final String b) {
        int[] before = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                final int exchanged = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(exchanged, Math.min(before[j], row[j - 1]) + 1);
            }
            final int[] next = before;
            before = row;
            row = next;
        }
        return before[b.length()];
    }
}
