package ringside.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many files a process may have open. Connections are files too: were they to take the last ones, journals could not go
 * on, and running matches would end because of those who knock.
 */
final class OpenFiles {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.server");

    /** Kept for operators, pages, keys and what the JVM opens. */
    private static final int RESERVE = 48;

    /** Kept for each engine's journal and checkpoints. */
    private static final int ENGINE_RESERVE = 16;

    private OpenFiles() {}

    /** So many connections as are wanted, or as there is room for, which is said aloud. */
    static int connections(final int wanted, final int engines) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof final UnixOperatingSystemMXBean system) {
            return connections(
                    wanted, engines, system.getMaxFileDescriptorCount(), system.getOpenFileDescriptorCount());
        }
        return wanted;
    }

    static int connections(final int wanted, final int engines, final long most, final long open) {
        final long room = Math.max(1, most - open - RESERVE - (long) engines * ENGINE_RESERVE);
        if (most <= 0 || wanted <= room) {
            return wanted;
        }
        LOG.warn(
                "maxConnections = {}: there is room for {}, for this process may have {} files open; raise that (ulimit -n), or "
                        + "ask for fewer",
                wanted,
                room,
                most);
        return (int) room;
    }
}
