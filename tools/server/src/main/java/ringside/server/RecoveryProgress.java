package ringside.server;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;

/** Tells an operator how far a long recovery is, and how much longer it will take: a line every few seconds, none for a short one. */
final class RecoveryProgress implements DoubleConsumer {
    private static final long EVERY_NS = 2_000_000_000L;
    private static final double LEAST_PART = 0.01;

    private final int engine;
    private final LongSupplier clockNs;
    private final Consumer<String> lines;
    private final long startNs;
    private long toldNs;

    RecoveryProgress(final int engine, final LongSupplier clockNs, final Consumer<String> lines) {
        this.engine = engine;
        this.clockNs = clockNs;
        this.lines = lines;
        startNs = clockNs.getAsLong();
        toldNs = startNs;
    }

    @Override
    public void accept(final double part) {
        final long nowNs = clockNs.getAsLong();
        if (nowNs - toldNs < EVERY_NS || part < LEAST_PART) {
            return;
        }
        toldNs = nowNs;
        final double done = Math.min(1, part);
        lines.accept(String.format(
                Locale.ROOT,
                "engine %d: recovering, %.0f %% done, about %.0f s left",
                engine,
                done * 100,
                (nowNs - startNs) / 1e9 / done * (1 - done)));
    }
}
