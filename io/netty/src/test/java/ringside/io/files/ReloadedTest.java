package ringside.io.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Things that are made again when their files change. */
class ReloadedTest {
    @TempDir
    private Path folder;

    private long nowNs;
    private final List<String> news = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** Joins the texts of all files; 'bad' is refused. */
    private Reloaded<String> reloaded(final Path location) {
        return new Reloaded<>(
                new TextFiles(List.of(location), List.of(".txt")),
                texts -> {
                    final String all = String.join("+", texts.values());
                    if (all.contains("bad")) {
                        throw new FilesException("it is bad");
                    }
                    if (all.contains("odd")) {
                        throw new IllegalStateException("quotes " + all);
                    }
                    return all;
                },
                new Reloaded.Told("words", news::add, warnings::add),
                () -> nowNs);
    }

    private void look(final Reloaded<String> words) {
        nowNs += Reloaded.LOOK_EVERY_NS;
        words.doWork();
    }

    @Test
    void what_changed_is_made_again() throws IOException {
        final Path file = Files.writeString(folder.resolve("a.txt"), "one");
        final Reloaded<String> words = reloaded(file);
        assertEquals("one", words.get());
        Files.writeString(file, "two");
        assertEquals(0, words.doWork(), "not yet");
        look(words);
        assertEquals("two", words.get());
        assertEquals(1, news.size());
        look(words);
        assertEquals(1, news.size());
    }

    @Test
    void a_bad_file_leaves_the_last_good_one_and_is_told_once() throws IOException {
        final Path file = Files.writeString(folder.resolve("a.txt"), "one");
        final Reloaded<String> words = reloaded(file);
        Files.writeString(file, "bad");
        look(words);
        look(words);
        assertEquals("one", words.get());
        assertEquals(List.of("words: those from before stay in use: it is bad"), warnings);
        Files.delete(file);
        look(words);
        look(words);
        assertEquals("one", words.get());
        assertEquals(2, warnings.size());
        Files.writeString(file, "three");
        look(words);
        assertEquals("three", words.get());
        assertEquals(2, warnings.size());
    }

    @Test
    void whatever_is_thrown_while_it_is_made_leaves_the_last_good_one_and_quotes_nothing() throws IOException {
        final Path file = Files.writeString(folder.resolve("a.txt"), "one");
        final Reloaded<String> words = reloaded(file);
        Files.writeString(file, "odd");
        look(words);
        look(words);
        assertEquals("one", words.get());
        assertEquals(
                List.of("words: those from before stay in use: " + file + ": is of no use: IllegalStateException"),
                warnings);
        Files.writeString(file, "two");
        look(words);
        assertEquals("two", words.get());
        Files.writeString(file, "odd");
        assertThrows(FilesException.class, () -> reloaded(file));
    }

    @Test
    void a_folder_is_read_with_the_folders_in_it_and_without_hidden_ones() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "one");
        Files.createDirectory(folder.resolve("b"));
        Files.writeString(folder.resolve("b/c.txt"), "two");
        Files.createDirectory(folder.resolve("..old"));
        Files.writeString(folder.resolve("..old/d.txt"), "bad");
        Files.writeString(folder.resolve("other.md"), "bad");
        final Reloaded<String> words = reloaded(folder);
        assertEquals("one+two", words.get());
        Files.delete(folder.resolve("b/c.txt"));
        look(words);
        assertEquals("one", words.get());
    }

    @Test
    void what_is_bad_from_the_beginning_is_refused() throws IOException {
        final Path file = Files.writeString(folder.resolve("a.txt"), "bad");
        assertThrows(FilesException.class, () -> reloaded(file));
        final String none = String.valueOf(assertThrows(FilesException.class, () -> reloaded(folder.resolve("none")))
                .getMessage());
        assertTrue(none.endsWith("none: there is no such file"), none);
        Files.write(file, new byte[TextFiles.MAX_FILE_BYTES + 1]);
        assertThrows(FilesException.class, () -> reloaded(file));
    }
}
