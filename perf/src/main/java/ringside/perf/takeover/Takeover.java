package ringside.perf.takeover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ringside.bots.Bots;
import ringside.bots.BotsListener;
import ringside.bots.BotsProgress;
import ringside.bots.BotsResult;
import ringside.bots.BotsSettings;
import ringside.perf.RunFailedException;

/** A primary, its standby and their players; then the fault, and what comes of it. Once. */
final class Takeover implements BotsListener {
    private static final int START_SECONDS = 60;
    private static final int RETRY_MS = 2;
    private static final long PATIENCE_NS = 10_000_000_000L;
    private static final int OK = 200;
    private static final String HOST = "127.0.0.1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TakeoverPlan plan;
    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    /** By match and player: when the last view before and the first after came. */
    private final Map<Long, long[]> shown = new ConcurrentHashMap<>();
    /** By match and player: the highest input that a view of the first reign acknowledged. */
    private final Map<Long, Integer> acknowledged = new ConcurrentHashMap<>();

    private final List<String> problems = new ArrayList<>();
    private @Nullable CompletableFuture<long[]> promoted;
    private @Nullable CuttableNetwork network;
    private @Nullable ServerProcess primary;
    private String standbyAdmin = "";
    private long firstEpoch;

    Takeover(final TakeoverPlan plan, final Path folder) {
        this.plan = plan;
        this.folder = folder;
    }

    TakeoverResult run() throws IOException, InterruptedException {
        try (CuttableNetwork cut = plan.fault() == Fault.DROP ? new CuttableNetwork() : null) {
            network = cut;
            final String host = cut == null ? HOST : cut.address();
            final Path config = Files.writeString(
                    folder.resolve("shared.toml"),
                    "replicationSecret = \"of this measurement\"\nadminSecret = \"of this measurement\"\n");
            try (ServerProcess serving = start(
                    "serve",
                    cut == null ? List.of() : cut.prefix(),
                    config,
                    List.of(
                            "--bind",
                            host,
                            "--tcp",
                            "0",
                            "--admin",
                            "0",
                            "--replication",
                            "0",
                            "--matches",
                            String.valueOf(plan.matches()),
                            "--hz",
                            String.valueOf(plan.hz())),
                    host)) {
                primary = serving;
                final String ready = serving.line("ready", START_SECONDS);
                firstEpoch = Long.parseLong(ready.replaceAll(".* epoch (\\d+).*", "$1"));
                final int port = freePort();
                try (ServerProcess standby = start(
                        "standby",
                        List.of(),
                        config,
                        List.of(
                                "--primary",
                                ServerProcess.address(ready, "replication "),
                                "--tcp",
                                String.valueOf(port),
                                "--admin",
                                "0"),
                        "")) {
                    standbyAdmin = ServerProcess.address(standby.line("following", START_SECONDS), "admin ");
                    return play(standby, ServerProcess.address(ready, "tcp://"), port);
                }
            }
        }
    }

    private ServerProcess start(
            final String verb,
            final List<String> before,
            final Path config,
            final List<String> options,
            final String replicationBind) {
        final List<String> arguments = new ArrayList<>(List.of(
                verb,
                "--http",
                "-1",
                "--durability",
                plan.durability(),
                "--dir",
                folder.resolve(verb).toString()));
        arguments.addAll(options);
        final Path own =
                replicationBind.isEmpty() || replicationBind.equals(HOST) ? config : withBind(config, replicationBind);
        arguments.addAll(List.of("--config", own.toString()));
        return ServerProcess.start(plan.jar(), before, folder.resolve(verb + ".log"), arguments);
    }

