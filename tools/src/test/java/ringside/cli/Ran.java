package ringside.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/** What a verb said that ran in this process. */
record Ran(int status, String out, String err) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs a verb to its end; its words may be anything whose text they are. */
    static Ran run(final Object... words) {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final int status = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Arrays.stream(words).map(String::valueOf).toArray(String[]::new));
        return new Ran(status, out.toString(), err.toString());
    }

    /** The same where the verb is not expected to end otherwise. */
    Ran require(final int expected) {
        assertEquals(expected, status, () -> out + err);
        return this;
    }

    /** The one JSON object that it printed. */
    JsonNode json() {
        try {
            return JSON.readTree(out);
        } catch (final JsonProcessingException e) {
            throw new AssertionError("not one JSON object: " + out + err, e);
        }
    }
}
