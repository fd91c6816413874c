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

    /** Letters to put in, take out, exchange, or swap with the next one, until one is the other. */
    private static int edits(final String a, final String b) {
        final int[][] least = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    least[i][j] = i + j;
                    continue;
                }
                final int exchanged = least[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                least[i][j] = Math.min(exchanged, Math.min(least[i - 1][j], least[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least[i][j] = Math.min(least[i][j], least[i - 2][j - 2] + 1);
                }
            }
        }
        return least[a.length()][b.length()];
    }
}