    private static Path withBind(final Path config, final String host) {
        try {
            return Files.writeString(
                    config.resolveSibling("primary.toml"),
                    Files.readString(config) + "replicationBind = \"" + host + "\"\n");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TakeoverResult play(final ServerProcess standby, final String tcp, final int standbyPort)
            throws IOException, InterruptedException {
        final BotsResult bots = Bots.run(
                BotsSettings.of("tcp://" + tcp + ",tcp://" + HOST + ":" + standbyPort)
                        .withPlayers(plan.players())
                        .withMatches(plan.matches())
                        .withSeconds(plan.settleSeconds() + plan.seconds()),
                this);
        problems.addAll(bots.problems());
        if (bots.errors() != 0) {
            problems.add(bots.errors() + " errors of players");
        }
        final CompletableFuture<long[]> asked = promoted;
        if (asked == null) {
            throw new RunFailedException("the run was over before the fault");
        }
        final long[] times = asked.join();
        standby.line("ready", START_SECONDS);
        standby.stop();
        final List<Long> gaps = new ArrayList<>();
        final List<Long> resumes = new ArrayList<>();
        shown.values().forEach(views -> {
            gaps.add(views[1] - views[0]);
            resumes.add(views[1] - times[2]);
        });
        if (gaps.size() != plan.players()) {
            problems.add(gaps.size() + " of " + plan.players() + " players were shown the new reign");
        }
        verify(standby.output());
        return new TakeoverResult(
                gaps, times[1] - times[0], times[2] - times[1], resumes, lost(), List.copyOf(problems));
    }

    // ---- the fault, and the promotion

    @Override
    public void progress(final BotsProgress progress) {
        if (promoted == null && progress.elapsedSeconds() >= plan.settleSeconds()) {
            promoted = CompletableFuture.supplyAsync(this::takeOver);
        }
    }

    /** When the fault was, when the request was made that was not refused, and when it was answered. */
    private long[] takeOver() {
        // The way there is warm: an operator's tool would be, too.
        post("GET", "/status");
        fault();
        final long faultNs = System.nanoTime();
        long askedNs = faultNs;
        HttpResponse<String> answer = post("POST", "/promote");
        while (answer.statusCode() != OK && System.nanoTime() - faultNs < PATIENCE_NS) {
            pause();
            askedNs = System.nanoTime();
            answer = post("POST", "/promote");
        }
        if (answer.statusCode() != OK) {
            throw new RunFailedException("not promoted: " + answer.body());
        }
        return new long[] {faultNs, askedNs, System.nanoTime()};
    }

    private void fault() {
        final ServerProcess serving = primary;
        final CuttableNetwork cut = network;
        if (plan.fault() == Fault.KILL && serving != null) {
            serving.kill();
        } else if (cut != null) {
            cut.cut();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunFailedException("interrupted", e);
        }
    }

    private HttpResponse<String> post(final String method, final String path) {
        final HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + standbyAdmin + path))
                .timeout(Duration.ofSeconds(START_SECONDS))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer of this measurement")
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString("{\"who\":\"perf\",\"why\":\"a measurement\"}"))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunFailedException("interrupted", e);
        }
    }

    // ---- what players saw

    @Override
    public void acknowledged(final int match, final int player, final int inputSeq, final int frame, final long epoch) {
        if (epoch == firstEpoch) {
            acknowledged.merge(key(match, player), inputSeq, Math::max);
        }
    }

    @Override
    public void tookOver(
            final int match, final int player, final long lastViewNs, final long firstViewNs, final long epoch) {
        shown.putIfAbsent(key(match, player), new long[] {lastViewNs, firstViewNs});
    }

    private static long key(final int match, final int player) {
        return (long) match << 32 | player;
    }

    // ---- afterwards

    /** Every hash of the new primary's journal, and the last one that it said itself. */
    private void verify(final String said) throws InterruptedException {
        try (ServerProcess verifying = offline("replay", "verify")) {
            final JsonNode verified = tree(verifying.output());
            if (verifying.exitValue() != 0 || !verified.path("ok").asBoolean()) {
                problems.add("the journal does not verify: " + verified);
            }
            final String finalHash = verified.path("finalHash").asText();
            if (!Files.exists(folder.resolve("standby.log")) || !isSaid(said, finalHash)) {
                problems.add("its last hash is " + finalHash + ", which the server did not say");
            }
        }
    }

    private boolean isSaid(final String said, final String finalHash) {
        try {
            return said.contains(finalHash)
                    || Files.readString(folder.resolve("standby.log")).contains(finalHash);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Acknowledged inputs that are not in the new primary's journal from before its reign. */
    private long lost() throws InterruptedException {
        final Map<Long, Integer> there = new HashMap<>();
        try (ServerProcess dumping = offline("journal", "dump")) {
            for (final String line : dumping.output().split("\n", -1)) {
                final JsonNode event = tree(line);
                final String type = event.path("type").asText();
                if (type.equals("OPEN") && event.path("fields").path("epoch").asLong() > firstEpoch) {
                    break;
                }
                if (type.equals("INPUT")) {
                    there.merge(
                            key(
                                    event.path("match").asInt(),
                                    event.path("player").asInt()),
                            event.path("inputSeq").asInt(),
                            Math::max);
                }
            }
        }
        long lost = 0;
        for (final Map.Entry<Long, Integer> each : acknowledged.entrySet()) {
            lost += Math.max(0, each.getValue() - there.getOrDefault(each.getKey(), 0));
        }
        return lost;
    }

    private ServerProcess offline(final String group, final String verb) {
        return ServerProcess.start(
                plan.jar(),
                List.of(),
                folder.resolve(verb + ".log"),
                List.of(group, verb, folder.resolve("standby").toString(), "--json"));
    }

    private static JsonNode tree(final String text) {
        try {
            return JSON.readTree(text);
        } catch (final JsonProcessingException e) {
            throw new RunFailedException("not JSON: " + text, e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
