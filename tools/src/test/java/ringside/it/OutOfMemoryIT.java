package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory runs out in one thread or another of a server, and stays away. However that comes about, the process says so in one line and
 * ends with a status that is not 0, and the journal is whole.
 */
@Timeout(180)
final class OutOfMemoryIT {
    private static final int LONGEST_SECONDS = 90;
    private static final String STOPS = ": the server stops";

    @TempDir
    private Path folder;

    private RingsideProcess serve(final String config, final String... jvmOptions) throws Exception {
        Files.writeString(folder.resolve("server.toml"), "game = \"drill\"\nmatches = 1\nhttp = -1\n" + config);
        return RingsideProcess.startWithTestsUnder(
                List.of(jvmOptions),
                "serve",
                "--config",
                folder.resolve("server.toml").toString(),
                "--dir",
                folder.resolve("data").toString());
    }

    /** The one line that says why, of a server that has ended by itself. */
    private String requireStopped(final RingsideProcess server) throws Exception {
        final RingsideProcess.Result result = server.await(LONGEST_SECONDS).require(1);
        final List<String> lines =
                result.err().lines().filter(line -> line.contains(STOPS)).toList();
        assertEquals(1, lines.size(), result.err());
        assertTrue(lines.get(0).matches(".*OutOf(Direct)?MemoryError.*"), lines.get(0));
        final JsonNode checked = RingsideProcess.run(
                        "journal", "check", folder.resolve("data").toString(), "--json")
                .require(0)
                .json();
        assertTrue(checked.get("ok").asBoolean(), checked.toString());
        return lines.get(0);
    }

    private static Socket join(final RingsideProcess server) throws Exception {
        final String ready = server.awaitLine("ready");
        final String port = ready.replaceFirst(".*tcp://127\\.0\\.0\\.1:(\\d+).*", "$1");
        final Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
        socket.getOutputStream().write("join me 1\r\n".getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    @Test
    void in_logic() throws Exception {
        try (RingsideProcess server = serve("tcp = -1\n[rules]\nhoardsAt = 90\n", "-Xmx96m")) {
            final String said = requireStopped(server);
            assertTrue(said.contains("engine 0 stopped in its logic stage at position"), said);
        }
        // The event is in the journal: the next start meets it again, before it serves.
        try (RingsideProcess server = serve("tcp = -1\n[rules]\nhoardsAt = 90\n", "-Xmx96m")) {
            final RingsideProcess.Result result = server.await(LONGEST_SECONDS).require(1);
            // Where nothing is left even for these words, the thread that ran out of memory is named.
            assertTrue(
                    result.err().contains("the thread main failed: java.lang.OutOfMemoryError")
                            || (result.err().contains("the replay stopped in its logic stage at position")
                                    && result.err().contains("ringside.it.Drill.hoard")),
                    result.err());
        }
    }

    @Test
    void in_the_making_of_a_view() throws Exception {
        try (RingsideProcess server = serve("tcp = 0\n", "-Xmx96m", "-Ddrill.hoardsInViews=true");
                Socket player = join(server)) {
            final String said = requireStopped(server);
            assertTrue(said.contains("an event loop failed") || said.contains("the thread "), said);
            assertTrue(player.isConnected());
        }
    }

    /** What two event loops take at their start leaves no room for a first buffer to read into. */
    @Test
    void in_an_event_loop_that_reads() throws Exception {
        try (RingsideProcess server =
                        serve("tcp = 0\n", "-XX:ActiveProcessorCount=2", "-Dio.netty.maxDirectMemory=163840");
                Socket player = join(server)) {
            final String said = requireStopped(server);
            assertTrue(said.contains("an event loop failed"), said);
            assertTrue(player.isConnected());
        }
    }

    /** A checkpoint is put together outside the heap, where nothing else needs so much at once. */
    @Test
    void in_the_writing_of_a_checkpoint() throws Exception {
        try (RingsideProcess server = serve(
                "tcp = -1\nhz = 10\ncheckpointSeconds = 1\n",
                "-Xmx512m",
                "-XX:MaxDirectMemorySize=16m",
                "-Ddrill.ballastRows=4096")) {
            final String said = requireStopped(server);
            assertTrue(said.contains("thread checkpoints failed"), said);
        }
    }

    @Test
    void before_it_serves() throws Exception {
        try (RingsideProcess server = serve("tcp = -1\nhz = 10\n", "-Xmx64m", "-Ddrill.ballastRows=4096")) {
            final RingsideProcess.Result result = server.await(LONGEST_SECONDS).require(1);
            assertTrue(result.err().contains("java.lang.OutOfMemoryError"), result.err());
        }
    }
}
