package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A whole server whose disk becomes full, and one whose disk fails: what its players were told is there when it has a disk again. */
@Tag("deep")
@EnabledOnOs(OS.LINUX)
@Timeout(240)
final class FailingDiskIT {
    private static final Pattern APPLIED = Pattern.compile("ok seq (?:\\d+-)?(\\d+) applied in frame (\\d+)");
    private static final Pattern JOINED = Pattern.compile("ok you are player (\\d+) in match (\\d+) .*");
    private static final String OVERLOADED = "error 35: The server is overloaded.";
    private static final int SEATS = 10;

    @TempDir
    private Path folder;

    /** Somebody who types, and keeps the last answer that an input of his was applied. */
    private static final class Typist implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;
        private final List<String> transcript = new ArrayList<>();
        private String player = "";
        private String match = "";
        private long seq;
        private long frame;

        Typist(final int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(30_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        String ask(final String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            String answer = in.readLine();
            while (answer != null && answer.startsWith("ringside: ")) {
                answer = in.readLine();
            }
            transcript.add(line + " -> " + answer);
            return answer == null ? "" : answer;
        }

        /** A busy machine has those who come wait for a second. */
        String askToJoin() throws IOException {
            String answer = ask("join Ann");
            while (answer.equals(OVERLOADED)) {
                answer = ask("join Ann");
            }
            return answer;
        }

        Typist join() throws IOException {
            final String answer = askToJoin();
            final Matcher matcher = JOINED.matcher(answer);
            assertTrue(matcher.matches(), answer);
            player = matcher.group(1);
            match = matcher.group(2);
            return this;
        }

        /** Moves, and is told when that was applied. Returns false once the server is gone. */
        boolean move() throws IOException {
            try {
                final String answer = ask("move right 3");
                final Matcher matcher = APPLIED.matcher(answer);
                if (matcher.matches()) {
                    seq = Long.parseLong(matcher.group(1));
                    frame = Long.parseLong(matcher.group(2));
                }
                return !answer.isEmpty();
            } catch (final SocketException gone) {
                return false;
            }
        }

        void moveUntilSaid(final Served server, final String words) throws IOException {
            while (!server.err().contains(words)) {
                assertTrue(move(), transcript.toString());
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void a_full_disk_refuses_new_matches_then_stops_the_server_by_name_and_nothing_acknowledged_is_lost()
            throws Exception {
        final Path at = Files.createDirectory(folder.resolve("disk"));
        final Path data = at.resolve("data");
        final String[] options =
                options("watermarkMiB = 20", "createOnDemand = true", "idleSeconds = 600", "seatHoldSeconds = 1");
        try (OwnDisk disk = OwnDisk.inMemory(at, 64)) {
            try (Served server = Served.start(data, options)) {
                requireRefusedBelowTheWatermark(server, disk);
                server.stop();
            }
            // What is reserved ahead is room that no other program can take: this leaves little of it.
            disk.leaveMib(2);
            final Typist ann = playUntilTheEnd(data, true, () -> {}, "JOURNAL_FULL", options);
            disk.makeRoom();
            requireThere(data, ann, options);
        }
    }

    @Test
    void a_disk_that_fails_to_sync_stops_the_server_by_name_and_nothing_acknowledged_is_lost() throws Exception {
        final Path at = Files.createDirectory(folder.resolve("disk"));
        final Path data = at.resolve("data");
        final String[] options = options("durability = \"synced\"", "watermarkMiB = 0");
        try (OwnDisk disk = OwnDisk.inFile(folder.resolve("image"), at)) {
            final Typist ann = playUntilTheEnd(data, false, disk::fail, "failed", options);
            disk.mend();
            requireThere(data, ann, options);
        }
    }

    /** What a server is started with: one match, and no checkpoints on the way. */
    private String[] options(final String... lines) throws IOException {
        final List<String> all = new ArrayList<>(List.of(lines));
        all.add("checkpointSeconds = 3600");
        all.add("http = -1");
        final Path file = Files.write(folder.resolve("config.toml"), all);
        return new String[] {"--config", file.toString(), "--admin", "0"};
    }

    /** All seats are taken: whoever comes now needs a further match. */
    private static void requireRefusedBelowTheWatermark(final Served server, final OwnDisk disk) throws Exception {
        final List<Typist> players = new ArrayList<>();
        try {
            for (int i = 0; i < SEATS; i++) {
                players.add(new Typist(server.tcpPort()).join());
            }
            disk.leaveMib(15);
            final Typist playing = players.get(0);
            playing.moveUntilSaid(server, "no new match begins here");
            try (Typist late = new Typist(server.tcpPort())) {
                assertEquals("error 21: Every seat of the match is taken.", late.askToJoin());
                final HttpResponse<String> asked = createMatch(server);
                assertEquals(503, asked.statusCode());
                assertTrue(asked.body().contains("below the watermark of 20 MiB; make room"), asked.body());
                assertTrue(playing.move(), "who plays goes on");
                disk.makeRoom();
                playing.moveUntilSaid(server, "its disk has room again");
                assertEquals("2", late.join().match, "in a match of its own, now that there is room");
                assertEquals(2, createMatch(server).statusCode() / 100);
                assertEquals(2, createMatch(server).statusCode() / 100);
            }
        } finally {
            for (final Typist player : players) {
                player.close();
            }
        }
    }

    private static HttpResponse<String> createMatch(final Served server) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + server.admin() + "/matches"))
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    /** Lets somebody play on a server that is to end by itself, by a named failure. Returns what they were told. */
    private static Typist playUntilTheEnd(
            final Path data, final boolean crowded, final Runnable failing, final String named, final String... options)
            throws Exception {
        try (RingsideProcess server =
                RingsideProcess.start(Served.arguments(data, options).toArray(new String[0]))) {
            final String url = server.awaitLine("ready").replaceAll(".*(tcp://127.0.0.1:\\d+).*", "$1");
            try (Typist ann = new Typist(Integer.parseInt(url.replaceAll(".*:", ""))).join()) {
                final RingsideProcess.Result ended;
                try (RingsideProcess bots = RingsideProcess.startBrief(
                        "bots",
                        "--connect",
                        url,
                        "--players",
                        crowded ? "36" : "1",
                        "--matches",
                        crowded ? "4" : "1",
                        "--seconds",
                        "120")) {
                    for (int i = 0; i < 5; i++) {
                        assertTrue(ann.move(), bots.err());
                    }
                    failing.run();
                    while (ann.move()) {
                        assertTrue(ann.frame > 0);
                    }
                    ended = server.await(60);
                }
                assertEquals(1, ended.exitCode(), ended.err());
                assertTrue(ended.err().contains(named), ended.err());
                System.out.println(
                        ended.err().lines().filter(line -> line.contains(named)).toList());
                return ann;
            }
        }
    }

    /** A further start takes it up, and the last input that was acknowledged stands where it was said to. */
    private static void requireThere(final Path data, final Typist told, final String... options)
            throws InterruptedException {
        try (Served server = Served.start(data, options)) {
            server.stop();
        }
        RingsideProcess.run("journal", "check", data.toString()).require(0);
        RingsideProcess.run("replay", "verify", data.toString()).require(0);
        final String frame = Long.toString(told.frame);
        final RingsideProcess.Result events = RingsideProcess.run(
                        "journal", "dump", data.toString(), "--json", "--match", told.match, "--to", frame)
                .require(0);
        assertTrue(
                events.jsonLines().stream()
                        .anyMatch(line -> line.path("type").asText().equals("INPUT")
                                && line.path("player").asText().equals(told.player)
                                && line.path("inputSeq").asLong() == told.seq),
                "input " + told.seq + " of player " + told.player + " is not there");
        assertTrue(
                events.jsonLines().stream().anyMatch(line -> line.path("frame").asLong() == told.frame));
    }
}
