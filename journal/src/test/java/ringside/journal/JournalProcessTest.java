package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ringside.journal.JournalException.Code;
import ringside.journal.support.Directories;
import ringside.journal.support.Directories.Opened;
import ringside.journal.support.Events;
import ringside.journal.support.Forked;
import ringside.journal.support.Recorder;
import ringside.journal.support.Seed;

@Timeout(value = 180, unit = TimeUnit.SECONDS)
class JournalProcessTest {
    @TempDir
    Path directory;

    @Test
    void a_second_process_is_refused_and_told_who_has_the_directory() {
        try (Opened opened = Directories.open(directory);
                Forked second = Forked.appender(directory, Directories.NOON_MS)) {
            final String line = second.line();
            assertNotNull(line);
            assertTrue(line.startsWith("refused LOCKED data directory " + directory), line);
            assertTrue(line.contains("in use by pid " + ProcessHandle.current().pid()), line);
            assertEquals(1, opened.journal().writer().epoch());
        }
        try (Forked first = Forked.appender(directory, Directories.NOON_MS)) {
            assertEquals("opened 2 0", first.line());
            final JournalException refused = assertThrows(
                    JournalException.class, () -> Directories.open(directory).close());
            assertEquals(Code.LOCKED, refused.code());
            assertTrue(String.valueOf(refused.getMessage()).contains("pid " + first.pid()), refused.getMessage());
            first.kill();
        }
    }

    @Test
    void after_a_kill_everything_committed_is_there_and_appending_resumes_behind_it() {
        final SplittableRandom random = new SplittableRandom(Seed.of("after_a_kill"));
        long committed = -1;
        for (int round = 1; round <= 5; round++) {
            try (Forked appender = Forked.appender(directory, Directories.NOON_MS)) {
                final String opening = appender.line();
                assertNotNull(opening);
                final String[] words = opening.split(" ", -1);
                assertEquals("opened " + round, words[0] + " " + words[1], opening);
                assertTrue(Long.parseLong(words[2]) > committed, opening + " after " + committed);
                String last = "";
                for (int lines = random.nextInt(1, 2_500); lines > 0; lines--) {
                    last = appender.line();
                    assertNotNull(last);
                }
                final List<String> rest = appender.kill();
                for (final String line : rest) {
                    // The last line may have been cut by the kill.
                    if (line.matches("at \\d+ -?\\d+")) {
                        last = line;
                    }
                }
                committed = Long.parseLong(last.split(" ", -1)[1]);
            }
            final Recorder read = new Recorder();
            try (JournalReader reader = JournalReader.open(Directories.journal(directory), 0)) {
                final JournalEnd end = reader.readAll(read);
                assertEquals(JournalEnd.Kind.CLEAN, end.kind(), end.problem());
            }
            assertTrue(read.events().size() > committed, read.events().size() + " of " + committed);
            assertEquals(Events.expected(0, read.events().size()), read.events());
        }
    }
}
