package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rehearsal that was killed leaves. */
class RehearsalFoldersTest {
    private static final long NOW_MS = 1_795_348_800_000L;
    private static final long MINUTE_MS = 60_000;

    @TempDir
    private Path temporary;

    private void folder(final String name, final long ageMs) throws IOException {
        final Path folder = Files.createDirectories(temporary.resolve(name));
        Files.writeString(
                Files.createDirectories(folder.resolve("data/engines")).resolve("file"), "left");
        Files.setLastModifiedTime(folder, FileTime.fromMillis(NOW_MS - ageMs));
    }

    @Test
    void what_was_left_long_ago_is_removed_and_what_may_be_at_work_or_is_another_ones_stays() throws Exception {
        folder("ringside-rehearsal-1", 61 * MINUTE_MS);
        folder("ringside-rehearsal-2", 59 * MINUTE_MS);
        folder("another-one", 10_000 * MINUTE_MS);
        Files.writeString(temporary.resolve("ringside-rehearsal-file"), "no folder");
        RehearsalFolders.sweep(temporary, NOW_MS);
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(
                    List.of("another-one", "ringside-rehearsal-2", "ringside-rehearsal-file"),
                    left.map(each -> each.getFileName().toString()).sorted().toList());
        }
    }
}
