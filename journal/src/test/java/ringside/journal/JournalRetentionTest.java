package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.journal.JournalException.Code;
import ringside.journal.support.CrashImage;
import ringside.journal.support.Directories;
import ringside.journal.support.Directories.Opened;
import ringside.journal.support.Events;
import ringside.journal.support.Recorder;

class JournalRetentionTest {
    @TempDir
    Path directory;

    private final Events events = new Events();

    @Test
    void files_below_a_checkpoint_may_go_and_no_others() throws IOException {
        final long checkpoint = 35_000;
        final int before;
        try (Opened opened = Directories.open(directory)) {
            events.appendBatches(opened.journal().writer(), 60_000, new SplittableRandom(1));
            before = CrashImage.segments(directory).size();
            final List<String> dropped = opened.journal().dropBefore(checkpoint);
            assertFalse(dropped.isEmpty());
            assertEquals(before - dropped.size(), CrashImage.segments(directory).size());
            assertEquals(List.of(), opened.journal().dropBefore(checkpoint));
            events.append(opened.journal().writer(), 10);
        }
        final JournalCheck check = JournalCheck.run(Directories.journal(directory));
        assertTrue(check.ok(), check.problem());
        assertTrue(check.firstPosition() > 0 && check.firstPosition() <= checkpoint, "from " + check.firstPosition());
        final Recorder read = new Recorder();
        try (JournalReader reader = JournalReader.open(Directories.journal(directory), checkpoint)) {
            reader.readAll(read);
        }
        assertEquals(events.written().subList((int) checkpoint, events.written().size()), read.events());
        final JournalException gone =
                assertThrows(JournalException.class, () -> JournalReader.open(Directories.journal(directory), 5));
        assertEquals(Code.NO_SUCH_POSITION, gone.code());

        try (Opened opened = Directories.open(directory)) {
            assertEquals(
                    events.written().size(), opened.journal().writer().opening().nextPosition());
        }
        Files.delete(CrashImage.segments(directory).get(0));
        final String problem = JournalCheck.run(Directories.journal(directory)).problem();
        assertTrue(problem.startsWith("CORRUPT at position " + check.firstPosition() + ":"), problem);
    }
}
