package ringside.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A debugger, as far as a handshake goes, attaches to a replay that waits before a frame. */
final class ReplayDebugIT {
    private static final byte[] HANDSHAKE = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);
    private static final int PACKET_BYTES = 11;
    private static final int LONGEST_SECONDS = 60;

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void copy() throws Exception {
        data = Recorded.get().copyTo(folder.resolve("data"));
    }

    /** The verb before a frame of the first match, with a port for the debugger. */
    private String[] debug(final String frame, final String port, final String... more) {
        final List<String> words = new ArrayList<>(
                List.of("replay", "debug", data.toString(), "--match", "1", "--frame", frame, "--port", port));
        words.addAll(List.of(more));
        return words.toArray(new String[0]);
    }

    @Test
    void a_replay_waits_before_a_frame_until_a_debugger_resumes_it() throws Exception {
        final Path configurations = folder.resolve("run");
        final String hash = RingsideProcess.run(
                        "replay", "show", data.toString(), "--match", "1", "--frame", "40", "--json")
                .require(0)
                .json()
                .get("hash")
                .asText();
        try (RingsideProcess replay =
                RingsideProcess.startBrief(debug("40", "0", "--write-config", configurations.toString()))) {
            final int port =
                    Integer.parseInt(replay.awaitLine("waiting 127.0.0.1:").replaceAll(".*:", ""));
            try (Socket debugger = attach(port)) {
                debugger.setSoTimeout(LONGEST_SECONDS * 1000);
                final OutputStream out = debugger.getOutputStream();
                final DataInputStream in = new DataInputStream(debugger.getInputStream());
                out.write(HANDSHAKE);
                assertArrayEquals(HANDSHAKE, in.readNBytes(HANDSHAKE.length));
                assertEquals(0, ask(out, in, 1, 1), "VirtualMachine.Version is answered");
                assertEquals(0, ask(out, in, 2, 9), "VirtualMachine.Resume is answered");
                assertEquals("computed frame 40, hash " + hash, replay.awaitLine("computed"));
            }
            assertEquals(0, replay.await(LONGEST_SECONDS).exitCode());
            final String idea = Files.readString(configurations.resolve("ringside-replay.run.xml"));
            assertTrue(idea.contains("name=\"PORT\" value=\"" + port + "\""), idea);
            final String code = Files.readString(configurations.resolve("launch.json"));
            assertTrue(code.contains("\"port\": " + port), code);
        }
    }

    /** The port opens a moment after the replay says that it waits. */
    private static Socket attach(final int port) throws Exception {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (true) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (final ConnectException e) {
                if (System.nanoTime() > endNs) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    /** Sends a command without data of the set VirtualMachine, and returns the error code of its answer. */
    private static int ask(final OutputStream out, final DataInputStream in, final int id, final int command)
            throws IOException {
        out.write(ByteBuffer.allocate(PACKET_BYTES)
                .putInt(PACKET_BYTES)
                .putInt(id)
                .put((byte) 0)
                .put((byte) 1)
                .put((byte) command)
                .array());
        while (true) {
            final int length = in.readInt();
            final int answered = in.readInt();
            final boolean isAnswer = (in.readByte() & 0x80) != 0;
            final int code = in.readUnsignedShort();
            in.readNBytes(length - PACKET_BYTES);
            if (isAnswer && answered == id) {
                return code;
            }
            // An event: the machine says that it stands still.
        }
    }

    @Test
    void what_cannot_be_debugged_is_said_in_a_line() throws Exception {
        final RingsideProcess.Result beyond =
                RingsideProcess.run(debug("99999999", "0")).require(2);
        assertTrue(beyond.err().contains("was recorded up to frame"), beyond::toString);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final RingsideProcess.Result refused = RingsideProcess.run(
                            debug("40", String.valueOf(taken.getLocalPort())))
                    .require(2);
            assertTrue(refused.err().contains("is taken on this machine"), refused::toString);
        }
        final Path idea = folder.resolve("launch.json");
        Files.writeString(idea, "{}");
        final RingsideProcess.Result kept = RingsideProcess.run(debug("40", "0", "--write-config", folder.toString()))
                .require(2);
        assertTrue(kept.err().contains("is there already"), kept::toString);
        assertEquals("{}", Files.readString(idea));
    }
}
