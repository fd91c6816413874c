package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ringside.journal.JournalException.Code;
import ringside.journal.support.Directories;
import ringside.journal.support.Directories.Opened;
import ringside.journal.support.Forked;

@Timeout(value = 180, unit = TimeUnit.SECONDS)
class JournalProcessTest {
    @TempDir
    Path directory;

    @Test
    void a_second_process_is_refused_and_told_who_has_the_directory() {
        try (Opened opened = Directories.open(directory);
                Forked second = Forked.appender(directory, Directories.NOON_MS)) {
            assertEquals("opening", second.line());
            final String line = second.line();
            assertNotNull(line);
            assertTrue(line.startsWith("refused LOCKED data directory " + directory), line);
            assertTrue(line.contains("in use by pid " + ProcessHandle.current().pid()), line);
            assertEquals(1, opened.journal().writer().epoch());
        }
        try (Forked first = Forked.appender(directory, Directories.NOON_MS)) {
            assertEquals("opening", first.line());
            assertEquals("opened 2 0", first.line());
            final JournalException refused = assertThrows(
                    JournalException.class, () -> Directories.open(directory).close());
            assertEquals(Code.LOCKED, refused.code());
            assertTrue(String.valueOf(refused.getMessage()).contains("pid " + first.pid()), refused.getMessage());
            first.kill();
        }
    }
}
