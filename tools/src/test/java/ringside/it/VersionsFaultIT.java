package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers of different builds, as in the middle of an upgrade. */
final class VersionsFaultIT {
    private static final int LATER = 9;
    private static final int HEADER_BYTES = 16;
    private static final int CHALLENGE = 1;
    private static final int HELLO = 2;
    private static final int REFUSED = 9;
    private static final int PROTOCOL = 1;
    private static final int CHECKSUM = 8;
    private static final int PATIENCE_MS = 60_000;

    @TempDir
    private Path folder;

    /** A message of the protocol between servers, as a later version of it might begin. */
    private static byte[] later(final int type, final int contentBytes) {
        final ByteBuffer message =
                ByteBuffer.allocate(HEADER_BYTES + contentBytes).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(message.capacity()).put((byte) type).put((byte) LATER);
        final CRC32C sum = new CRC32C();
        sum.update(message.array(), 0, CHECKSUM);
        sum.update(message.array(), CHECKSUM + Integer.BYTES, message.capacity() - CHECKSUM - Integer.BYTES);
        return message.putInt(CHECKSUM, (int) sum.getValue()).array();
    }

    private static ByteBuffer next(final DataInputStream in) throws Exception {
        final int length = Integer.reverseBytes(in.readInt());
        final ByteBuffer message = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        in.readFully(message.array(), Integer.BYTES, length - Integer.BYTES);
        return message;
    }

    @Test
    void a_standby_of_other_logic_and_one_of_another_protocol_are_told_what_is_needed() throws Exception {
        try (Members members = new Members(folder)) {
            final Members.Member a = members.startWithTests(
                            List.of("-Ddrill.logicVersion=1"), "serve", "a", "--game", "drill")
                    .serves();
            final Members.Member b = members.startWithTests(
                    List.of("-Ddrill.logicVersion=2"), "standby", "b", "--game", "drill", "--primary", a.replication());
            final String address = a.replication();
            try (Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(), Integer.parseInt(address.substring(address.indexOf(':') + 1)))) {
                socket.setSoTimeout(PATIENCE_MS);
                final DataInputStream in = new DataInputStream(socket.getInputStream());
                assertEquals(CHALLENGE, next(in).get(4));
                socket.getOutputStream().write(later(HELLO, 200));
                final ByteBuffer refused = next(in);
                assertEquals(REFUSED, refused.get(4));
                assertEquals(PROTOCOL, refused.getShort(HEADER_BYTES));
                final String why =
                        StandardCharsets.UTF_8.decode(refused.rewind()).toString();
                assertTrue(why.contains("protocol version 9; this build speaks 2"), why);
            }
            final RingsideProcess.Result other = b.process().await(60).require(1);
            assertTrue(other.err().contains("drill logic 1 "), other.err());
            assertTrue(other.err().contains("drill logic 2 "), other.err());
            assertEquals("primary", a.status().path("role").asText(), "whoever serves serves on");
        }
    }

    @Test
    void a_standby_that_meets_a_primary_of_another_protocol_follows_no_further_and_says_which_versions_meet()
            throws Exception {
        try (Members members = new Members(folder);
                ServerSocket primary = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            primary.setSoTimeout(PATIENCE_MS);
            final Members.Member b = members.start("standby", "b", "--primary", Members.local(primary.getLocalPort()));
            try (Socket socket = primary.accept()) {
                socket.getOutputStream().write(later(CHALLENGE, 32));
                final RingsideProcess.Result stopped = b.process().await(60).require(1);
                assertTrue(stopped.err().contains("protocol version 9; this build speaks 2"), stopped.err());
            }
        }
    }
}
