package ringside.simulator;

import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that happened, as one running number: two runs of a seed are the same when it is. Told in words to whoever listens.
 * Not thread-safe.
 */
public final class Trace {
    private final @Nullable Consumer<String> listener;
    private final Kernel kernel;
    private long hash = 0x9E37_79B9_7F4A_7C15L;
    private long notes;

    Trace(final Kernel kernel, final @Nullable Consumer<String> listener) {
        this.kernel = kernel;
        this.listener = listener;
    }

    /** Notes that something happened, now. */
    public void note(final String what, final long first, final long second) {
        take(what.hashCode(), first, second);
        if (listener != null) {
            say(what, first + " " + second);
        }
    }

    /** The same, with what it was about. */
    public void note(final String what, final String about, final long detail) {
        take(what.hashCode(), about.hashCode(), detail);
        if (listener != null) {
            say(what, about + " " + detail);
        }
    }

    private void take(final int what, final long first, final long second) {
        notes++;
        mix(kernel.nowNs());
        mix(what);
        mix(first);
        mix(second);
    }

    private void say(final String what, final String details) {
        final Consumer<String> told = listener;
        if (told != null) {
            told.accept(String.format(
                    Locale.ROOT, "%12.6f %s %s", kernel.nowNs() / (double) Kernel.SECOND_NS, what, details));
        }
    }

    private void mix(final long value) {
        long mixed = (hash ^ value) * 0xBF58_476D_1CE4_E5B9L;
        mixed ^= mixed >>> 29;
        hash = mixed * 0x94D0_49BB_1331_11EBL;
    }

    public long hash() {
        return hash;
    }

    public long notes() {
        return notes;
    }
}
