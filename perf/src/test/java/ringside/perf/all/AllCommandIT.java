package ringside.perf.all;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed jar; what it says, not how fast it is. */
final class AllCommandIT {
    private static final String JAR = System.getProperty("ringside.jar");
    private static final int MOST_SECONDS = 300;

    @TempDir
    private Path folder;

    @Test
    void measures_are_run_each_in_its_own_jvm_and_kept_when_they_are_there() throws Exception {
        final Path out = folder.resolve("results");
        assertEquals(0, run("all", "--quick", "--only", "formats", "--out", out.toString()), said());
        final JsonNode summary =
                new ObjectMapper().readTree(out.resolve("results.json").toFile());
        assertEquals("formats", summary.path("measures").path(0).path("name").asText());
        assertTrue(summary.path("measures").path(0).path("done").asBoolean(), summary.toString());
        assertTrue(Files.readString(out.resolve("index.html")).contains("\"claims\":["));
        final long before =
                Files.getLastModifiedTime(out.resolve("formats.json")).toMillis();

        final String others =
                "pipeline,instruments,journal,frame,views,replay,checkpoint,requests,garbage,net,connections,observe,takeover,"
                        + "shipping,catchup,scale,pauses";
        assertEquals(0, run("all", "--quick", "--skip", others, "--out", out.toString()), said());
        assertTrue(said().contains("formats: kept"), said());
        assertEquals(
                before, Files.getLastModifiedTime(out.resolve("formats.json")).toMillis());
        assertEquals(2, run("all", "--out", out.toString(), "--only", "formats"), "a full run among quick ones");
    }

    @Test
    void names_that_are_none_are_wrong_usage() throws Exception {
        assertEquals(
                2, run("all", "--only", "nothing", "--out", folder.resolve("x").toString()));
        assertTrue(said().contains("no measure 'nothing'"), said());
        assertEquals(0, run("all", "--list"));
    }

    @Test
    @Tag("deep")
    void claims_and_the_observer_report_every_figure() throws Exception {
        assertEquals(0, run("claims", "--quick", "--json"), said());
        final JsonNode claims =
                new ObjectMapper().readTree(folder.resolve("out").toFile());
        assertEquals(13, claims.path("claims").size(), claims.toString());
        assertEquals(0, claims.path("failed").size());
        assertEquals(
                0,
                run(
                        "observe",
                        "--clients",
                        "16",
                        "--observers",
                        "2",
                        "--runs",
                        "1",
                        "--seconds",
                        "2",
                        "--warmup",
                        "2",
                        "--json"),
                said());
        final JsonNode seen = new ObjectMapper().readTree(folder.resolve("out").toFile());
        for (final String key : List.of("agrees", "p50Ratio", "p99Ratio", "botsWaitNs", "generatorWasBottleneck")) {
            assertTrue(seen.has(key), key + " in " + seen);
        }
        assertTrue(seen.path("eachRun").path(0).path("observerInputs").asLong() > 0, seen.toString());
    }

    private int run(final String... arguments) throws Exception {
        final List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java", "-jar", JAR));
        command.addAll(List.of(arguments));
        final Process process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        try {
            assertTrue(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS), "still running");
        } finally {
            process.destroyForcibly();
        }
        return process.exitValue();
    }

    private String said() throws Exception {
        return Files.readString(folder.resolve("out")) + Files.readString(folder.resolve("err"));
    }
}
