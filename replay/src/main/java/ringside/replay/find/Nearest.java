package ringside.replay.find;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What somebody may have meant who wrote a name that there is not. */
final class Nearest {
    private static final int TOLD = 4;
    private static final int LONGEST = 64;

    private Nearest() {}

    /** {@code nearest: hp, x}: of the known names those that are the fewest edits away. */
    static String to(final String wrong, final Collection<String> known) {
        if (known.isEmpty()) {
            return "there is none";
        }
        final String lower =
                wrong.substring(0, Math.min(LONGEST, wrong.length())).toLowerCase(Locale.ROOT);
        final List<String> sorted = known.stream()
                .sorted(Comparator.comparingInt((String name) -> edits(lower, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        return (sorted.size() > TOLD ? "nearest: " : "there is: ")
                + sorted.stream().limit(TOLD).collect(Collectors.joining(", "));
    }

    /** Letters to put in, take out or exchange until one is the other. */
    private static int edits(final String a, final String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            final int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                final int exchanged = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(exchanged, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
