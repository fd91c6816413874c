package ringside.server.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What shows, without reading them, whether files have changed: their times, their sizes and which files they are, since
 * editors put a new one in the place of the old. Immutable.
 */
record FileStamps(Map<Path, Stamp> stamps) {
    /** Of a file that is not there, all is empty. */
    private record Stamp(
            @Nullable FileTime modified,
            long size,
            @Nullable Object key) {}

    private static final Stamp GONE = new Stamp(null, -1, null);

    static FileStamps of(final Collection<Path> files) {
        final Map<Path, Stamp> stamps = new HashMap<>();
        for (final Path file : files) {
            stamps.put(file, stamp(file));
        }
        return new FileStamps(stamps);
    }

    private static Stamp stamp(final Path file) {
        try {
            final BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (final IOException e) {
            return GONE;
        }
    }

    /** True when no file that both know has changed between them. */
    boolean agreesWith(final FileStamps other) {
        for (final Map.Entry<Path, Stamp> stamp : stamps.entrySet()) {
            final Stamp its = other.stamps.get(stamp.getKey());
            if (its != null && !its.equals(stamp.getValue())) {
                return false;
            }
        }
        return true;
    }
}
