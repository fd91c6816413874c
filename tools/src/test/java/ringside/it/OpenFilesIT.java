package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More who knock than the process may have files open: those who play go on, and so does the journal. */
final class OpenFilesIT {
    private static final int FILES = 256;
    private static final int KNOCKING = 400;
    private static final int ENOUGH = 20;

    @TempDir
    private Path folder;

    @Test
    void running_matches_go_on_when_there_are_more_connections_than_files() throws Exception {
        final Path data = folder.resolve("data");
        try (RingsideProcess server =
                RingsideProcess.startWithFiles(FILES, Served.arguments(data).toArray(new String[0]))) {
            final int port = Integer.parseInt(server.awaitLine("ready").replaceAll(".*tcp://127.0.0.1:(\\d+).*", "$1"));
            assertTrue(server.err().contains("maxConnections = 20000: there is room for "), server.err());
            try (RingsideProcess bots = RingsideProcess.startBrief(
                    "bots", "--json", "--connect", "tcp://127.0.0.1:" + port, "--players", "4", "--seconds", "6")) {
                // The bots play once one of their views says so; those who knock come while they do.
                bots.awaitError("4 playing");
                assertTrue(knock(port) >= ENOUGH, "nobody was turned away");
                final RingsideProcess.Result played = bots.await(60).require(0);
                assertEquals(0, played.json().path("resumes").asInt(), "no connection was lost");
                assertEquals(0, played.json().path("errors").asInt());
            }
            assertTrue(server.stop().err().contains("final hash"), "it ended cleanly");
        }
        RingsideProcess.run("replay", "verify", data.toString()).require(0);
    }

    /** Opens many connections at once, and returns how many of the last of them were closed without a word. */
    private static int knock(final int port) throws IOException {
        final List<Socket> all = new ArrayList<>();
        try {
            for (int i = 0; i < KNOCKING; i++) {
                all.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            int closed = 0;
            for (int i = KNOCKING - 1; i >= KNOCKING - 2 * ENOUGH; i--) {
                all.get(i).setSoTimeout(500);
                closed += isClosed(all.get(i)) ? 1 : 0;
            }
            return closed;
        } finally {
            for (final Socket socket : all) {
                socket.close();
            }
        }
    }

    private static boolean isClosed(final Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (final SocketException e) {
            return true;
        } catch (final java.net.SocketTimeoutException e) {
            return false;
        }
    }
}
