package ringside.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ringside.cli.Ran.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code replay bisect}: this build against builds of it into whose arena something was planted. */
final class ReplayBisectIT {
    private static final int FRAMES = 900;
    private static final Path JAR = Path.of(System.getProperty("ringside.jar"));
    private static final Path SHOTS = Path.of("arena/src/main/java/ringside/arena/Shots.java");

    @TempDir
    private static Path exported;

    @TempDir
    private Path folder;

    private static String file;

    @BeforeAll
    static void export() {
        final Path data = exported.resolve("data");
        try (RecordedArena arena = new RecordedArena(data)) {
            arena.create(1, 6).join(1);
            for (int frame = 1; frame <= FRAMES; frame++) {
                arena.input(1, frame, frame).frames(1);
            }
        }
        file = exported.resolve("one.match").toString();
        run("replay", "export", data, "--match", 1, "-o", file).require(0);
    }

    /** A jar in front of the real one, with one class of the arena compiled from other source. */
    private Path planted(final String name, final String from, final String to) throws IOException {
        final String source = Files.readString(SHOTS);
        assertTrue(source.contains(from), "the source to plant into has changed: " + from);
        final Path java = Files.createDirectories(folder.resolve(name)).resolve("Shots.java");
        Files.writeString(java, source.replace(from, to));
        final Path classes = Files.createDirectories(folder.resolve(name + "-classes"));
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertEquals(
                0,
                compiler.run(
                        null,
                        OutputStream.nullOutputStream(),
                        null,
                        "-cp",
                        JAR.toString(),
                        "-proc:none",
                        "--release",
                        "17",
                        "-d",
                        classes.toString(),
                        java.toString()));
        final Path jar = folder.resolve(name + ".jar");
        final Manifest manifest;
        try (JarFile real = new JarFile(JAR.toFile())) {
            manifest = new Manifest(real.getManifest());
        }
        manifest.getMainAttributes()
                .put(Attributes.Name.CLASS_PATH, JAR.toAbsolutePath().toUri().toString());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new ZipEntry("ringside/arena/Shots.class"));
            out.write(Files.readAllBytes(classes.resolve("ringside/arena/Shots.class")));
        }
        return jar;
    }

    private Set<Integer> framesOfShots() {
        final Set<Integer> frames = new HashSet<>();
        for (final JsonNode found : run("replay", "find", file, "--effect", "shot", "--json")
                .require(0)
                .json()
                .path("findings")) {
            frames.add(found.path("frame").asInt());
        }
        return frames;
    }

    @Test
    void a_planted_rule_change_is_found_between_the_builds_with_frame_table_row_and_column() throws Exception {
        final String changed =
                planted("slower", "INTERVAL_MS = 170", "INTERVAL_MS = 190").toString();
        final String same =
                planted("same", "INTERVAL_MS = 170", "INTERVAL_MS = 100 + 70").toString();
        final Ran result = run("replay", "bisect", file, "--jar", JAR, "--jar", same, "--jar", changed, "--json")
                .require(1);
        final JsonNode found = result.json();
        assertEquals(same, found.path("jarA").asText());
        assertEquals(changed, found.path("jarB").asText());
        final JsonNode difference = found.path("difference");
        assertEquals(
                framesOfShots().stream().min(Integer::compare).orElseThrow(),
                difference.path("frame").asInt());
        assertEquals("players", difference.path("table").asText());
        assertEquals("readyFrame", difference.path("column").asText());
        // 170 ms are 11 frames at 60 Hz, 190 ms are 12.
        assertEquals(1, difference.path("b").asInt() - difference.path("a").asInt(), difference.toString());
        final JsonNode shown = run(
                        "replay",
                        "show",
                        file,
                        "--frame",
                        difference.path("frame").asText(),
                        "--table",
                        "players",
                        "--json")
                .require(0)
                .json();
        for (final JsonNode row : shown.at("/tables/players")) {
            if (row.path("row").asInt() == difference.path("row").asInt()) {
                assertEquals(
                        difference.path("a").asText(), row.path("readyFrame").asText());
            }
        }
        assertFalse(difference.path("events").isEmpty(), difference.toString());
    }

    @Test
    void what_is_no_function_of_the_events_is_found_with_one_jar_twice() throws Exception {
        final String unsteady = planted(
                        "unsteady", "left == 0 ? RELOAD_MS : INTERVAL_MS", "(int) (System.nanoTime() % 30_000)")
                .toString();
        final Ran result = run("replay", "bisect", file, "--jar", unsteady, "--jar", unsteady, "--json")
                .require(1);
        final JsonNode difference = result.json().path("difference");
        assertEquals(
                framesOfShots().stream().min(Integer::compare).orElseThrow(),
                difference.path("frame").asInt());
        assertEquals("players", difference.path("table").asText());
        assertEquals("readyFrame", difference.path("column").asText());
    }

    @Test
    void a_build_that_cannot_play_is_told_with_its_own_words() throws Exception {
        final Path broken = Files.writeString(folder.resolve("broken.jar"), "no jar");
        final Ran refused = run("replay", "bisect", file, "--with", broken).require(2);
        assertTrue(refused.err().contains("broken.jar: ended with status 1: "), refused::toString);
    }
}
