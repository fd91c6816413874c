package ringside.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.bots.Bots;
import ringside.bots.BotsResult;
import ringside.bots.BotsSettings;
import ringside.bots.Generator;
import ringside.bots.Percentiles;
import ringside.io.session.Role;
import ringside.io.token.ConnectToken;
import ringside.io.token.TokenIssuer;
import ringside.io.token.TokenKeys;
import ringside.io.token.TokenPolicy;

/** {@code bots}. */
@Command(
        name = "bots",
        description = {
            "Plays with that many real connections, and measures what they see.",
            "Latencies count from when an input was due, so that a slow moment is not left out.",
            "Exit status 1 when a player did not get in or was lost."
        },
        mixinStandardHelpOptions = true)
final class BotsCommand implements Callable<Integer> {
    private static final long MS = 1_000;

    @Option(
            names = "--connect",
            required = true,
            paramLabel = "URL[,URL…]",
            description = "tcp:// or ws:// and their TLS forms, or quic://; several are tried in turn.")
    private String connect;

    @Option(names = "--players", defaultValue = "10", description = "Connections (${DEFAULT-VALUE}).")
    private int players;

    @Option(
            names = "--matches",
            defaultValue = "0",
            description = "Spread over the matches 1 to M; 0 leaves it to the server (${DEFAULT-VALUE}).")
    private int matches;

    @Option(names = "--hz", defaultValue = "0", description = "Inputs a second; 0: one a frame (${DEFAULT-VALUE}).")
    private int hz;

    @Option(names = "--seconds", defaultValue = "10", description = "How long (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--seed", defaultValue = "1", description = "Of random inputs (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--acknowledged",
            paramLabel = "FILE",
            description = "Writes every input that a view acknowledged: match player inputSeq frame epoch.")
    private @Nullable Path acknowledged;

    @Option(names = "--token", paramLabel = "TOKEN", description = "The connect token of the only player.")
    private @Nullable String token;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Signs a connect token for each player; needs --matches, as tokens are for certain matches.")
    private @Nullable Path key;

