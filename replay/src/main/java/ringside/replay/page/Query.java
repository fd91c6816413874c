package ringside.replay.page;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands behind the question mark of an address: whole numbers by name. */
final class Query {
    private final Map<String, String> values = new HashMap<>();

    /** @param text without the question mark; null for none */
    Query(final @Nullable String text) {
        if (text != null) {
            for (final String part : text.split("&", -1)) {
                final int equals = part.indexOf('=');
                if (equals > 0) {
                    values.put(part.substring(0, equals), part.substring(equals + 1));
                }
            }
        }
    }

    /** The number of that name, or {@code otherwise} when there is none; throws {@link PageException} outside its bounds. */
    int whole(final String name, final int otherwise, final int min, final int max) {
        final String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            final int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (final NumberFormatException e) {
            // Said below.
        }
        throw new PageException(PageException.WRONG, name + ": a whole number of " + min + " to " + max + " is wanted");
    }
}
