package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.io.protocol.DisconnectMessage;
import ringside.io.protocol.DisconnectReason;

/** A person with {@code nc}, against the real server. Leaves the session in {@code target/line-mode-session.txt}. */
final class LineModeIT {
    private static final int ANSWER_MS = 30_000;

    @TempDir
    private Path folder;

    /** A terminal: types lines, waits for answers, and keeps both. */
    private static final class Terminal implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;
        private final List<String> transcript = new ArrayList<>();

        Terminal(final int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(ANSWER_MS);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        void type(final String line) throws IOException {
            transcript.add("> " + line);
            send(line + "\n");
        }

        void send(final String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        /** Reads lines up to one that is as wanted, and returns all of them. */
        List<String> until(final Predicate<String> wanted) throws IOException {
            final List<String> lines = new ArrayList<>();
            while (lines.isEmpty() || !wanted.test(lines.get(lines.size() - 1))) {
                final String line = in.readLine();
                if (line == null) {
                    throw new AssertionError("the server hung up after " + transcript);
                }
                transcript.add(line);
                lines.add(line);
            }
            return lines;
        }

        String line() throws IOException {
            return until(line -> true).get(0);
        }

        void requireHungUp() throws IOException {
            assertEquals(null, in.readLine(), () -> "the server goes on after " + transcript);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void a_person_joins_moves_looks_and_quits_by_typing() throws Exception {
        final Path data = folder.resolve("data");
        try (Served server = Served.start(data);
                Terminal terminal = new Terminal(server.tcpPort())) {
            terminal.type("help");
            assertTrue(terminal.line().startsWith("ringside: "), terminal.transcript.toString());
            terminal.until(line -> line.startsWith("quit "));
            terminal.type("join Ada");
            final String joined = terminal.line();
            assertTrue(joined.matches("ok you are player \\d+ in match 1 of arena.*"), joined);
            terminal.type("help");
            terminal.until(line -> line.startsWith("quit "));
            terminal.type("who");
            final String who = terminal.line();
            assertTrue(who.matches("player \\d+ on seat \\d+ of match 1, connection \\d+, epoch 1"), who);
            terminal.type("move right 10");
            final String moved = terminal.line();
            assertTrue(moved.matches("ok seq 1-10 applied in frame \\d+"), moved);
            terminal.type("jump");
            assertEquals("error 'jump' is unknown; type help", terminal.line());
            terminal.type("move fast");
            final String unclear = terminal.line();
            assertTrue(unclear.startsWith("error 'fast' is no field=value; fields: moveX=-127 to 127"), unclear);
            terminal.type("input moveX=300");
            assertEquals("error moveX: 300 is outside -127 to 127", terminal.line());
            terminal.type("command taunt kind=2");
            assertEquals("ok command 1 applied", terminal.line());
            terminal.type("bookmark shot through a wall");
            final String marked = terminal.line();
            assertTrue(marked.matches("ok bookmark 1 at frame \\d+"), marked);
            terminal.type("state players");
            final String seat = who.replaceFirst(".* on seat (\\d+) .*", "$1");
            final List<String> state = terminal.until(line -> line.matches("players .* seat=" + seat + " .*"));
            assertTrue(state.get(0).matches("frame \\d+"), state.toString());
            // Rows behind one's own are still to come; each line has its own answer.
            terminal.type("quit");
            terminal.until(line -> line.equals("bye"));
            terminal.requireHungUp();
            keep(terminal.transcript);
            server.stop();
        }
        requireJournalled(data);
    }

    /** What was typed reached the journal as inputs like any other. */
    private static void requireJournalled(final Path data) throws InterruptedException {
        final long held =
                RingsideProcess.run("journal", "dump", data.toString(), "--match", "1", "--json")
                        .require(0)
                        .jsonLines()
                        .stream()
                        .filter(event -> event.get("type").asText().equals("INPUT"))
                        .filter(event -> event.get("fields").get("moveX").asInt() == 127)
                        .count();
        assertEquals(10, held);
    }

    @Test
    void a_line_that_is_too_long_is_an_error_and_the_session_goes_on() throws Exception {
        try (Served server = Served.start(folder.resolve("data"));
                Terminal terminal = new Terminal(server.tcpPort())) {
            terminal.type("who");
            terminal.until(line -> line.equals("you have no seat"));
            terminal.send("x".repeat(100_000) + "\n");
            assertEquals("error a line has at most 512 bytes", terminal.line());
            terminal.send("\u00e4\u0001\u0000 \u20ac\r\n");
            final String error = terminal.line();
            assertTrue(error.startsWith("error ") && error.contains("join"), error);
            terminal.type("join Ada 99");
            assertEquals("error 20: There is no such match. (match 99)", terminal.line());
            terminal.type("join Ada 1");
            final String joined = terminal.line();
            assertTrue(joined.startsWith("ok you are player "), joined);
        }
    }

    @Test
    void production_knows_no_line_mode() throws Exception {
        final Path key = folder.resolve("key.json");
        RingsideProcess.run("token", "key", "--out", key.toString()).require(0);
        try (Served server = Served.start(folder.resolve("data"), "--production", "--token-key", key.toString());
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.tcpPort())) {
            socket.setSoTimeout(ANSWER_MS);
            socket.getOutputStream().write("help\n".getBytes(StandardCharsets.UTF_8));
            final byte[] answer = socket.getInputStream().readAllBytes();
            final DisconnectMessage why = DisconnectMessage.read(new UnsafeBuffer(answer), 2, answer.length - 2);
            assertEquals(DisconnectReason.BAD_LENGTH, why.reason());
        }
    }

    private static void keep(final List<String> transcript) throws IOException {
        final List<String> session = new ArrayList<>(List.of("$ nc 127.0.0.1 9000"));
        session.addAll(transcript);
        Files.write(RingsideProcess.jar().toAbsolutePath().resolveSibling("line-mode-session.txt"), session);
    }
}
