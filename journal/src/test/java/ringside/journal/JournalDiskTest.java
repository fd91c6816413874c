package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringside.journal.JournalException.Code;
import ringside.journal.support.Directories;
import ringside.journal.support.Events;
import ringside.journal.support.Forked;
import ringside.journal.support.Mount;
import ringside.journal.support.Recorder;
import ringside.journal.support.Seed;

/** Real file systems that fill up and lose power. */
@Tag("deep")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class JournalDiskTest {
    private static final int MOST_LINES = 200_000;

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 40, 200})
    void a_full_disk_is_named_and_costs_nothing_that_was_appended(final int batch) throws IOException {
        for (final boolean withAgent : new boolean[] {false, true}) {
            final Path at = Files.createDirectory(root.resolve("full" + withAgent));
            try (Mount mount = Mount.tmpfs(at, 8 << 20)) {
                assertNotNull(mount);
                final Events events = new Events();
                final long appended;
                final Directories.Opened opened = Directories.open(at.resolve("data"));
                final JournalWriter writer = opened.journal().writer();
                final JournalException full = assertThrows(JournalException.class, () -> {
                    while (true) {
                        events.append(writer, batch);
                        if (withAgent) {
                            opened.journal().storeAgent().doWork();
                        }
                    }
                });
                assertEquals(Code.FULL, full.code(), full.getMessage());
                assertEquals(withAgent, opened.journal().shortOfSpace());
                appended = writer.appendedPosition();
                assertTrue(appended > 30_000, "only " + appended);
                opened.close();
                final Recorder read = new Recorder();
                try (JournalReader reader = JournalReader.open(Directories.journal(at.resolve("data")), 0)) {
                    assertEquals(JournalEnd.clean(appended + 1), reader.readAll(read));
                }
                assertEquals(Events.expected(0, appended + 1), read.events());
            }
        }
    }

    @Test
    void a_loss_of_power_keeps_everything_that_was_synced() throws IOException {
        final SplittableRandom random = new SplittableRandom(Seed.of("a_loss_of_power"));
        final Path at = Files.createDirectory(root.resolve("disk"));
        long lost = 0;
        int failedSyncs = 0;
        try (Mount mount = Mount.ext4(root.resolve("image"), at)) {
            long synced = -1;
            for (int round = 1; round <= 6; round++) {
                try (Forked appender = Forked.appender(at, Directories.NOON_MS)) {
                    assertEquals("opening", appender.line());
                    final String opening = appender.line();
                    assertNotNull(opening);
                    final String[] words = opening.split(" ", -1);
                    assertEquals("opened", words[0], opening);
                    assertTrue(Integer.parseInt(words[1]) >= round, opening);
                    assertTrue(Long.parseLong(words[2]) > synced, opening + " after " + synced);
                    String last = opening;
                    for (int lines = random.nextInt(50, 2_000); lines > 0; lines--) {
                        last = appender.line();
                        assertNotNull(last);
                    }
                    mount.cutPower();
                    // Whatever it still claims must be true: an error on sync is never followed by 'fine now'.
                    for (int lines = 0; lines < MOST_LINES; lines++) {
                        final String line = appender.line();
                        if (line == null) {
                            break;
                        }
                        if (line.startsWith("refused")) {
                            // Or a new file, whichever the disk refuses first.
                            assertTrue(line.matches("refused (SYNC_FAILED|NOT_WRITABLE) (journal|marks) .*"), line);
                            failedSyncs += line.startsWith("refused SYNC_FAILED") ? 1 : 0;
                        } else if (line.matches("at \\d+ -?\\d+")) {
                            last = line;
                        }
                    }
                    synced = Long.parseLong(last.split(" ", -1)[2]);
                    appender.kill();
                }
                mount.restart();
                final Recorder read = new Recorder();
                try (JournalReader reader = JournalReader.open(Directories.journal(at), 0)) {
                    final JournalEnd end = reader.readAll(read);
                    lost += end.lostEvents();
                    assertNotEquals(JournalEnd.Kind.CORRUPT, end.kind(), end.problem());
                }
                assertTrue(read.events().size() > synced, read.events().size() + " of " + synced);
                assertEquals(Events.expected(0, read.events().size()), read.events());
            }
        }
        System.out.println("events lost above the synced mark: " + lost + ", syncs that failed: " + failedSyncs);
        assertTrue(failedSyncs > 0, "no process noticed that its syncs fail");
    }
}
