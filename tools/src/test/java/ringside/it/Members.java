package ringside.it;

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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A primary and standbys as processes of their own, each with a directory under its name, and players; all are ended with this. */
final class Members implements AutoCloseable {
    private static final String HOST = "127.0.0.1:";
    private static final int OK = 200;
    private static final long PATIENCE_S = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<RingsideProcess> processes = new ArrayList<>();

    Members(final Path folder) {
        this.folder = folder;
    }

    /** An answer of an admin port. */
    record Answer(int status, JsonNode body) {
        boolean isOk() {
            return status == OK;
        }

        String error() {
            return body.path("error").asText();
        }
    }

    /** A server of that name, as it was started. */
    final class Member {
        private final String name;
        private final RingsideProcess process;
        private String admin = "";
        private String ready = "";

        private Member(final String name, final RingsideProcess process) {
            this.name = name;
            this.process = process;
        }

        /** Waits until it serves. */
        Member serves() throws InterruptedException {
            ready = process.awaitLine("ready");
            admin = address(ready, "admin ");
            return this;
        }

        /** Waits until it follows live. */
        Member follows() throws InterruptedException {
            admin = address(process.awaitLine("following"), "admin ");
            return this;
        }

        RingsideProcess process() {
            return process;
        }

        String admin() {
            return admin;
        }

        void admin(final String known) {
            admin = known;
        }

        /** {@code HOST:PORT} for standbys. */
        String replication() {
            return address(ready, "replication ");
        }

        /** {@code HOST:PORT} for players. */
        String tcp() {
            return address(ready, "tcp://");
        }

        Path dir() {
            return folder.resolve(name);
        }

        JsonNode status() throws InterruptedException {
            return ask("GET", "/status", "").body();
        }

        /** Looks again and again until it is so. */
        JsonNode await(final String what, final Predicate<JsonNode> wanted) throws InterruptedException {
            final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
            JsonNode status = status();
            while (!wanted.test(status)) {
                if (System.nanoTime() - endNs > 0) {
                    throw new AssertionError(name + ", waited in vain: " + what + "; last: " + status
                            + "; standard error: " + process.err());
                }
                TimeUnit.MILLISECONDS.sleep(20);
                status = status();
            }
            return status;
        }

        /** Waits until its journal speaks of just these, itself the first, or its primary. */
        JsonNode awaitSet(final String... names) throws InterruptedException {
            return await("the set " + List.of(names), status -> set(status).equals(List.of(names)));
        }

        /** Asks it to be the primary: an answer, refused or not. */
        Answer promote(final long lose) throws InterruptedException {
            return ask("POST", "/promote", "{\"who\":\"a test\",\"why\":\"a fault\",\"lose\":" + lose + "}");
        }

        /** The same without waiting; fails as it likes. */
        CompletableFuture<Integer> beginPromotion() {
            return http.sendAsync(request("POST", "/promote", "{}"), HttpResponse.BodyHandlers.ofString())
                    .handle((answer, failure) -> answer == null ? -1 : answer.statusCode());
        }

        Answer drop(final String member) throws InterruptedException {
            return ask("POST", "/standbys/drop", "{\"member\":\"" + member + "\",\"why\":\"a fault\"}");
        }

        /** One of the figures on the page of metrics; -1 when it is not there. */
        double metric(final String line) throws InterruptedException {
            try {
                return http.send(request("GET", "/metrics", ""), HttpResponse.BodyHandlers.ofString())
                        .body()
                        .lines()
                        .filter(each -> each.startsWith(line + " "))
                        .mapToDouble(each -> Double.parseDouble(each.substring(line.length() + 1)))
                        .findFirst()
                        .orElse(-1);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private HttpRequest request(final String method, final String path, final String body) {
            final HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + admin + path))
                    .timeout(Duration.ofSeconds(PATIENCE_S));
            return method.equals("GET")
                    ? request.build()
                    : request.header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build();
        }

        private Answer ask(final String method, final String path, final String body) throws InterruptedException {
            try {
                final HttpResponse<String> answer =
                        http.send(request(method, path, body), HttpResponse.BodyHandlers.ofString());
                return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
            } catch (final IOException e) {
                throw new UncheckedIOException(name + ": " + process.err(), e);
            }
        }

