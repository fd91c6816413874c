package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import ringside.engine.ring.ThreadPinning;

@EnabledOnOs(OS.LINUX)
final class TasksetPinningTest {
    private final List<String> notes = new ArrayList<>();

    private void pin(final ThreadPinning pinning, final int core) throws InterruptedException {
        final Thread thread = new Thread(() -> pinning.pin(core), "ringside-logic-4");
        thread.start();
        thread.join();
    }

    @Test
    void the_calling_thread_is_named_to_the_program_with_its_core() throws IOException, InterruptedException {
        final Path said = Files.createTempFile("taskset", ".txt");
        pin(new TasksetPinning(List.of("sh", "-c", "echo \"$0 $@\" > " + said), notes::add), 3);
        final String[] words = Files.readString(said).strip().split(" ", -1);
        assertEquals(List.of(), notes);
        assertEquals(3, words.length);
        assertEquals("-pc", words[0]);
        assertEquals("3", words[1]);
        assertTrue(Long.parseLong(words[2]) > 0, words[2]);
        Files.delete(said);
    }

    @Test
    void a_system_that_cannot_pin_is_told_of_in_one_line() throws InterruptedException {
        pin(new TasksetPinning(List.of("no-such-program-here"), notes::add), 1);
        pin(new TasksetPinning(List.of("sh", "-c", "echo no core $1 here; exit 1"), notes::add), 9);
        assertEquals(2, notes.size());
        assertTrue(
                notes.get(0).startsWith("thread ringside-logic-4 is not pinned to core 1 and runs anywhere: "),
                notes.get(0));
        assertEquals("thread ringside-logic-4 is not pinned to core 9 and runs anywhere: no core 9 here", notes.get(1));
        assertTrue(notes.stream().noneMatch(note -> note.contains("\n")));
    }
}
