package ringside.bots;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import ringside.io.client.ClientLoop;
import ringside.io.client.ClientLoops;
import ringside.io.client.ClientSettings;
import ringside.io.client.ClientStatistics;
import ringside.io.client.GameClient;
import ringside.io.client.JoinRequest;
import ringside.io.client.ReconnectPolicy;
import ringside.io.client.SessionEnd;

/** All bots of a run with their connections. Used by the run's thread; each bot lives on its own loop. */
final class Crowd {
    private final Bot.Stage stage = new Bot.Stage();
    private final List<Tally> tallies = new ArrayList<>();
    private final LoopTimes loopTimes = new LoopTimes();
    private final Histograms histograms = new Histograms();
    private final @Nullable HistogramFiles files;
    private final List<ClientLoop> loops;
    private final List<Bot> bots = new ArrayList<>();
    private final List<GameClient> clients = new ArrayList<>();
    private long receivedBefore;
    private long sentBefore;
    private long leftOutBefore;
    private long sampledMs;
    private double busiestLoop;

    Crowd(
            final BotsSettings settings,
            final ClientLoops from,
            final BotsListener listener,
            final @Nullable HistogramFiles files) {
        this.files = files;
        loops = from.all();
        loops.forEach(loop -> tallies.add(new Tally()));
        for (int i = 0; i < settings.players(); i++) {
            final int at = i % loops.size();
            final Bot bot =
                    new Bot(i, settings.seed(), settings.aiming(), stage, tallies.get(at), listener, System::nanoTime);
            bots.add(bot);
            clients.add(new GameClient(loops.get(at), clientSettings(settings, i), bot));
        }
    }

    private static ClientSettings clientSettings(final BotsSettings settings, final int player) {
        final JoinRequest join = JoinRequest.ANY
                .withMatch(settings.matchOf(player))
                .withToken(settings.tokens().apply(player))
                .withClient("ringside-bot-" + player);
        return new ClientSettings(
                settings.addresses(),
                join,
                ReconnectPolicy.DEFAULT.givingUpAfterMs(settings.reconnectSeconds() * 1_000),
                settings.hz(),
                settings.seed() + player,
                settings.trusted());
    }

    int size() {
        return clients.size();
    }

    void join(final int player) {
        clients.get(player).join();
    }

    /** Players that have, or had, a seat, and those that will never get one. */
    long settled() {
        return bots.stream().filter(bot -> bot.wasSeated() || bot.end() != null).count();
    }

    boolean isOver() {
        return bots.stream().allMatch(bot -> bot.end() != null);
    }

    /** Histograms and rates begin. */
    void measure() {
        receivedBefore = sum(ClientStatistics::bytesReceived);
        sentBefore = sum(ClientStatistics::bytesSent);
        leftOutBefore = sum(ClientStatistics::inputsLeftOut);
        loopTimes.begin(loops);
        sampledMs = System.currentTimeMillis();
        stage.measuring = true;
    }

    /** Takes over what the loops have recorded since the last time; once a second or so. */
    void sample() {
        final Histograms interval = files == null ? histograms : new Histograms();
        tallies.forEach(tally -> tally.take(interval::add));
        final long nowMs = System.currentTimeMillis();
        if (files != null) {
            files.interval(interval, sampledMs, nowMs);
            interval.all().forEach(histograms::add);
        }
        sampledMs = nowMs;
    }

    /** No more inputs; what is on its way is still waited for. */
    void rest() {
        stage.playing = false;
    }

    boolean isAnswered() {
        return sum(ClientStatistics::inputs)
                <= sum(ClientStatistics::inputsConsumed)
                        + sum(ClientStatistics::inputsRefused)
                        + sum(ClientStatistics::inputsDropped);
    }

    void stopMeasuring() {
        stage.measuring = false;
    }

    void leave() {
        clients.forEach(GameClient::leave);
    }

    void close() {
        clients.forEach(GameClient::close);
    }

    BotsProgress progress(final int elapsedSeconds) {
        final int playing = (int) bots.stream().filter(Bot::isPlaying).count();
        return new BotsProgress(
                elapsedSeconds,
                playing,
                sum(ClientStatistics::inputs),
                sum(ClientStatistics::inputsRefused),
                sum(ClientStatistics::views),
                sum(ClientStatistics::resumes));
    }

    /** Bytes received and sent since {@link #measure}, per client and second. */
    Rates rates(final long elapsedNs) {
        busiestLoop = loopTimes.busiest();
        final double clientSeconds = Math.max(1, seated()) * (elapsedNs / 1e9);
        return new Rates(
                Math.round((sum(ClientStatistics::bytesReceived) - receivedBefore) / clientSeconds),
                Math.round((sum(ClientStatistics::bytesSent) - sentBefore) / clientSeconds));
    }

    record Rates(long received, long sent) {}

    BotsResult result(final Rates rates) throws IOException {
        sample();
        if (files != null) {
            files.total(histograms);
        }
        final Tally total = counts();
        final TreeSet<String> problems = new TreeSet<>();
        long failed = 0;
        for (final Bot bot : bots) {
            final SessionEnd end = bot.end();
            if (end != null && end.kind() != SessionEnd.Kind.LEFT && end.kind() != SessionEnd.Kind.CLOSED) {
                failed++;
                problems.add(end.kind() + ": " + end.text());
            }
        }
        return new BotsResult(
                (int) seated(),
                sum(ClientStatistics::inputs),
                sum(ClientStatistics::inputsRefused),
                sum(ClientStatistics::views),
                sum(ClientStatistics::effects),
                failed + sum(ClientStatistics::faults),
                sum(ClientStatistics::resumes),
                rates.received(),
                percentiles(Histograms.INPUT_TO_VIEW),
                percentiles(Histograms.ABOVE_FRAME),
                percentiles(Histograms.VIEW_GAP).maxNs(),
                percentiles(Histograms.VIEW_GAP),
                histograms,
                new Generator(
                        percentiles(Histograms.LATENESS),
                        busiestLoop,
                        sum(ClientStatistics::inputsLeftOut) - leftOutBefore),
                rates.sent(),
                sum(ClientStatistics::inputsConsumed),
                sum(ClientStatistics::inputsDropped),
                sum(ClientStatistics::attemptsFailed),
                shortestRoundTripNs(),
                epochs(total),
                total.refusals(),
                List.copyOf(problems));
    }

    private static Map<Long, Long> epochs(final Tally total) {
        final Map<Long, Long> views = new TreeMap<>();
        total.viewsByEpoch().forEach(views::put);
        return views;
    }

    private Percentiles percentiles(final String tag) {
        return Percentiles.of(histograms.get(tag));
    }

    private Tally counts() {
        final Tally total = new Tally();
        for (int i = 0; i < loops.size(); i++) {
            final Tally one = tallies.get(i);
            // One loop after the other, each on its own thread: no two touch the total at once.
            CompletableFuture.runAsync(() -> total.addCounts(one), loops.get(i)).join();
        }
        return total;
    }

    private long seated() {
        return bots.stream().filter(Bot::wasSeated).count();
    }

    private long shortestRoundTripNs() {
        return clients.stream()
                .map(client -> client.statistics().roundTrip())
                .filter(measured -> measured.count() > 0)
                .mapToLong(measured -> measured.minNs())
                .min()
                .orElse(0);
    }

    private long sum(final ToLongFunction<ClientStatistics> what) {
        long sum = 0;
        for (final GameClient client : clients) {
            sum += what.applyAsLong(client.statistics());
        }
        return sum;
    }
}
