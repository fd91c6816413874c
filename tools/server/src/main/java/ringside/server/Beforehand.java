package ringside.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that makes the start faster when a second core does it meanwhile, and that nothing depends on. */
final class Beforehand {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.server");

    private Beforehand() {}

    /** Begins it on a thread of its own. What fails will fail again where it is needed, and is told there. */
    static void begin(final String name, final Runnable work) {
        final Thread thread = new Thread(work, "ringside-" + name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, cause) -> LOG.debug("{} failed", failed.getName(), cause));
        thread.start();
    }
}
