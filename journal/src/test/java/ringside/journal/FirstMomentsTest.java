package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.journal.support.CrashImage;
import ringside.journal.support.Directories;
import ringside.journal.support.Directories.Opened;
import ringside.journal.support.Events;
import ringside.journal.support.FaultyStore;
import ringside.journal.support.Recorder;

/** Kills at moments that are over in no time: within an opening, before the first event, within an append; and where files begin. */
class FirstMomentsTest {
    private static final ServerId SERVER = new ServerId(1, 2);
    private static final Reign REIGN = new Reign(SERVER, 7, "{}");

    @TempDir
    Path root;

    private final Events events = new Events();

    /** Kills whoever syncs. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    void a_kill_in_the_sync_of_the_first_opening_of_all_does_no_harm() {
        final MemoryRecordStore store = new MemoryRecordStore(1 << 20, 64, 1 << 14);
        final Marks marks = Marks.inMemory(SERVER);
        final FaultyStore dying = new FaultyStore(store);
        dying.whileSyncing(() -> {
            throw new Killed();
        });
        assertThrows(JournalException.class, () -> JournalWriter.open(dying, marks, REIGN, 0));
        assertEquals(1, store.records());
        final JournalWriter again = JournalWriter.open(store, marks, REIGN, 0);
        assertEquals(JournalEnd.Kind.CLEAN, again.opening().end().kind());
        assertEquals(2, again.epoch());
    }

    @Test
    void kills_before_the_first_event_of_all_leave_a_journal_that_opens() {
        Path directory = root.resolve("live");
        for (int kill = 0; kill < 3; kill++) {
            final Path image;
            try (Opened opened = Directories.open(directory)) {
                assertEquals(0, opened.journal().writer().opening().nextPosition());
                assertEquals(kill + 1, opened.journal().writer().epoch());
                image = CrashImage.of(directory, root.resolve("image" + kill));
            }
            directory = image;
        }
        try (Opened opened = Directories.open(directory)) {
            events.append(opened.journal().writer(), 10);
        }
        assertTrue(JournalCheck.run(Directories.journal(directory)).ok());
    }

    @Test
    void a_kill_between_beginning_and_finishing_a_frame_leaves_no_record_and_no_damage() throws IOException {
        final Path live = root.resolve("live");
        final Path image;
        try (Opened opened = Directories.open(live)) {
            events.append(opened.journal().writer(), 10);
            image = CrashImage.of(live, root.resolve("image"));
        }
        final long end;
        try (RecordCursor cursor = FileRecordCursor.open(Directories.journal(image))) {
            while (cursor.next() == RecordCursor.Step.RECORD) {
                assertTrue(cursor.lengthBytes() > 0);
            }
            end = cursor.end().offset();
        }
        // What Chronicle puts there before it knows a length; the record's bytes stand behind it already.
        final ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        word.putInt(0, 0x8000_0000);
        try (FileChannel channel = FileChannel.open(CrashImage.last(image), StandardOpenOption.WRITE)) {
            channel.write(word, end);
            channel.write(ByteBuffer.wrap(new byte[] {'R', 'J', 'R', 1, 90, 0, 0, 0}), end + Integer.BYTES);
        }
        assertEquals("", JournalCheck.run(Directories.journal(image)).problem());
        try (Opened opened = Directories.open(image)) {
            assertEquals(
                    JournalEnd.Kind.CLEAN,
                    opened.journal().writer().opening().end().kind());
            assertEquals(10, opened.journal().writer().opening().nextPosition());
            events.append(opened.journal().writer(), 5);
        }
        assertTrue(JournalCheck.run(Directories.journal(image)).ok());
    }

    @Test
    void a_reader_may_begin_with_the_first_record_of_any_file() {
        final Path live = root.resolve("live");
        final AtomicLong clockMs = new AtomicLong(Directories.NOON_MS);
        final JournalConfig rolling =
                Directories.SMALL.withStore(Directories.SMALL.store().withRollEveryMs(60_000));
        try (Opened opened = Directories.open(live, rolling, clockMs, System::nanoTime, DiskSpace.REAL)) {
            for (int file = 0; file < 3; file++) {
                events.append(opened.journal().writer(), 10);
                clockMs.addAndGet(60_000);
            }
            for (final long from : new long[] {10, 20}) {
                final Recorder read = new Recorder();
                try (JournalReader reader = opened.journal().read(from)) {
                    reader.readAll(read);
                }
                assertEquals(30 - from, read.events().size());
            }
            assertEquals(3, CrashImage.segments(live).size());
        }
    }
}
