package ringside.server.rules;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ringside.server.toml.Problem;

/**
 * A value that somebody gave to a rule.
 *
 * @param rule the name of the rule in the game's layout
 * @param value a number, a truth value or text; whatever else stands there is refused when it is put into a record
 * @param file where it stands, as that was named; empty for what was said on the command line
 * @param line in the file, counted from 1
 */
public record RuleValue(String rule, Object value, String file, int line) {
    /** A value that stands in no file. */
    public static RuleValue given(final String rule, final Object value) {
        return new RuleValue(rule, value, "", 0);
    }

    /** The same for several, by their names. */
    public static List<RuleValue> given(final Map<String, Object> values) {
        return values.entrySet().stream()
                .map(each -> given(each.getKey(), each.getValue()))
                .toList();
    }

    /** Where it stands, for people. */
    public String origin() {
        return file.isEmpty() ? "given" : file + ":" + line;
    }

    Problem problem(final String text) {
        return new Problem(file, line, rule, text);
    }

    /** What the value names as a path, seen from the file that it stands in. */
    Path path(final String text) {
        return file.isEmpty()
                ? Path.of(text)
                : Path.of(file).resolveSibling(text).normalize();
    }
}
