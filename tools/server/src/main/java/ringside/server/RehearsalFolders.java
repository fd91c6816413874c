package ringside.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders in which standbys rehearse. Each is removed when that is over; what a process left that was killed meanwhile is removed by
 * a later one, once it is older than any rehearsal lasts. Stateless.
 */
final class RehearsalFolders {
    /** How their names begin. */
    static final String PREFIX = "ringside-rehearsal-";

    private static final Logger LOG = LoggerFactory.getLogger("ringside.standby");

    /** Another machine's, or container's, process may be at work in a younger one: nobody here could tell. */
    private static final long STALE_MS = TimeUnit.HOURS.toMillis(1);

    private RehearsalFolders() {}

    /** Removes those that nobody rehearses in any more. What cannot be removed, of another user perhaps, stays. */
    static void sweep(final Path temporary, final long nowMs) throws IOException {
        final List<Path> found;
        try (Stream<Path> all = Files.list(temporary)) {
            found = all.filter(each -> String.valueOf(each.getFileName()).startsWith(PREFIX))
                    .filter(each -> Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
        for (final Path each : found) {
            try {
                if (isOwn(each) && nowMs - Files.getLastModifiedTime(each).toMillis() > STALE_MS) {
                    remove(each);
                    LOG.info("removed {}, which a rehearsal that was killed had left", each);
                }
            } catch (final IOException | UncheckedIOException e) {
                LOG.debug("{} stays: {}", each, e.toString());
            }
        }
    }

    /** Nobody else can have put anything into those. */
    private static boolean isOwn(final Path folder) throws IOException {
        return Files.getOwner(folder).getName().equals(System.getProperty("user.name"));
    }

    /** Removes one with all that is in it. */
    static void remove(final Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (final Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
