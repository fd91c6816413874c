package ringside.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --as NAME --why TEXT}: what the journal says of an operator's action. */
final class Operator {
    @Option(names = "--as", paramLabel = "NAME", description = "Who acts (the user of this system).")
    private @Nullable String who;

    @Option(names = "--why", paramLabel = "TEXT", defaultValue = "", description = "Why; stands in the journal.")
    private String why;

    /** A request that says so. */
    ObjectNode body() {
        final ObjectNode body = JsonOption.object();
        body.put("who", who == null ? System.getProperty("user.name", "operator") : who);
        body.put("why", why);
        return body;
    }
}
