package ringside.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ringside.journal.JournalException;

/** The page for operators has an entry for each failure that has a name, and for nothing else. */
final class OperationsPageTest {
    private static final List<String> PARTS = List.of("**What happened.**", "**What is lost.**", "**What to do.**");

    private String page;

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(Path.of("OPERATIONS.md"));
    }

    private String entry(final String title) {
        final int from = page.indexOf("\n### " + title + "\n");
        assertTrue(from >= 0, () -> "OPERATIONS.md has no entry ### " + title);
        final int to = page.indexOf("\n##", from + 4);
        return page.substring(from, to < 0 ? page.length() : to);
    }

    @Test
    void each_named_error_has_an_entry_that_says_what_happened_what_is_lost_and_what_to_do() {
        for (final NamedError error : NamedError.values()) {
            final String entry = entry(error.title());
            assertTrue(
                    entry.contains(error.words()), () -> error + ": its entry does not show '" + error.words() + "'");
            PARTS.forEach(part -> assertTrue(entry.contains(part), () -> error + ": its entry lacks " + part));
        }
    }

    @Test
    void no_entry_is_about_an_error_that_there_is_not() {
        final List<String> titles =
                Arrays.stream(NamedError.values()).map(NamedError::title).toList();
        Pattern.compile("(?m)^### (.+)$")
                .matcher(page)
                .results()
                .forEach(
                        found -> assertTrue(titles.contains(found.group(1)), () -> "no such error: " + found.group(1)));
    }

    @Test
    void every_code_of_the_journal_stands_on_the_page() {
        for (final JournalException.Code code : JournalException.Code.values()) {
            assertTrue(page.contains("`" + code + "`"), () -> "OPERATIONS.md does not hold `" + code + "`");
        }
    }

    @Test
    void a_message_is_known_by_its_words_whatever_stands_around_them() {
        for (final NamedError error : NamedError.values()) {
            assertEquals(error, NamedError.in("before: " + error.words() + " and after"));
            assertNotNull(error.firstAid());
        }
        assertTrue(NamedError.whatToDo("never heard of").contains("OPERATIONS.md"));
    }
}
