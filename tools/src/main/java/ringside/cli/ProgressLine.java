package ringside.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.DoubleConsumer;

/** A bar on standard error while something long goes on, with the time left; where that is no terminal, a plain line now and then. */
final class ProgressLine implements DoubleConsumer {
    private static final int WIDTH = 40;
    private static final long FIRST_SHOWN_NS = 500_000_000;
    private static final long EVERY_NS = 100_000_000;
    private static final long PLAIN_EVERY_NS = 5_000_000_000L;

    private final PrintWriter err;
    private final String what;
    private final boolean watched = System.getenv("TERM") != null && isTerminal();
    private final long startNs = System.nanoTime();
    private long shownNs = startNs + FIRST_SHOWN_NS - EVERY_NS;
    private boolean shown;

    ProgressLine(final PrintWriter err, final String what) {
        this.err = err;
        this.what = what;
    }

    /** Standard error is a terminal where the process's own descriptor 2 leads to a device of terminals. */
    private static boolean isTerminal() {
        try {
            return Path.of("/proc/self/fd/2").toRealPath().startsWith("/dev/pts")
                    || Path.of("/proc/self/fd/2").toRealPath().startsWith("/dev/tty");
        } catch (final IOException noSuchThing) {
            return false;
        }
    }

    @Override
    public void accept(final double part) {
        final long nowNs = System.nanoTime();
        if (nowNs - shownNs < (watched ? EVERY_NS : PLAIN_EVERY_NS)) {
            return;
        }
        shownNs = nowNs;
        final double done = Math.max(0, Math.min(1, part));
        final int filled = (int) (done * WIDTH);
        final double leftSeconds = done < 0.01 ? 0 : (nowNs - startNs) / 1e9 / done * (1 - done);
        if (!watched) {
            err.println(String.format(Locale.ROOT, "%s: %.0f %%, %.0f s left", what, done * 100, leftSeconds));
            err.flush();
            return;
        }
        shown = true;
        err.print(String.format(
                Locale.ROOT,
                "\r%s [%s%s] %3.0f %%  %.0f s left ",
                what,
                "=".repeat(filled),
                " ".repeat(WIDTH - filled),
                done * 100,
                leftSeconds));
        err.flush();
    }

    /** Wipes the bar. */
    void end() {
        if (shown) {
            err.print("\r" + " ".repeat(WIDTH + what.length() + 30) + "\r");
            err.flush();
        }
    }
}
