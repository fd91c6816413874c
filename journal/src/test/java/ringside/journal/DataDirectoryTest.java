package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import ringside.journal.JournalException.Code;
import ringside.journal.support.CrashImage;
import ringside.journal.support.Directories;
import ringside.journal.support.Directories.Opened;
import ringside.journal.support.Events;
import ringside.journal.support.Mount;

class DataDirectoryTest {
    @TempDir
    Path root;

    @Test
    void the_server_id_is_made_once() {
        final Path directory = root.resolve("data");
        final ServerId first;
        try (DataDirectory data = DataDirectory.open(directory, new AtomicLong(5)::incrementAndGet)) {
            first = data.serverId();
            assertEquals(new ServerId(6, 7), first);
            assertArrayEquals(new int[0], data.engines());
        }
        try (DataDirectory data = DataDirectory.open(directory, new AtomicLong(50)::incrementAndGet)) {
            assertEquals(first, data.serverId());
        }
        try (DataDirectory data = DataDirectory.read(directory)) {
            assertEquals(first, data.serverId());
            assertEquals(first, ServerId.parse(first.toString()));
        }
    }

    @Test
    void a_regular_file_in_its_place_is_named() throws IOException {
        final Path file = Files.writeString(root.resolve("data"), "x");
        requireRefused(
                Code.NOT_WRITABLE, "data directory " + file + ": is a file", () -> DataDirectory.open(file, () -> 1));
        requireRefused(Code.NOT_READABLE, "data directory " + file + ": is a file", () -> DataDirectory.read(file));
        final Path journal = Files.writeString(root.resolve("journal"), "x");
        requireRefused(
                Code.NOT_WRITABLE,
                "journal directory " + journal + ": is a file",
                () -> new ChronicleRecordStore(
                        journal, StoreConfig.DEFAULT, new Journal.Edges(() -> 0, () -> 0, () -> 0)));
        assertFalse(JournalCheck.run(journal).ok());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_directory_that_cannot_be_written_is_named() {
        final Path directory = Path.of("/proc/ringside-cannot-be-here");
        requireRefused(
                Code.NOT_WRITABLE,
                "data directory " + directory + ": cannot be made",
                () -> DataDirectory.open(directory, () -> 1));
    }

    @Test
    void a_directory_that_is_not_there_or_not_ours_is_named() {
        requireRefused(Code.NOT_READABLE, "does not exist", () -> DataDirectory.read(root.resolve("none")));
        requireRefused(Code.NOT_READABLE, "has no identity", () -> DataDirectory.read(root));
    }

    @Test
    void a_later_format_is_named_with_both_versions() throws IOException {
        DataDirectory.open(root, () -> 1).close();
        final Path identity = root.resolve("identity");
        Files.writeString(identity, Files.readString(identity).replace("\"format\": 1", "\"format\": 7"));
        requireRefused(Code.FORMAT, "format 7, this program reads 1", () -> DataDirectory.read(root));
        Files.writeString(identity, "nonsense");
        requireRefused(Code.FORMAT, "not the identity of a data directory", () -> DataDirectory.open(root, () -> 1));
    }

    @Test
    void engines_without_an_identity_are_not_given_a_new_one() throws IOException {
        Directories.open(root).close();
        Files.delete(root.resolve("identity"));
        requireRefused(Code.WRONG_SERVER, "holds engines but no identity", () -> DataDirectory.open(root, () -> 1));
    }

    @Test
    void a_directory_held_by_this_process_is_locked_too() {
        try (Opened opened = Directories.open(root)) {
            requireRefused(
                    Code.LOCKED,
                    "in use by pid " + ProcessHandle.current().pid(),
                    () -> DataDirectory.open(root, () -> 1));
            assertEquals(0, opened.journal().writer().opening().nextPosition());
        }
        DataDirectory.open(root, () -> 1).close();
    }

    @Test
    void the_journal_of_another_server_is_refused() throws IOException {
        final Path ours = root.resolve("ours");
        final Path theirs = root.resolve("theirs");
        for (final Path directory : List.of(ours, theirs)) {
            try (Opened opened = Directories.open(directory)) {
                new Events().append(opened.journal().writer(), 10);
            }
        }
        final Path mixed = CrashImage.of(theirs, root.resolve("mixed"));
        Files.delete(mixed.resolve("identity"));
        Files.copy(ours.resolve("identity"), mixed.resolve("identity"));
        requireRefused(Code.WRONG_SERVER, "journal of server", () -> Directories.open(mixed));

        final Path pasted = CrashImage.of(ours, root.resolve("pasted"));
        try (Stream<Path> files = Files.list(Directories.journal(theirs))) {
            for (final Path file :
                    files.filter(f -> f.toString().endsWith(".cq4")).toList()) {
                Files.copy(
                        file,
                        Directories.journal(pasted).resolve(file.getFileName().toString()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        requireRefused(Code.WRONG_SERVER, "was written by server", () -> Directories.open(pasted));
    }

    @Test
    void at_replicated_nothing_is_safe_until_the_shipper_says_so_and_it_never_goes_back() {
        try (Opened opened =
                Directories.open(root, Directories.SMALL.withDurability(Durability.REPLICATED), new AtomicLong())) {
            final SafePosition safe = opened.journal().safePosition();
            new Events().append(opened.journal().writer(), 10);
            opened.journal().syncAgent().sync();
            assertEquals(-1, safe.safePosition());
            opened.journal().inSync().reached(4);
            assertEquals(4, safe.safePosition());
            opened.journal().inSync().reached(2);
            assertEquals(4, safe.safePosition());
            opened.journal().inSync().reached(1_000);
            assertEquals(9, safe.safePosition());
        }
    }

    @Test
    void a_directory_on_a_read_only_disk_is_named_and_can_be_read() throws IOException {
        final Path at = Files.createDirectory(root.resolve("disk"));
        try (Mount mount = Mount.tmpfs(at, 16 << 20)) {
            final Path directory = at.resolve("data");
            try (Opened opened = Directories.open(directory)) {
                new Events().append(opened.journal().writer(), 10);
            }
            mount.readOnly();
            requireRefused(
                    Code.NOT_WRITABLE,
                    "data directory " + directory + ": not writable",
                    () -> Directories.open(directory));
            assertTrue(JournalCheck.run(Directories.journal(directory)).ok());
            try (DataDirectory data = DataDirectory.read(directory)) {
                assertArrayEquals(new int[] {0}, data.engines());
            }
            requireRefused(
                    Code.NOT_WRITABLE,
                    "data directory " + at.resolve("other") + ": cannot be made",
                    () -> DataDirectory.open(at.resolve("other"), () -> 1));
        }
    }

    private static void requireRefused(final Code code, final String words, final Executable opening) {
        final JournalException refused = assertThrows(JournalException.class, opening);
        assertEquals(code, refused.code());
        final String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(words), message);
        assertEquals(1, message.lines().count());
    }
}
