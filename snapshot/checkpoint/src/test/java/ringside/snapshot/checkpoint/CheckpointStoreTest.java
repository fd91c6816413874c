package ringside.snapshot.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointStoreTest {
    private static final String OTHER_SERVER = "f".repeat(32);

    @TempDir
    private Path parent;

    private Path folder;
    private CheckpointStore store;
    private final TestEngine engine = new TestEngine().withMatches();
    private final List<String> passedOver = new ArrayList<>();

    @BeforeEach
    void open() {
        folder = parent.resolve("checkpoints");
        store = storeOf(TestEngine.SERVER);
    }

    private CheckpointStore storeOf(final String server) {
        return new CheckpointStore(new FileCheckpointStorage(folder), server, 3);
    }

    /** Lets a few frames pass and writes a checkpoint. */
    private CheckpointInfo write() {
        return store.write(engine.frames(4).image());
    }

    private Path file(final CheckpointInfo info) {
        return folder.resolve(info.name() + ".checkpoint");
    }

    private @Nullable Checkpoint newest(final long lastPosition) {
        passedOver.clear();
        return store.newest(lastPosition, passedOver::add, checkpoint -> checkpoint);
    }

    private void expectTheOneBefore(final CheckpointInfo before, final CheckpointInfo refused) {
        final Checkpoint used = newest(Long.MAX_VALUE);
        assertNotNull(used);
        assertEquals(before.position(), used.position());
        assertEquals(1, passedOver.size());
        assertTrue(passedOver.get(0).startsWith("checkpoint " + refused.name()), passedOver.get(0));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void the_newest_is_used() {
        write();
        final CheckpointInfo second = write();
        final Checkpoint newest = newest(Long.MAX_VALUE);
        assertNotNull(newest);
        assertEquals(second.position(), newest.position());
        assertEquals(second.bytes(), newest.lengthBytes());
        assertTrue(passedOver.isEmpty());
        assertEquals(
                List.of(true, true),
                store.list().stream().map(CheckpointInfo::ok).toList());
    }

    @Test
    void a_flipped_bit_anywhere_is_refused_by_name_and_the_one_before_is_used() throws IOException {
        final SplittableRandom random = Seed.random("CheckpointStoreTest.flipped_bit");
        final CheckpointInfo first = write();
        final CheckpointInfo second = write();
        final byte[] good = Files.readAllBytes(file(second));
        for (int i = 0; i < 600; i++) {
            // Every byte of the header, then anywhere.
            final int at = i < CheckpointImage.HEADER_BYTES ? i : random.nextInt(good.length);
            final byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file(second), bad);
            expectTheOneBefore(first, second);
        }
    }

    @Test
    void a_cut_off_or_empty_file_is_refused_by_name_and_the_one_before_is_used() throws IOException {
        final SplittableRandom random = Seed.random("CheckpointStoreTest.cut_off");
        final CheckpointInfo first = write();
        final CheckpointInfo second = write();
        final byte[] good = Files.readAllBytes(file(second));
        for (int i = 0; i < 200; i++) {
            final int length = i < 100 ? i : random.nextInt(good.length);
            Files.write(file(second), Arrays.copyOf(good, length));
            expectTheOneBefore(first, second);
        }
        Files.write(file(second), Arrays.copyOf(good, good.length + 1));
        expectTheOneBefore(first, second);
        final CheckpointInfo listed = store.list().get(1);
        assertFalse(listed.ok());
        assertEquals(-1, listed.position());
    }

    @Test
    void another_servers_is_refused_and_both_servers_are_named() {
        final CheckpointInfo first = write();
        final CheckpointInfo second =
                storeOf(OTHER_SERVER).write(engine.frames(4).image());
        expectTheOneBefore(first, second);
        assertEquals(
                "checkpoint " + second.name() + ": made by server " + OTHER_SERVER + ", this is server "
                        + TestEngine.SERVER,
                passedOver.get(0));
    }

    @Test
    void one_that_was_renamed_is_refused() throws IOException {
        final CheckpointInfo first = write();
        final CheckpointInfo second = write();
        final String later = "%020d".formatted(second.position() + 1);
        Files.move(file(second), folder.resolve(later + ".checkpoint"));
        final Checkpoint used = newest(Long.MAX_VALUE);
        assertNotNull(used);
        assertEquals(first.position(), used.position());
        assertTrue(passedOver.get(0).startsWith("checkpoint " + later + ": holds position " + second.position()));
    }

    @Test
    void one_of_no_use_is_passed_over() {
        final CheckpointInfo first = write();
        write();
        final Long used = store.newest(
                Long.MAX_VALUE,
                passedOver::add,
                checkpoint -> checkpoint.position() > first.position() ? null : checkpoint.position());
        assertEquals(first.position(), used);
        assertTrue(passedOver.isEmpty());
    }

    @Test
    void one_beyond_the_journals_end_is_passed_over() {
        final CheckpointInfo first = write();
        final CheckpointInfo second = write();
        final Checkpoint used = newest(second.position() - 1);
        assertNotNull(used);
        assertEquals(first.position(), used.position());
        assertEquals(
                List.of("checkpoint " + second.name() + ": beyond the end of the journal, which is at position "
                        + (second.position() - 1)),
                passedOver);
        assertNull(newest(first.position() - 1));
    }

    @Test
    void what_lies_beyond_a_position_is_set_aside_and_never_used_again() throws IOException {
        final CheckpointInfo first = write();
        final CheckpointInfo second = write();
        final CheckpointInfo third = write();
        assertEquals(List.of(second.name(), third.name()), store.setAsideBeyond(first.position()));
        final Checkpoint used = newest(Long.MAX_VALUE);
        assertNotNull(used);
        assertEquals(first.position(), used.position());
        assertTrue(files().contains(second.name() + ".lost"));
        assertEquals(List.of(), store.setAsideBeyond(first.position()));
        assertEquals(List.of(first.name()), store.setAsideBeyond(-1));
        assertTrue(store.isEmpty());
    }

    @Test
    void only_the_last_ones_are_kept() {
        final List<String> names = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            names.add(write().name());
            final List<String> there =
                    store.list().stream().map(CheckpointInfo::name).toList();
            assertEquals(names.subList(Math.max(0, names.size() - 3), names.size()), there);
        }
    }

    @Test
    void none_is_removed_before_the_new_one_was_read_back() {
        final MemoryStorage storage = new MemoryStorage();
        store = new CheckpointStore(storage, TestEngine.SERVER, 2);
        final CheckpointInfo first = write();
        final CheckpointInfo second = write();
        storage.flipsWhatIsWritten = true;
        assertThrows(CheckpointException.class, this::write);
        storage.flipsWhatIsWritten = false;
        assertEquals(List.of(first.name(), second.name()), storage.list());
        final CheckpointInfo third = write();
        assertEquals(List.of(second.name(), third.name()), storage.list());
    }

    @Test
    void a_new_one_is_never_removed_for_those_beyond_it() {
        final TestEngine behind = new TestEngine().withMatches().frames(1);
        for (int i = 0; i < 3; i++) {
            write();
        }
        final CheckpointInfo written = store.write(behind.image());
        assertEquals(written.position(), store.open(written.name()).position());
    }

    @Test
    void half_of_one_left_by_a_kill_harms_nothing_and_goes_with_the_next() throws IOException {
        final CheckpointInfo first = write();
        Files.write(folder.resolve("%020d.tmp".formatted(first.position() + 4)), new byte[100]);
        final Checkpoint used = newest(Long.MAX_VALUE);
        assertNotNull(used);
        assertEquals(first.position(), used.position());
        assertTrue(passedOver.isEmpty());
        assertEquals(1, store.list().size());
        engine.frames(10);
        final CheckpointInfo second = write();
        assertEquals(List.of(first.name() + ".checkpoint", second.name() + ".checkpoint"), files());
    }

    @Test
    void a_disk_that_cannot_be_written_leaves_the_old_ones_and_is_named() {
        final MemoryStorage storage = new MemoryStorage();
        store = new CheckpointStore(storage, TestEngine.SERVER, 2);
        final CheckpointInfo first = write();
        storage.failsToWrite = true;
        final CheckpointException e = assertThrows(CheckpointException.class, this::write);
        assertEquals(
                "checkpoint " + "%020d".formatted(engine.position())
                        + " in memory: java.io.IOException: No space left on device; is the disk full or read-only?",
                e.getMessage());
        assertEquals(List.of(first.name()), storage.list());
    }

    @Test
    void a_file_where_the_folder_should_be_is_named() throws IOException {
        Files.writeString(folder, "not a folder");
        final CheckpointException e = assertThrows(CheckpointException.class, this::write);
        assertTrue(String.valueOf(e.getMessage()).contains(folder.toString()), e::getMessage);
        assertTrue(store.isEmpty());
    }

    @Test
    void a_folder_in_the_place_of_a_checkpoint_is_passed_over() throws IOException {
        final CheckpointInfo first = write();
        final CheckpointInfo second = write();
        Files.delete(file(second));
        Files.createDirectory(file(second));
        expectTheOneBefore(first, second);
    }

    @Test
    void fewer_than_two_kept_are_refused() {
        assertThrows(
                IllegalArgumentException.class, () -> new CheckpointStore(new MemoryStorage(), TestEngine.SERVER, 1));
    }
}
