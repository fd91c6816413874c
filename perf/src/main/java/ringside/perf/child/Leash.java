package ringside.perf.child;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import ringside.perf.ExitCode;

/** A child's side of the tie to its parent, see {@link ChildProcess}. */
public final class Leash {
    /** What a child's answer begins with on standard output. */
    public static final String RESULT = "result ";

    /** What a server's port begins with. */
    public static final String READY = "ready ";

    private static final int FAILED = ExitCode.FALSE;

    private Leash() {}

    /** Blocks until the parent closes our standard input, or is gone. */
    public static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // The parent says nothing.
        }
    }

    /** Ends this process at once when the parent does. */
    public static void endWithParent() {
        daemon("parent watch", () -> {
            try {
                awaitEnd();
            } catch (final IOException e) {
                // As good as gone.
            }
            Runtime.getRuntime().halt(FAILED);
        });
    }

    /** Ends this process when it lasts longer than it may. */
    public static void endAfter(final int seconds) {
        daemon("time limit", () -> {
            try {
                TimeUnit.SECONDS.sleep(seconds);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(FAILED);
        });
    }

    /** One line for the parent. */
    public static void say(final String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void daemon(final String name, final Runnable body) {
        final Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }
}
