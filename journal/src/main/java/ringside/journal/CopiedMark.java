package ringside.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says in a journal's directory that another server wrote what is there, in a file that holds nothing. Stateless. */
final class CopiedMark {
    private static final String NAME = "copied";

    private CopiedMark() {}

    static boolean isSet(final Path directory) {
        return Files.exists(directory.resolve(NAME));
    }

    /** On return it survives the loss of power. */
    static void set(final Path directory) {
        if (isSet(directory)) {
            return;
        }
        try {
            FolderSync.make(directory, 3);
            Files.write(directory.resolve(NAME), new byte[0]);
            FolderSync.force(directory);
        } catch (final IOException e) {
            throw SegmentDirectory.failed(directory.resolve(NAME), "cannot be made", e);
        }
    }

    /** A kill before this leaves it: then the next opening counts as a takeover, too, which does no harm. */
    static void clear(final Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(NAME));
        } catch (final IOException e) {
            throw SegmentDirectory.failed(directory.resolve(NAME), "cannot be removed", e);
        }
    }
}
