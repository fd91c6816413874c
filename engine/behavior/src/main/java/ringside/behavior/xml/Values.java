package ringside.behavior.xml;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a subtree was handed, by name.
 *
 * @param given null for a value that was reported as wrong, or is not known
 * @param known false in a tree that nobody uses: any name is then taken to have a value
 */
record Values(Map<String, @Nullable Integer> given, boolean known) {
    /** What the main tree is handed. */
    static final Values NONE = new Values(Map.of(), true);

    static final Values ANY = new Values(Map.of(), false);
}
