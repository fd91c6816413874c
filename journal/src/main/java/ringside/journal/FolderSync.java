package ringside.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Brings names to the disk: a file or a folder that was made may be gone after a loss of power until the folder it is in was forced. */
public final class FolderSync {
    private FolderSync() {}

    /** Brings the names in a folder to the disk. */
    public static void force(final Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Makes a folder, and those that it is in, unless they are there. On return they survive the loss of power, also where it was a
     * killed process that had made them.
     *
     * @param depth how many of the folders above it may be new
     */
    public static void make(final Path folder, final int depth) throws IOException {
        Files.createDirectories(folder);
        @Nullable Path above = folder.toAbsolutePath().getParent();
        for (int i = 0; i < depth && above != null; i++) {
            forceIfAllowed(above);
            above = above.getParent();
        }
    }

    /** A folder that may only be passed through cannot be forced; whoever made it that way made it long ago. */
    private static void forceIfAllowed(final Path folder) throws IOException {
        try {
            force(folder);
        } catch (final AccessDeniedException e) {
            if (Files.isReadable(folder)) {
                throw e;
            }
        }
    }
}
