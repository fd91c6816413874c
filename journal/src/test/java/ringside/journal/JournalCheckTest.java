package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.journal.support.CrashImage;
import ringside.journal.support.Directories;
import ringside.journal.support.Directories.Opened;
import ringside.journal.support.Events;
import ringside.journal.support.Keeping;

class JournalCheckTest {
    private static final int BATCHES = 4_000;

    @TempDir
    Path directory;

    private final AtomicLong clockNs = new AtomicLong();

    private Opened open() {
        return Directories.open(
                directory, Directories.SMALL, new AtomicLong(Directories.NOON_MS), clockNs::get, DiskSpace.REAL);
    }

    private List<Double> toldParts() {
        final List<Double> parts = new ArrayList<>();
        assertTrue(JournalCheck.run(Directories.journal(directory), parts::add).ok());
        return parts;
    }

    @Test
    void how_far_it_has_come_is_told_in_parts_of_the_whole_whatever_form_files_have() throws Exception {
        final Events events = new Events();
        try (Opened opened = open()) {
            for (int batch = 0; batch < BATCHES; batch++) {
                events.append(opened.journal().writer(), 10);
            }
        }
        assertTrue(CrashImage.segments(directory).size() > 2);
        final List<Double> plain = toldParts();
        requireRising(plain);

        try (Opened opened = open()) {
            opened.journal().syncAgent().sync();
            final Keeping keeping = new Keeping(opened.journal(), clockNs, synced -> 0);
            keeping.run();
            keeping.close();
            assertFalse(keeping.compressed().isEmpty());
        }
        requireRising(toldParts());
    }

    @Test
    void a_repair_tells_how_far_it_has_come() {
        final Events events = new Events();
        try (Opened opened = open()) {
            for (int batch = 0; batch < BATCHES; batch++) {
                events.append(opened.journal().writer(), 10);
            }
        }
        final List<Double> parts = new ArrayList<>();
        try (DataDirectory data = DataDirectory.open(directory, () -> 1)) {
            JournalRepair.run(data.journal(0), data.serverId(), () -> Directories.NOON_MS, parts::add);
        }
        requireRising(parts);
    }

    private static void requireRising(final List<Double> parts) {
        assertTrue(parts.size() >= BATCHES / 256, "only told " + parts.size() + " times");
        assertTrue(parts.get(0) > 0 && parts.get(0) < 0.2, parts.toString());
        assertTrue(parts.get(parts.size() - 1) > 0.8 && parts.get(parts.size() - 1) <= 1, parts.toString());
        assertEquals(parts.stream().sorted().toList(), parts);
    }

    @Test
    void a_folder_without_a_journal_is_named_and_no_part_of_it_is_told() throws Exception {
        Files.createDirectories(Directories.journal(directory));
        final List<Double> parts = new ArrayList<>();
        final JournalCheck check = JournalCheck.run(Directories.journal(directory), parts::add);
        assertFalse(check.ok());
        assertTrue(check.problem().contains("marks"), check.problem());
        assertEquals(List.of(), parts);
    }
}
