package ringside.io.viewlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.io.session.ViewLogEntry;
import ringside.io.session.ViewProof;
import ringside.snapshot.codec.ViewLimits;

/** Files of a log of views: whole, bounded, torn. */
class ViewLogWriterTest {
    private static final int ENTRY_BYTES = 44;

    private final UnsafeBuffer entry = new UnsafeBuffer(new byte[ENTRY_BYTES]);
    private final List<String> troubles = new ArrayList<>();

    @TempDir
    private Path folder;

    private ViewLogWriter writer(final long mostBytes) {
        return new ViewLogWriter(folder.resolve("views"), 7, ViewLimits.DEFAULT, mostBytes, troubles::add);
    }

    /** Views without a beginning: nothing can be made of them, so that they are counted and no more. */
    private void put(final ViewLogWriter writer, final int count) {
        for (int i = 0; i < count; i++) {
            entry.putInt(0, ENTRY_BYTES | ViewLogEntry.VIEW << 16, ByteOrder.LITTLE_ENDIAN);
            entry.putInt(4, 1, ByteOrder.LITTLE_ENDIAN);
            entry.putInt(8, i + 1, ByteOrder.LITTLE_ENDIAN);
            writer.put(entry, 0, ENTRY_BYTES);
            if (i % 100 == 99) {
                writer.doWork();
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("views"))) {
            return all.sorted().toList();
        }
    }

    private static long viewsIn(final ViewLogReader reader) {
        final ViewProof proof = reader.proofOf(7);
        assertNotNull(proof);
        proof.end();
        assertNull(proof.difference());
        return proof.unproven();
    }

    private ViewLogReader reader() {
        return new ViewLogReader(folder.resolve("views"));
    }

    @Test
    void everything_that_was_put_is_read_again_when_the_writer_was_closed() {
        try (ViewLogWriter writer = writer(1 << 20)) {
            put(writer, 1_234);
        }
        final ViewLogReader reader = reader();
        assertEquals(1_234, viewsIn(reader));
        assertEquals(List.of(), reader.notes());
        assertNull(reader.proofOf(8), "of another epoch there is nothing");
    }

    @Test
    void a_torn_end_is_said_and_what_stands_before_it_counts() throws IOException {
        try (ViewLogWriter writer = writer(1 << 20)) {
            put(writer, 1_000);
        }
        final Path file = files().get(0);
        final byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 17));
        final ViewLogReader torn = reader();
        assertEquals(900, viewsIn(torn));
        assertEquals(1, torn.notes().size());
        assertTrue(
                torn.notes().get(0).contains("is good up to byte"), torn.notes().get(0));
        Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.TRUNCATE_EXISTING);
        final ViewLogReader none = reader();
        assertNull(none.proofOf(7));
        assertEquals(1, none.notes().size());
    }

    @Test
    void the_oldest_files_go_when_the_log_has_grown_too_long() throws IOException {
        final long most = 1 << 20;
        try (ViewLogWriter writer = writer(most)) {
            put(writer, 60_000);
        }
        long bytes = 0;
        for (final Path file : files()) {
            bytes += Files.size(file);
        }
        assertTrue(bytes <= most, bytes + " bytes");
        final long left = viewsIn(reader());
        assertTrue(left > 10_000 && left < 60_000, left + " views");
        assertEquals(List.of(), troubles);
    }

    @Test
    void a_disk_that_takes_nothing_ends_the_log_and_nothing_else() throws IOException {
        Files.writeString(folder.resolve("views"), "a file where the folder should be");
        try (ViewLogWriter writer = writer(1 << 20)) {
            put(writer, 1_000);
        }
        assertEquals(1, troubles.size());
        assertTrue(troubles.get(0).contains("given up"), troubles.get(0));
    }

    @Test
    void entries_that_find_no_room_are_counted() {
        try (ViewLogWriter writer = writer(1 << 20)) {
            for (int i = 0; i < 100_000; i++) {
                writer.put(entry, 0, ENTRY_BYTES);
            }
            assertTrue(writer.dropped() > 0);
        }
    }
}
