package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MatchNumbersTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void choose() {
        file = folder.resolve("match-numbers");
    }

    private MatchNumbers open(final int engines, final int known) {
        return MatchNumbers.open(file, engines, known, true);
    }

    @Test
    void a_number_tells_its_engine_and_none_comes_twice() {
        try (MatchNumbers numbers = open(3, 0)) {
            assertEquals(2, numbers.peek(1));
            final int[] engines = {0, 1, 2, 2, 0, 0, 1};
            int last = 0;
            for (final int engine : engines) {
                final int number = numbers.take(engine);
                assertEquals(engine, MatchNumbers.engineOf(number, 3));
                assertTrue(number > last && number <= last + 3, number + " after " + last);
                last = number;
            }
        }
    }

    @Test
    void they_go_on_above_what_was_given_though_the_matches_are_forgotten() {
        try (MatchNumbers numbers = open(1, 0)) {
            numbers.take(0);
            assertEquals(2, numbers.take(0));
        }
        try (MatchNumbers numbers = open(1, 0)) {
            assertEquals(3, numbers.take(0));
        }
        try (MatchNumbers numbers = open(1, 70)) {
            assertEquals(71, numbers.take(0), "above what the engines know, where the file is older");
        }
    }

    @Test
    void a_process_that_died_before_the_first_number_begins_with_1() throws IOException {
        Files.createFile(file);
        try (MatchNumbers numbers = open(1, 0)) {
            assertEquals(1, numbers.take(0));
        }
    }

    @Test
    void a_file_of_something_else_is_named_and_left_alone() throws IOException {
        for (final String text : new String[] {"seven", "-3", "99999999999", "4294967296"}) {
            Files.writeString(file, text);
            final ServerException e = assertThrows(ServerException.class, () -> open(1, 0));
            assertTrue(String.valueOf(e.getMessage()).contains(file + ": holds something else"), e::getMessage);
            assertEquals(text, Files.readString(file));
        }
    }
}