    @Option(
            names = "--audience",
            paramLabel = "NAME",
            defaultValue = TokenPolicy.AUDIENCE,
            description = "The server that those tokens are for, as its tokenAudience says (${DEFAULT-VALUE}).")
    private String audience;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "Certificates (PEM) that encrypted connections accept, instead of the machine's own.")
    private @Nullable Path trusted;

    @Option(
            names = "--histograms",
            paramLabel = "DIR",
            description =
                    "Writes bots.hlog, an HdrHistogram log with a line a second for each measure, and the percentiles of"
                            + " each as NAME.hgrm.")
    private @Nullable Path histograms;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final BotsResult result = Bots.run(settings(), progress -> json.err().println(progress));
        if (!result.warning().isEmpty()) {
            json.err().println("ringside: " + result.warning());
        }
        result.problems().forEach(problem -> json.err().println("ringside: " + problem));
        if (json.isOn()) {
            json.print(toJson(result));
        } else {
            print(result);
        }
        return result.errors() == 0 && result.clients() == players ? ExitCode.OK : ExitCode.FALSE;
    }

    private BotsSettings settings() {
        try {
            BotsSettings settings = BotsSettings.of(connect)
                    .withPlayers(players)
                    .withMatches(matches)
                    .withHz(hz)
                    .withSeconds(seconds)
                    .withSeed(seed);
            if (acknowledged != null) {
                settings = settings.withAcknowledgedInputs(acknowledged);
            }
            if (histograms != null) {
                settings = settings.withHistograms(histograms);
            }
            if (trusted != null) {
                settings = settings.trusting(trusted);
            }
            return withTokens(settings);
        } catch (final IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private BotsSettings withTokens(final BotsSettings settings) {
        if (token != null) {
            if (key != null || players != 1) {
                throw new UsageException("--token lets one player in: give --players 1 and no --key, or --key FILE");
            }
            final String only = token;
            return settings.withTokens(player -> only);
        }
        if (key == null) {
            return settings;
        }
        if (matches == 0) {
            throw new UsageException("--key " + key + ": a token is for a certain match; give --matches too");
        }
        final TokenIssuer issuer = new TokenIssuer(TokenKeys.read(key).signing(null));
        return settings.withTokens(player -> issuer.issue(new ConnectToken(
                issuer.newId(),
                "bot-" + player,
                settings.matchOf(player),
                Role.PLAYER,
                audience,
                System.currentTimeMillis() / MS + settings.joiningSeconds(),
                Map.of())));
    }

    static ObjectNode toJson(final BotsResult result) {
        final ObjectNode root = JsonOption.object();
        root.put("clients", result.clients());
        root.put("inputsSent", result.inputsSent());
        root.put("inputsRefused", result.inputsRefused());
        root.put("inputsConsumed", result.inputsConsumed());
        root.put("inputsDropped", result.inputsDropped());
        root.put("viewsReceived", result.viewsReceived());
        root.put("effectsReceived", result.effectsReceived());
        root.put("errors", result.errors());
        root.put("resumes", result.resumes());
        root.put("bytesPerClientPerSecond", result.bytesPerClientPerSecond());
        root.put("bytesSentPerClientPerSecond", result.bytesSentPerClientPerSecond());
        put(root.putObject("inputToView"), result.inputToView());
        put(root.putObject("inputToViewAboveFrame"), result.inputToViewAboveFrame());
        root.put("longestViewGapNs", result.longestViewGapNs());
        put(root.putObject("viewGap"), result.viewGap());
        root.put("roundTripMinNs", result.roundTripMinNs());
        root.put("generatorLatenessP99Ns", result.generatorLatenessP99Ns());
        put(root.putObject("generatorLateness"), result.generator().lateness());
        root.put("generatorLatenessBoundNs", Generator.LATENESS_BOUND_NS);
        root.put("generatorBusiestThread", Math.round(result.generator().busiestThread() * 1_000) / 1_000.0);
        root.put("generatorBusyBound", Generator.BUSY_BOUND);
        root.put("generatorInputsLeftOut", result.generator().inputsLeftOut());
        root.put("generatorWasBottleneck", result.generatorWasBottleneck());
        final ObjectNode whole = root.putObject("histograms");
        result.histograms().all().forEach((tag, histogram) -> whole.put(tag, encoded(histogram)));
        return root;
    }

    /** In HdrHistogram's compressed form, as its logs have it. */
    private static String encoded(final Histogram histogram) {
        final ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        final int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    private static void put(final ObjectNode to, final Percentiles from) {
        to.put("p50Ns", from.p50Ns());
        to.put("p99Ns", from.p99Ns());
        to.put("p999Ns", from.p999Ns());
        to.put("maxNs", from.maxNs());
    }

    private void print(final BotsResult result) {
        json.out()
                .printf(
                        Locale.ROOT,
                        "%d players, %,d inputs sent (%,d refused, %,d consumed), %,d views, %,d effects, %d resumes, %d errors%n",
                        result.clients(),
                        result.inputsSent(),
                        result.inputsRefused(),
                        result.inputsConsumed(),
                        result.viewsReceived(),
                        result.effectsReceived(),
                        result.resumes(),
                        result.errors());
        json.out()
                .printf(
                        Locale.ROOT,
                        "%,d bytes a second to each player, %,d from each%n",
                        result.bytesPerClientPerSecond(),
                        result.bytesSentPerClientPerSecond());
        json.out().printf("%-24s %10s %10s %10s %10s%n", "milliseconds", "p50", "p99", "p99.9", "max");
        print("input to view", result.inputToView());
        print("  above the frame", result.inputToViewAboveFrame());
        print("between views", result.viewGap());
        print("sent after it was due", result.generator().lateness());
        json.out()
                .printf(
                        Locale.ROOT,
                        "busiest thread of the bots: %.0f %% of the time%n",
                        result.generator().busiestThread() * 100);
    }

    private void print(final String name, final Percentiles times) {
        json.out()
                .printf(
                        Locale.ROOT,
                        "%-24s %10.3f %10.3f %10.3f %10.3f%n",
                        name,
                        times.p50Ns() / 1e6,
                        times.p99Ns() / 1e6,
                        times.p999Ns() / 1e6,
                        times.maxNs() / 1e6);
    }
}
