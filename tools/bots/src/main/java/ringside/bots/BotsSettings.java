package ringside.bots;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import ringside.io.client.ServerAddress;

/**
 * What a run of bots does. Immutable.
 *
 * @param addresses of the server, and of its standbys; a lost connection is resumed at whichever takes it
 * @param players real connections; default 10
 * @param matchIds matches that the players join, one after the other in turn; empty (the default) leaves it to the server
 * @param hz inputs a second and player; 0 (the default) for one in every frame of the server
 * @param seconds of play, counted from when everyone had joined; default 10
 * @param warmupSeconds at the beginning of those, which no histogram counts; default a fifth of them, at most 2
 * @param joinsPerSecond connections begun in a second; default 500
 * @param reconnectSeconds for joining, and for resuming after a loss, before a player gives up; default 30
 * @param threads that the connections share; default one for every two processors, at least one
 * @param seed of inputs that are not the published trace, and of waiting times; default 1
 * @param tokens the connect token of each player, numbered from 0; default none
 * @param acknowledgedInputs file for {@link AcknowledgedInputsLog}, or null for none
 * @param trusted certificates (PEM) that encrypted connections accept, or null for the machine's own
 * @param histograms folder for {@code bots.hlog} and a {@code .hgrm} of each histogram, or null for none
 * @param aiming whether bots of the arena aim at whom they see, for the demo; default no: they play the published trace
 */
public record BotsSettings(
        List<ServerAddress> addresses,
        int players,
        List<Integer> matchIds,
        int hz,
        int seconds,
        int warmupSeconds,
        int joinsPerSecond,
        int reconnectSeconds,
        int threads,
        long seed,
        IntFunction<String> tokens,
        @Nullable Path acknowledgedInputs,
        @Nullable Path trusted,
        @Nullable Path histograms,
        boolean aiming) {

    private static final int DEFAULT_SECONDS = 10;

    public BotsSettings {
        addresses = List.copyOf(addresses);
        matchIds = List.copyOf(matchIds);
        require("players", players, 1, 100_000);
        require("hz", hz, 0, 1_000);
        require("seconds", seconds, 1, 31_536_000);
        require("warmupSeconds", warmupSeconds, 0, seconds - 1);
        require("joinsPerSecond", joinsPerSecond, 1, 100_000);
        require("reconnectSeconds", reconnectSeconds, 0, 86_400);
        require("threads", threads, 1, 256);
    }

    /** The defaults for these URLs, with commas between them. */
    public static BotsSettings of(final String urls) {
        return new BotsSettings(
                ServerAddress.parseAll(urls),
                10,
                List.of(),
                0,
                DEFAULT_SECONDS,
                warmupOf(DEFAULT_SECONDS),
                500,
                30,
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                1,
                player -> "",
                null,
                null,
                null,
                false);
    }

    public BotsSettings withPlayers(final int count) {
        return with(draft -> draft.players = count);
    }

    /** Joins the matches 1 to {@code count}; 0 leaves it to the server. */
    public BotsSettings withMatches(final int count) {
        return withMatchIds(IntStream.rangeClosed(1, count).boxed().toList());
    }

    public BotsSettings withMatchIds(final List<Integer> ids) {
        return with(draft -> draft.matchIds = ids);
    }

    public BotsSettings withHz(final int rate) {
        return with(draft -> draft.hz = rate);
    }

    /** With the default warm-up for them. */
    public BotsSettings withSeconds(final int count) {
        return with(draft -> {
            draft.seconds = count;
            draft.warmupSeconds = warmupOf(count);
        });
    }

    public BotsSettings withWarmupSeconds(final int count) {
        return with(draft -> draft.warmupSeconds = count);
    }

    public BotsSettings withJoinsPerSecond(final int rate) {
        return with(draft -> draft.joinsPerSecond = rate);
    }

    public BotsSettings withReconnectSeconds(final int count) {
        return with(draft -> draft.reconnectSeconds = count);
    }

    public BotsSettings withThreads(final int count) {
        return with(draft -> draft.threads = count);
    }

    public BotsSettings withSeed(final long value) {
        return with(draft -> draft.seed = value);
    }

    public BotsSettings withTokens(final IntFunction<String> ofPlayer) {
        return with(draft -> draft.tokens = ofPlayer);
    }

    public BotsSettings withAcknowledgedInputs(final Path file) {
        return with(draft -> draft.acknowledgedInputs = file);
    }

    /** Has histograms written as files. */
    public BotsSettings withHistograms(final Path folder) {
        return with(draft -> draft.histograms = folder);
    }

    /** Has bots of the arena aim at whom they see. */
    public BotsSettings aimed() {
        return with(draft -> draft.aiming = true);
    }

    public BotsSettings trusting(final Path certificates) {
        return with(draft -> draft.trusted = certificates);
    }

    /** True when the server is in this process and opened no port. */
    boolean isInProcess() {
        return addresses.get(0).kind() == ServerAddress.Kind.LOCAL;
    }

    /** The longest that joining may take all of them, some to spare. */
    public int joiningSeconds() {
        return reconnectSeconds + players / joinsPerSecond + 10;
    }

    /** The match that a player asks for; 0 to be given one. */
    public int matchOf(final int player) {
        return matchIds.isEmpty() ? 0 : matchIds.get(player % matchIds.size());
    }

    private static int warmupOf(final int seconds) {
        return Math.min(2, seconds / 5);
    }

    private static void require(final String name, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " " + value + ": " + min + " to " + max + " are possible");
        }
    }

    /** The same, changed. */
    private BotsSettings with(final Consumer<Draft> change) {
        final Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** Settings in the making. */
    private static final class Draft {
        private List<ServerAddress> addresses;
        private int players;
        private List<Integer> matchIds;
        private int hz;
        private int seconds;
        private int warmupSeconds;
        private int joinsPerSecond;
        private int reconnectSeconds;
        private int threads;
        private long seed;
        private IntFunction<String> tokens;
        private @Nullable Path acknowledgedInputs;
        private @Nullable Path trusted;
        private @Nullable Path histograms;
        private boolean aiming;

        Draft(final BotsSettings from) {
            addresses = from.addresses;
            players = from.players;
            matchIds = from.matchIds;
            hz = from.hz;
            seconds = from.seconds;
            warmupSeconds = from.warmupSeconds;
            joinsPerSecond = from.joinsPerSecond;
            reconnectSeconds = from.reconnectSeconds;
            threads = from.threads;
            seed = from.seed;
            tokens = from.tokens;
            acknowledgedInputs = from.acknowledgedInputs;
            trusted = from.trusted;
            histograms = from.histograms;
            aiming = from.aiming;
        }

        BotsSettings settings() {
            return new BotsSettings(
                    addresses,
                    players,
                    matchIds,
                    hz,
                    seconds,
                    warmupSeconds,
                    joinsPerSecond,
                    reconnectSeconds,
                    threads,
                    seed,
                    tokens,
                    acknowledgedInputs,
                    trusted,
                    histograms,
                    aiming);
        }
    }
}
