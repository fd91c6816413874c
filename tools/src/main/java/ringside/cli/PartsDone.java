package ringside.cli;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.DoubleConsumer;

/** The progress of several works at once, told as one. Safe for a thread for each of them. */
final class PartsDone {
    private static final int WHOLE = 1_000_000;

    private final AtomicIntegerArray done;
    private final DoubleConsumer told;

    PartsDone(final int works, final DoubleConsumer told) {
        done = new AtomicIntegerArray(works);
        this.told = told;
    }

    /** Takes how far one of the works has come, 0 to 1. */
    DoubleConsumer of(final int work) {
        return part -> {
            done.set(work, (int) (part * WHOLE));
            tell();
        };
    }

    private synchronized void tell() {
        long all = 0;
        for (int i = 0; i < done.length(); i++) {
            all += done.get(i);
        }
        told.accept((double) all / WHOLE / Math.max(1, done.length()));
    }
}
