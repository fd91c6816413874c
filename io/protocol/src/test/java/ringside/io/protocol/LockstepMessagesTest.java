package ringside.io.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Parts, acknowledgements and reports of lockstep: as written, in any order, and as a hostile peer writes them. */
class LockstepMessagesTest {
    private final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
    private final Random random = new Random(seed);
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[2_000]);

    LockstepMessagesTest() {
        System.out.println("LockstepMessagesTest: -Dringside.seed=" + seed);
    }

    private List<byte[]> parts(final byte[] whole) {
        final List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < PartMessage.partsOf(whole.length); i++) {
            final int length =
                    PartMessage.write(MessageType.IMAGE, 7, i, new UnsafeBuffer(whole), 0, whole.length, scratch, 0);
            assertTrue(length <= 1_200);
            parts.add(Arrays.copyOf(scratch.byteArray(), length));
        }
        return parts;
    }

    @Test
    void parts_in_any_order_and_number_make_the_whole() {
        for (final int length : new int[] {1, 1_190, 1_191, 1_192, 2_382, 100_000}) {
            final byte[] whole = new byte[length];
            random.nextBytes(whole);
            final List<byte[]> parts = parts(whole);
            parts.addAll(parts(whole));
            Collections.shuffle(parts, random);
            final PartAssembly assembly = new PartAssembly(MessageType.IMAGE, length);
            assembly.begin(7, PartMessage.partsOf(length));
            int fresh = 0;
            for (final byte[] part : parts) {
                fresh += assembly.take(new UnsafeBuffer(part), 0, part.length) ? 1 : 0;
            }
            assertEquals(PartMessage.partsOf(length), fresh);
            assertTrue(assembly.isWhole() && assembly.isOf(7));
            assertEquals(length, assembly.lengthBytes());
            assertEquals(new UnsafeBuffer(whole), new UnsafeBuffer(assembly.bytes(), 0, length));
        }
    }

    @Test
    void what_came_beyond_a_gap_is_told() {
        final List<byte[]> parts = parts(new byte[6 * 1_191]);
        final PartAssembly assembly = new PartAssembly(MessageType.IMAGE, 6 * 1_191);
        assembly.begin(7, 6);
        for (final int i : new int[] {0, 1, 3, 5}) {
            assembly.take(new UnsafeBuffer(parts.get(i)), 0, parts.get(i).length);
        }
        assertEquals(2, assembly.withoutGap());
        assertEquals(0b101, assembly.beyondGap());
        assertFalse(assembly.isWhole());
    }

    @Test
    void more_parts_than_there_can_be_take_no_memory_and_contradictions_are_refused() {
        final PartAssembly assembly = new PartAssembly(MessageType.IMAGE, 5_000);
        assertEquals(
                DisconnectReason.BAD_MESSAGE,
                assertThrows(ProtocolException.class, () -> assembly.begin(1, 65_535))
                        .reason());
        assembly.begin(7, 5);
        final byte[] other = parts(new byte[2_000]).get(0);
        assertThrows(ProtocolException.class, () -> assembly.take(new UnsafeBuffer(other), 0, other.length));
        for (int i = 0; i < 20_000; i++) {
            final byte[] junk = new byte[random.nextInt(1_300)];
            random.nextBytes(junk);
            try {
                assembly.take(new UnsafeBuffer(junk), 0, junk.length);
            } catch (final ProtocolException refused) {
                assertTrue(refused.reason() == DisconnectReason.BAD_LENGTH
                        || refused.reason() == DisconnectReason.BAD_MESSAGE);
            }
        }
    }

    @Test
    void an_acknowledgement_is_read_as_it_was_written() {
        final int length = TurnAckMessage.write(scratch, 3, 9, -1L, 4, 65_535, 5L);
        final TurnAckMessage ack = new TurnAckMessage().wrap(scratch, 3, length);
        assertEquals(9, ack.frame());
        assertEquals(-1L, ack.turns());
        assertEquals(4, ack.image());
        assertEquals(65_535, ack.parts());
        assertEquals(5L, ack.moreParts());
        assertThrows(ProtocolException.class, () -> new TurnAckMessage().wrap(scratch, 3, length - 1));
    }

    @Test
    void a_named_difference_is_read_as_it_was_written_and_what_is_too_long_is_cut() {
        final DesyncedMessage named = new DesyncedMessage(5, "players[3].hp", "20", "15é");
        final byte[] bytes = named.write();
        assertEquals(named, DesyncedMessage.read(new UnsafeBuffer(bytes), 0, bytes.length));
        final byte[] cut = new DesyncedMessage(5, "é".repeat(300), "a\nb", "\uD800").write();
        final DesyncedMessage read = DesyncedMessage.read(new UnsafeBuffer(cut), 0, cut.length);
        assertEquals("é".repeat(127), read.place());
        assertEquals("ab", read.client());
        assertEquals("", read.server());
        for (int length = 0; length < bytes.length; length++) {
            final int shorter = length;
            assertThrows(
                    ProtocolException.class,
                    () -> DesyncedMessage.read(new UnsafeBuffer(Arrays.copyOf(bytes, shorter)), 0, shorter));
        }
    }

    @Test
    void turns_are_walked_within_their_message_only() {
        final TurnsMessage turns = new TurnsMessage();
        turns.begin();
        final UnsafeBuffer turn = new UnsafeBuffer(new byte[600]);
        turn.putInt(4, 600, java.nio.ByteOrder.LITTLE_ENDIAN);
        assertTrue(turns.add(turn, 0, 600));
        assertFalse(turns.add(turn, 0, 600), "two do not fit");
        assertEquals(600, TurnsMessage.requireTurn(turns.buffer(), TurnsMessage.first(0), turns.lengthBytes()));
        assertThrows(
                ProtocolException.class, () -> TurnsMessage.requireTurn(turns.buffer(), TurnsMessage.first(0), 600));
        for (final int length : new int[] {-1, 0, 7, Integer.MAX_VALUE}) {
            turn.putInt(4, length, java.nio.ByteOrder.LITTLE_ENDIAN);
            assertThrows(ProtocolException.class, () -> TurnsMessage.requireTurn(turn, 0, 600));
        }
    }

    @Test
    void the_lockstep_fields_of_the_handshake_are_read_as_they_were_written() {
        final HelloMessage hello = new HelloMessage("g", 0, 1, "", Bytes.NONE, null, "").ofGame(99);
        final byte[] bytes = hello.write();
        assertEquals(hello, HelloMessage.read(new UnsafeBuffer(bytes), 0, bytes.length));
        assertTrue(hello.lockstep());
        assertEquals(99, hello.layoutHash());
    }
}
