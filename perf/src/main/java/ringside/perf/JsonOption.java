package ringside.perf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** {@code --json}: one JSON object on standard output, and nothing else there. */
public final class JsonOption {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--json", description = "Print one JSON object for programs, and nothing else.")
    private boolean json;

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    /** Whether the result is for a program. */
    public boolean isOn() {
        return json;
    }

    /** A new result. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** Prints a JSON value on a line. */
    public void print(final Object value) {
        try {
            out().println(JSON.writeValueAsString(value));
        } catch (final JsonProcessingException e) {
            throw new IllegalStateException("a result that is not JSON", e);
        }
    }

    /** Where results for people go. */
    public PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Where progress and warnings go. */
    public PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
