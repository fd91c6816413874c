package ringside.perf.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import ringside.perf.ExitCode;
import ringside.perf.Main;

class FormatsCommandTest {
    @Test
    void every_format_reads_what_it_wrote() {
        for (final Format format : FormatsRun.formats()) {
            for (int frame = 0; frame < 1_000; frame += 37) {
                final StateMessage message = StateMessage.of(frame);
                assertTrue(format.write(message) >= StateMessage.CONTENT_BYTES, format.title());
                assertEquals(message.sum(), format.read(), format.title() + ", frame " + frame);
            }
        }
    }

    @Test
    void a_run_prints_figures_of_every_format_and_its_claims() throws IOException {
        final StringWriter out = new StringWriter();
        final CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(new StringWriter(), true));
        assertEquals(ExitCode.OK, line.execute("formats", "--rounds", "1", "--milliseconds", "2", "--json"));
        final JsonNode result = new ObjectMapper().readTree(out.toString());
        for (final String format : List.of("java", "json", "flatBuffers", "ours")) {
            for (final String key : List.of("bytes", "writeNs", "readNs", "writeMBPerSecond", "readMBPerSecond")) {
                assertTrue(result.path(format).path(key).asDouble() > 0, format + " " + key + " in " + result);
            }
        }
        assertEquals(6, result.path("claims").size());
        assertEquals(8, result.path("claims").path(0).path("reportedRatio").asDouble());
    }
}
