package ringside.perf.takeover;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ringside.bots.Bots;
import ringside.bots.BotsResult;
import ringside.bots.BotsSettings;
import ringside.perf.RunFailedException;
import ringside.perf.Scratch;

/**
 * Takeovers one after the other while the same players play: each standby becomes the next primary, and another one takes the place
 * of the primary that is gone.
 */
final class Takeovers implements AutoCloseable {
    private static final int START_SECONDS = 60;
    private static final int RETRY_MS = 2;
    private static final long PATIENCE_NS = 10_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int LONGEST_SECONDS = 100;
    private static final int OK = 200;
    private static final String SECRET = "of this measurement";

    private final TakeoverPlan plan;
    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final PlayersSeen seen = new PlayersSeen();
    private final @Nullable CuttableNetwork network;
    private final List<Place> places = new ArrayList<>();
    private @Nullable Server standby;
    private Server primary;
    private int started;

    /** Where one of the two servers is: the addresses stay, the servers come and go. */
    private record Place(int number, String host, int port) {}

    private static final class Server {
        final Place place;
        final Path data;
        final ServerProcess process;
        String admin = "";
        String replication = "";
        long epoch;

        Server(final Place place, final Path data, final ServerProcess process) {
            this.place = place;
            this.data = data;
            this.process = process;
        }
    }

    /** Starts the first primary. */
    Takeovers(final TakeoverPlan plan, final Path folder) throws IOException, InterruptedException {
        this.plan = plan;
        this.folder = folder;
        network = plan.fault() == Fault.DROP ? CuttableNetwork.make() : null;
        for (int i = 0; i < CuttableNetwork.PLACES; i++) {
            places.add(new Place(
                    i, network == null ? ServerProcess.LOOPBACK : network.address(i), ServerProcess.freePort()));
        }
        primary = start(places.get(0), "serve", List.of("--matches", String.valueOf(plan.matches())));
        served(primary);
    }

    /** How the primaries are cut off, for people. */
    String how() {
        return switch (plan.fault()) {
            case KILL -> "killed with -9";
            case DROP ->
                network == null ? "frozen by SIGSTOP, as no network of its own can be made" : "network cut off";
            case PLANNED -> "alive, and overruled";
        };
    }

    /** All of them. */
    List<TakeoverResult> run(final Consumer<TakeoverResult> told) throws InterruptedException {
        final CompletableFuture<BotsResult> playing = CompletableFuture.supplyAsync(this::play);
        final List<TakeoverResult> results = new ArrayList<>();
        final List<String> problems = new ArrayList<>();
        for (int i = -plan.warmups(); i < plan.takeovers(); i++) {
            final TakeoverResult result = i < 0 ? one(playing).uncounted() : one(playing);
            results.add(result);
            told.accept(result);
        }
        seen.enough();
        final BotsResult bots = playing.join();
        problems.addAll(bots.problems());
        if (bots.errors() != 0) {
            problems.add(bots.errors() + " errors of players");
        }
        primary.process.stop();
        problems.addAll(Recorded.differences(plan.jar(), primary.data, said(primary)));
        if (!problems.isEmpty()) {
            final TakeoverResult last = new TakeoverResult(List.of(), 0, 0, List.of(), Map.of(), 0, problems);
            results.add(last);
            told.accept(last);
        }
        return results;
    }

    private BotsResult play() {
        final StringBuilder addresses = new StringBuilder();
        places.forEach(each -> addresses
                .append(addresses.isEmpty() ? "" : ",")
                .append("tcp://")
                .append(each.host())
                .append(':')
                .append(each.port()));
        try {
            return Bots.run(
                    BotsSettings.of(addresses.toString())
                            .withPlayers(plan.players())
                            .withMatches(plan.matches())
                            .withSeconds((plan.warmups() + plan.takeovers()) * LONGEST_SECONDS),
                    seen);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunFailedException("interrupted", e);
        }
    }

    // ---- servers

    private Server start(final Place place, final String verb, final List<String> options) throws IOException {
        started++;
        final Path data = folder.resolve(started + "-" + verb);
        final boolean isFar = network != null;
        final Path config = Files.writeString(
                folder.resolve(started + ".toml"),
                "replicationSecret = \"" + SECRET + "\"\nadminSecret = \"" + SECRET + "\"\nreplicationBind = \""
                        + place.host() + "\"\nadminBind = \"" + place.host() + "\"\n");
        final List<String> arguments = new ArrayList<>(List.of(
                verb,
                "--config",
                config.toString(),
                "--bind",
                place.host(),
                "--tcp",
                String.valueOf(place.port()),
                "--http",
                "-1",
                "--admin",
                "0",
                "--replication",
                "0",
                "--durability",
                plan.durability(),
                "--hz",
                String.valueOf(plan.hz()),
                "--dir",
                data.toString()));
        arguments.addAll(options);
        return new Server(
                place,
                data,
                ServerProcess.start(
                        plan.jar(),
                        isFar && network != null ? network.prefix(place.number()) : List.of(),
                        logOf(data),
                        arguments));
    }

