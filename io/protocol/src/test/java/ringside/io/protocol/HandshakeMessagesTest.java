package ringside.io.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** HELLO, WELCOME and DISCONNECT: as written, and as a hostile peer writes them. */
class HandshakeMessagesTest {
    private static final Bytes SECRET =
            Bytes.copyOf(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});

    private static HelloMessage hello() {
        return new HelloMessage(
                "arena",
                -5,
                3,
                "token.text",
                Bytes.copyOf(new byte[] {9, 8}),
                new HelloMessage.Resume(7, SECRET, 11, 4),
                "tést");
    }

    private static HelloMessage readHello(final byte[] message) {
        return HelloMessage.read(new UnsafeBuffer(message), 0, message.length);
    }

    @Test
    void messages_are_read_as_they_were_written() {
        assertEquals(hello(), readHello(hello().write()));
        final WelcomeMessage welcome = new WelcomeMessage(
                new WelcomeMessage.Seat(3, 4, 5, 6, SECRET, new WelcomeMessage.Held(8, 9)),
                "{}",
                1L << 63,
                Bytes.copyOf(new byte[] {1}),
                60,
                -1,
                Limits.DEFAULT,
                "here");
        final byte[] bytes = welcome.write();
        assertEquals(welcome, WelcomeMessage.read(new UnsafeBuffer(bytes), 0, bytes.length));
        final DisconnectMessage disconnect = DisconnectMessage.of(DisconnectReason.VALUE_OUT_OF_RANGE, "input.x");
        final byte[] last = disconnect.write();
        assertEquals(disconnect, DisconnectMessage.read(new UnsafeBuffer(last), 0, last.length));
    }

    @Test
    void values_beyond_their_bounds_are_refused_by_name() {
        expectRefused("token", new HelloMessage("a", 0, 1, "t".repeat(1_025), Bytes.NONE, null, ""));
        expectRefused("game", new HelloMessage("g".repeat(65), 0, 1, "", Bytes.NONE, null, ""));
        expectRefused("client", new HelloMessage("a", 0, 1, "", Bytes.NONE, null, "line\nend"));
        expectRefused("match", new HelloMessage("a", 0, -1, "", Bytes.NONE, null, ""));
        expectRefused("join", new HelloMessage("a", 0, 1, "", Bytes.copyOf(new byte[1_025]), null, ""));
        expectRefused(
                "resume.secret",
                new HelloMessage(
                        "a", 0, 1, "", Bytes.NONE, new HelloMessage.Resume(1, Bytes.copyOf(new byte[15]), 0), ""));
        expectRefused(
                "resume.player",
                new HelloMessage("a", 0, 1, "", Bytes.NONE, new HelloMessage.Resume(0, SECRET, 0), ""));
    }

    private static void expectRefused(final String field, final HelloMessage message) {
        final ProtocolException refused = assertThrows(ProtocolException.class, () -> readHello(message.write()));
        assertEquals(DisconnectReason.VALUE_OUT_OF_RANGE, refused.reason());
        assertEquals(field, refused.field());
    }

    @Test
    void a_hostile_buffer_never_reads_beside_its_message_and_is_refused_with_a_type() {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println("HandshakeMessagesTest: -Dringside.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final byte[] good = hello().write();
        // The neighbours' bytes on both sides are a secret; no text or bytes that were read may hold a run of them.
        final byte neighbour = (byte) 'S';
        final byte[] shared = new byte[4_096];
        final UnsafeBuffer buffer = new UnsafeBuffer(shared);
        int accepted = 0;
        for (int round = 0; round < 60_000; round++) {
            java.util.Arrays.fill(shared, neighbour);
            final int length = round % 3 == 0 ? 1 + random.nextInt(200) : good.length;
            final int offset = 1_000 + random.nextInt(64);
            for (int i = 0; i < length; i++) {
                shared[offset + i] = round % 3 == 0 ? (byte) (random.nextInt(9) - 4) : good[i];
            }
            if (round % 3 != 0) {
                for (int n = random.nextInt(6); n >= 0; n--) {
                    final int at = offset + random.nextInt(length);
                    shared[at] = round % 3 == 1 ? (byte) (random.nextInt(20) - 10) : (byte) random.nextInt(256);
                }
            }
            for (int i = 0; i < length; i++) {
                shared[offset + i] = shared[offset + i] == neighbour ? 0 : shared[offset + i];
            }
            try {
                final HelloMessage read = HelloMessage.read(buffer, offset, length);
                accepted++;
                assertTrue(!(read.game() + read.token() + read.client()).contains("S"), () -> "leak: " + read);
                for (final byte b : read.join().toArray()) {
                    assertTrue(b != neighbour, () -> "leak: " + read);
                }
            } catch (final ProtocolException e) {
                assertNotNull(e.reason());
            }
        }
        assertTrue(accepted > 0, "some mutations are harmless");
    }

    @Test
    void codes_are_unique_and_lead_back_to_their_reasons() {
        final Set<Integer> codes = new HashSet<>();
        for (final DisconnectReason reason : DisconnectReason.values()) {
            assertTrue(codes.add(reason.code()));
            assertEquals(reason, DisconnectReason.of(reason.code()));
        }
        for (final RefusalReason reason : RefusalReason.values()) {
            assertEquals(reason, RefusalReason.of(reason.code()));
        }
        for (final MessageType type : MessageType.values()) {
            assertEquals(type, MessageType.of(type.code()));
        }
    }

    @Test
    void no_framed_connection_begins_like_a_person() {
        for (int length = 1; length <= Wire.MAX_CLIENT_MESSAGE_BYTES; length++) {
            assertTrue(!Wire.beginsText((byte) (length >> 8)));
        }
        for (final int typed : new int[] {'j', 'h', ' ', '\n', '\r', '~', 255, 0xC3}) {
            assertTrue(Wire.beginsText((byte) typed));
        }
    }
}
