package ringside.perf.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;
import ringside.perf.ExitCode;
import ringside.perf.Main;

@Timeout(120)
class ViewsCommandTest {
    private static final int PLAYERS = 10;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(final String... arguments) {
        final CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    @Test
    void a_run_prints_one_object_with_every_key() throws IOException {
        assertEquals(ExitCode.OK, run("views", "--frames", "200", "--rounds", "2", "--json"), err.toString());
        final JsonNode result = new ObjectMapper().readTree(out.toString());
        for (final String key :
                List.of("nsPerView", "bytesPerView", "foggedNsPerView", "foggedBytesPerView", "foggedSightNsPerView")) {
            assertTrue(result.path(key).asDouble() > 0, key + " in " + result);
        }
        for (final String age : List.of("age1", "age6", "age12")) {
            assertTrue(result.path("cubes").path(age).path("bitsPerMovedCube").asDouble() > 0, age + " in " + result);
        }
        assertTrue(result.path("cubes").path("idleKbps").asDouble() > 0, result.toString());
        assertEquals(2, result.path("rounds").path("nsPerView").size());
        for (final String key : List.of("machine", "jvm", "flags")) {
            assertTrue(result.has(key), key + " in " + result);
        }
        // Two arenas of 10 viewers, three fields of one, each frame but the warm ones; and the field at rest.
        assertEquals(80 * (2 * PLAYERS + 4), result.path("checkedViews").asInt());
    }

    @Test
    void views_are_as_small_as_they_are_said_to_be() throws IOException {
        assertEquals(ExitCode.OK, run("views", "--frames", "600", "--rounds", "1", "--json"), err.toString());
        final JsonNode result = new ObjectMapper().readTree(out.toString());
        assertTrue(result.path("bytesPerView").asDouble() <= 60, result.toString());
        assertTrue(result.path("cubes").path("age6").path("bitsPerMovedCube").asDouble() <= 45, result.toString());
        assertTrue(result.path("cubes").path("idleKbps").asDouble() <= 15, result.toString());
    }

    @Test
    void a_run_for_people_is_a_table_that_names_the_machine() {
        assertEquals(ExitCode.OK, run("views", "--frames", "130", "--rounds", "1"), err.toString());
        assertTrue(out.toString().contains("bits a moved cube"), out.toString());
        assertTrue(out.toString().contains(System.getProperty("java.vm.version")), out.toString());
        assertFalse(out.toString().contains("{"), out.toString());
    }

    @Test
    void what_cannot_be_measured_is_refused_in_one_line() {
        assertEquals(ExitCode.USAGE, run("views", "--frames", "120"));
        assertEquals(ExitCode.USAGE, run("views", "--rounds", "0"));
        assertEquals(2, err.toString().lines().count(), err.toString());
        assertEquals("", out.toString());
    }
}