    private static Path logOf(final Path data) {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    private static String said(final Server server) throws InterruptedException {
        try {
            return server.process.output() + Files.readString(logOf(server.data));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It says that it serves. */
    private static void served(final Server server) throws InterruptedException {
        final String ready = server.process.line("ready", START_SECONDS);
        server.admin = ServerProcess.address(ready, "admin ");
        server.replication = ServerProcess.address(ready, "replication ");
        server.epoch = Long.parseLong(ready.replaceAll(".* epoch (\\d+).*", "$1"));
    }

    /** A standby in the other place, that follows and is warm. */
    private Server follow() throws IOException, InterruptedException {
        final Place place = places.get(1 - primary.place.number());
        if (network != null) {
            network.mend(place.number());
        }
        final Server next = start(place, "standby", List.of("--primary", primary.replication));
        standby = next;
        next.admin = ServerProcess.address(next.process.line("following", START_SECONDS), "admin ");
        await("the standby is not ready", () -> {
            final JsonNode status =
                    ServerProcess.tree(send(next, "GET", "/status").body());
            return status.path("rehearsed").asBoolean() && status.path("inSync").asBoolean();
        });
        return next;
    }

    // ---- one takeover

    private TakeoverResult one(final CompletableFuture<BotsResult> playing) throws InterruptedException {
        try {
            final Server next = follow();
            await("the players do not play", () -> {
                if (playing.isDone()) {
                    throw new RunFailedException(
                            "the players are gone: " + playing.join().problems());
                }
                return seen.playing() == plan.players();
            });
            TimeUnit.SECONDS.sleep(plan.settleSeconds());
            return takeOver(next);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TakeoverResult takeOver(final Server next) throws InterruptedException {
        final List<String> problems = new ArrayList<>();
        final Server before = primary;
        // The way there is warm: an operator's tool would be, too.
        if (!ServerProcess.tree(send(next, "GET", "/status").body())
                .path("hashOk")
                .asBoolean()) {
            problems.add("the standby's hashes are not the primary's");
        }
        fault(before);
        final long faultNs = System.nanoTime();
        long askedNs = faultNs;
        HttpResponse<String> answer = send(next, "POST", "/promote");
        while (answer.statusCode() != OK && System.nanoTime() - faultNs < PATIENCE_NS) {
            TimeUnit.MILLISECONDS.sleep(RETRY_MS);
            askedNs = System.nanoTime();
            answer = send(next, "POST", "/promote");
        }
        if (answer.statusCode() != OK) {
            throw new RunFailedException("not promoted: " + answer.body());
        }
        final JsonNode promotion = ServerProcess.tree(answer.body()).path("promotion");
        final long promotionNs = promotion.path("totalUs").asLong() * 1_000;
        served(next);
        final Map<Long, long[]> shown = seen.shown(next.epoch);
        final long endNs = System.nanoTime() + PATIENCE_NS;
        while (shown.size() < plan.players() && System.nanoTime() < endNs) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        final List<Long> gaps = new ArrayList<>();
        final List<Long> resumes = new ArrayList<>();
        for (final long[] views : shown.values()) {
            gaps.add(views[1] - views[0]);
            resumes.add(views[1] - askedNs - promotionNs);
        }
        if (gaps.size() != plan.players()) {
            problems.add(gaps.size() + " of " + plan.players() + " players were shown the new reign");
        }
        final Map<String, Long> steps = new LinkedHashMap<>();
        promotion
                .path("stepsUs")
                .properties()
                .forEach(step -> steps.put(step.getKey(), step.getValue().asLong()));
        final long lost = Recorded.lost(next.data, seen.acknowledged(before.epoch), next.epoch);
        problems.addAll(end(before));
        primary = next;
        standby = null;
        return new TakeoverResult(gaps, askedNs - faultNs, promotionNs, resumes, steps, lost, problems);
    }

    private void fault(final Server serving) {
        if (plan.fault() == Fault.KILL) {
            serving.process.kill();
        } else if (plan.fault() == Fault.DROP && network != null) {
            network.cut(serving.place.number());
        } else if (plan.fault() == Fault.DROP) {
            serving.process.freeze();
        }
    }

    /** Whoever was overruled has stopped by itself; all hashes of its directory are compared once more. */
    private List<String> end(final Server before) throws InterruptedException {
        final List<String> problems = new ArrayList<>();
        if (plan.fault() == Fault.PLANNED && !before.process.isOver(START_SECONDS)) {
            problems.add("the primary that was overruled did not stop");
        }
        before.process.close();
        problems.addAll(Recorded.differences(plan.jar(), before.data, ""));
        Scratch.remove(before.data);
        return problems;
    }

    // ---- what it is done with

    private HttpResponse<String> send(final Server to, final String method, final String path) {
        final HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + to.admin + path))
                .timeout(Duration.ofSeconds(START_SECONDS))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + SECRET)
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

    private static void await(final String otherwise, final BooleanSupplier condition) throws InterruptedException {
        final long endNs = System.nanoTime() + START_SECONDS * SECOND_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > endNs) {
                throw new RunFailedException(otherwise + " after " + START_SECONDS + " s");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Override
    public void close() {
        seen.enough();
        final Server following = standby;
        if (following != null) {
            following.process.close();
        }
        primary.process.close();
        if (network != null) {
            network.close();
        }
    }
}