        void kill() throws InterruptedException {
            process.kill();
        }

        /** SIGSTOP: it stands still, and its connections stand. */
        void freeze() throws Exception {
            signal("STOP");
        }

        /** SIGCONT. */
        void wake() throws Exception {
            signal("CONT");
        }

        private void signal(final String signal) throws Exception {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        }
    }

    /** Starts {@code serve}, or {@code standby}, in the directory of that name. */
    Member start(final String verb, final String name, final String... more) {
        return new Member(name, started(RingsideProcess.start(arguments(verb, name, more))));
    }

    /** The same with the games of these tests and options of the JVM's. */
    Member startWithTests(final List<String> jvmOptions, final String verb, final String name, final String... more) {
        return new Member(name, started(RingsideProcess.startWithTestsUnder(jvmOptions, arguments(verb, name, more))));
    }

    /** The same with another build. */
    Member startJar(final Path jar, final String verb, final String name, final String... more) {
        return new Member(name, started(RingsideProcess.startJar(jar, arguments(verb, name, more))));
    }

    private String[] arguments(final String verb, final String name, final String... more) {
        final List<String> arguments = new ArrayList<>(List.of(verb, "--name", name, "--http", "-1"));
        final List<String> given = List.of(more);
        for (final String port : List.of("--tcp", "--admin", "--replication")) {
            if (!given.contains(port)) {
                arguments.addAll(List.of(port, "0"));
            }
        }
        arguments.addAll(List.of("--dir", folder.resolve(name).toString(), "--config", config().toString()));
        arguments.addAll(given);
        return arguments.toArray(String[]::new);
    }

    /** Nobody measures here how long a promotion takes. */
    private Path config() {
        try {
            return Files.writeString(folder.resolve("members.toml"), "rehearsalSeconds = 0\n");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Players, until all is over. */
    RingsideProcess play(final int players, final String... urls) {
        return started(RingsideProcess.start(
                "bots",
                "--json",
                "--connect",
                String.join(",", urls),
                "--players",
                String.valueOf(players),
                "--seconds",
                "600"));
    }

    /** Ended with all the others. */
    RingsideProcess started(final RingsideProcess process) {
        processes.add(process);
        return process;
    }

    /** Names of the in-sync set of the first engine, as a status says it. */
    static List<String> set(final JsonNode status) {
        return names(status, "inSyncSet");
    }

    /** Names of the members without whom nothing further is safe. */
    static List<String> waitsFor(final JsonNode status) {
        return names(status, "waitsFor");
    }

    private static List<String> names(final JsonNode status, final String list) {
        final List<String> names = new ArrayList<>();
        status.path("engines").path(0).path(list).forEach(name -> names.add(name.asText()));
        return names;
    }

    static boolean shows(final JsonNode status) {
        return status.path("shows").asBoolean();
    }

    static long position(final JsonNode status) {
        return status.path("position").asLong();
    }

    /** HOST:PORT of what a line names. */
    static String address(final String line, final String name) {
        final Matcher found =
                Pattern.compile(Pattern.quote(name) + "127\\.0\\.0\\.1:(\\d+)").matcher(line);
        if (!found.find()) {
            throw new AssertionError("no '" + name + "' in: " + line);
        }
        return HOST + found.group(1);
    }

    /** A port that nobody has now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static String local(final int port) {
        return HOST + port;
    }

    /** What {@code replay verify} says of a directory, which must be sound. */
    JsonNode verified(final String name) throws InterruptedException {
        final JsonNode verified = RingsideProcess.run(
                        "replay", "verify", folder.resolve(name).toString(), "--json")
                .require(0)
                .json();
        if (!verified.path("ok").asBoolean() || verified.path("framesVerified").asLong() == 0) {
            throw new AssertionError(verified.toString());
        }
        return verified;
    }

    /** Kills them all; SIGKILL ends who stands still, too. */
    @Override
    public void close() {
        processes.forEach(RingsideProcess::close);
    }
}
