package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BuildTest {
    @TempDir
    private Path folder;

    private String fingerprint(final String name, final String content, final String comment) throws IOException {
        final Path jar = folder.resolve("some.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            final ZipEntry entry = new ZipEntry(name);
            entry.setTime(0);
            out.putNextEntry(entry);
            out.write(content.getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
            out.setComment(comment);
        }
        return Build.fingerprint(jar);
    }

    @Test
    void jars_of_the_same_contents_have_the_same_fingerprint_and_others_another() throws IOException {
        final String one = fingerprint("A.class", "a", "");
        assertEquals(one, fingerprint("A.class", "a", ""));
        assertEquals(one, fingerprint("A.class", "a", "a word about it"));
        assertNotEquals(one, fingerprint("A.class", "b", ""));
        assertNotEquals(one, fingerprint("B.class", "a", ""));
    }

    @Test
    void what_is_no_jar_has_none() throws IOException {
        final Path file =
                Files.writeString(folder.resolve("no.jar"), "not a jar, though it is long enough to be looked at");
        assertThrows(IOException.class, () -> Build.fingerprint(file));
        assertThrows(IOException.class, () -> Build.fingerprint(Files.createFile(folder.resolve("empty.jar"))));
    }

    @Test
    void run_from_classes_it_is_nothing_in_particular() {
        assertEquals("development", Build.version());
    }
}
