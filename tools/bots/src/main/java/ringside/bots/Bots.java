package ringside.bots;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import ringside.io.client.ClientLoops;

/**
 * Many real connections that play: the load of all measures over a network, and the players of tests that break servers.
 *
 * <p>Inputs are due by each client's own clock, and are sent and counted from when they were due, however slow the server
 * or this process is. The arena is played by its published trace, other games by valid random inputs.
 */
public final class Bots {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long POLL_MS = 10;
    private static final long REST_NS = SECOND_NS / 2;
    private static final long LEAVE_NS = 3 * SECOND_NS;

    private final BotsSettings settings;
    private final BotsListener listener;
    private final Crowd crowd;
    private long playBeganNs;
    private long nextProgressNs;

    private Bots(final BotsSettings settings, final BotsListener listener, final Crowd crowd) {
        this.settings = settings;
        this.listener = listener;
        this.crowd = crowd;
    }

    /**
     * Joins, plays, leaves, and returns what was measured; takes somewhat longer than the settings' seconds.
     *
     * @throws IOException when the file for acknowledged inputs, or those of histograms, cannot be written
     */
    public static BotsResult run(final BotsSettings settings, final BotsListener listener)
            throws IOException, InterruptedException {
        try (AcknowledgedInputsLog log = log(settings);
                HistogramFiles files = files(settings);
                ClientLoops loops = new ClientLoops(settings.threads(), settings.isInProcess())) {
            final BotsListener both = log == null ? listener : new Logging(listener, log);
            return new Bots(settings, listener, new Crowd(settings, loops, both, files)).run();
        }
    }

    private static @Nullable AcknowledgedInputsLog log(final BotsSettings settings) throws IOException {
        return settings.acknowledgedInputs() == null ? null : new AcknowledgedInputsLog(settings.acknowledgedInputs());
    }

    private static @Nullable HistogramFiles files(final BotsSettings settings) throws IOException {
        return settings.histograms() == null
                ? null
                : new HistogramFiles(settings.histograms(), System.currentTimeMillis());
    }

    private BotsResult run() throws IOException, InterruptedException {
        final long beganNs = System.nanoTime();
        nextProgressNs = beganNs + SECOND_NS;
        playBeganNs = Long.MAX_VALUE;
        join(beganNs);
        await(() -> crowd.settled() == crowd.size(), settings.reconnectSeconds() * SECOND_NS);

        playBeganNs = System.nanoTime();
        nextProgressNs = playBeganNs + SECOND_NS;
        await(this::isOver, settings.warmupSeconds() * SECOND_NS);
        final long measureBeganNs = System.nanoTime();
        crowd.measure();
        await(this::isOver, (settings.seconds() - settings.warmupSeconds()) * SECOND_NS);
        final Crowd.Rates rates = crowd.rates(System.nanoTime() - measureBeganNs);

        crowd.rest();
        await(() -> crowd.isAnswered() || crowd.isOver(), REST_NS);
        crowd.stopMeasuring();
        crowd.leave();
        await(crowd::isOver, LEAVE_NS);
        crowd.close();
        return crowd.result(rates);
    }

    private boolean isOver() {
        return crowd.isOver() || listener.isEnough();
    }

    private void join(final long beganNs) throws InterruptedException {
        final long betweenNs = SECOND_NS / settings.joinsPerSecond();
        for (int player = 0; player < crowd.size(); player++) {
            final long dueNs = beganNs + player * betweenNs;
            await(() -> System.nanoTime() >= dueNs, Long.MAX_VALUE);
            crowd.join(player);
        }
    }

    /** Waits for something, or for the time to pass, and reports each second meanwhile. */
    private void await(final BooleanSupplier condition, final long mostNs) throws InterruptedException {
        final long beganNs = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - beganNs < mostNs) {
            final long leftNs = Math.max(1, mostNs - (System.nanoTime() - beganNs));
            TimeUnit.NANOSECONDS.sleep(Math.min(POLL_MS * 1_000_000, leftNs));
            final long nowNs = System.nanoTime();
            if (nowNs >= nextProgressNs) {
                nextProgressNs += SECOND_NS;
                crowd.sample();
                final boolean joining = playBeganNs == Long.MAX_VALUE;
                listener.progress(crowd.progress(joining ? -1 : (int) ((nowNs - playBeganNs) / SECOND_NS)));
            }
        }
    }

    /** Passes everything on, and logs what was acknowledged. */
    private record Logging(BotsListener next, AcknowledgedInputsLog log) implements BotsListener {
        @Override
        public void progress(final BotsProgress progress) {
            next.progress(progress);
        }

        @Override
        public boolean isEnough() {
            return next.isEnough();
        }

        @Override
        public void acknowledged(
                final int match, final int player, final int inputSeq, final int frame, final long epoch) {
            log.add(match, player, inputSeq, frame, epoch);
            next.acknowledged(match, player, inputSeq, frame, epoch);
        }

        @Override
        public void tookOver(
                final int match, final int player, final long lastViewNs, final long firstViewNs, final long epoch) {
            next.tookOver(match, player, lastViewNs, firstViewNs, epoch);
        }
    }
}
