package ringside.io.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ringside.replay.standby.ReplicationChannel;

class ReplicationPortTest {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    /** Some 80 MB: twice what both sides and the systems between them ever take in. */
    private static final int MESSAGES = 800;

    private final ReplicationPort port = new ReplicationPort();
    private final BlockingQueue<ReplicationChannel> accepted = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        port.close();
    }

    private int listen() {
        return port.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null, accepted::add);
    }

    private ReplicationChannel accepted() throws InterruptedException {
        final ReplicationChannel channel = accepted.poll(20, TimeUnit.SECONDS);
        assertTrue(channel != null, "nobody connected");
        return channel;
    }

    private static void await(final BooleanSupplier done) {
        final long endNs = System.nanoTime() + PATIENCE_NS;
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() < endNs, "it never came");
            LockSupport.parkNanos(100_000);
        }
    }

    private static UnsafeBuffer message(final int number, final int lengthBytes) {
        final UnsafeBuffer message = new UnsafeBuffer(new byte[lengthBytes]);
        message.putInt(0, lengthBytes, ByteOrder.LITTLE_ENDIAN);
        message.putInt(8, number, ByteOrder.LITTLE_ENDIAN);
        return message;
    }

    @Test
    void messages_of_all_sizes_arrive_whole_and_in_order_both_ways_however_slowly_they_are_taken() throws Exception {
        final SplittableRandom random = new SplittableRandom(5);
        final ReplicationChannel standby = port.dial("127.0.0.1", listen(), null);
        final ReplicationChannel primary = accepted();
        await(() -> standby.send(message(0, 16), 0, 16));
        standby.flush();
        await(() -> primary.poll((buffer, offset, length) -> assertEquals(16, length)));
        final List<Integer> lengths = new ArrayList<>();
        int taken = 0;
        int refused = 0;
        for (int i = 0; i < MESSAGES; i++) {
            final int length = random.nextInt(10) == 0 ? 1 << 20 : 16 + random.nextInt(2_000);
            final UnsafeBuffer message = message(i, length);
            while (!primary.send(message, 0, length)) {
                refused++;
                taken += take(standby, lengths, taken) ? 1 : 0;
            }
            lengths.add(length);
        }
        primary.flush();
        assertTrue(refused > 0, "the other side read nothing, and yet everything had room");
        final long endNs = System.nanoTime() + PATIENCE_NS;
        while (taken < MESSAGES) {
            assertTrue(System.nanoTime() < endNs, "they never came");
            taken += take(standby, lengths, taken) ? 1 : 0;
        }
    }

    private static boolean take(final ReplicationChannel from, final List<Integer> lengths, final int number) {
        return from.poll((buffer, offset, length) -> {
            assertEquals(lengths.get(number), length);
            assertEquals(number, buffer.getInt(offset + 8, ByteOrder.LITTLE_ENDIAN));
        });
    }

    @Test
    void a_last_message_arrives_before_the_end() throws Exception {
        final ReplicationChannel standby = port.dial("127.0.0.1", listen(), null);
        final ReplicationChannel primary = accepted();
        await(() -> primary.send(message(1, 64), 0, 64));
        primary.closeWith(message(2, 32), 0, 32);
        final List<Integer> numbers = new ArrayList<>();
        await(() -> {
            standby.poll((buffer, offset, length) -> numbers.add(buffer.getInt(offset + 8, ByteOrder.LITTLE_ENDIAN)));
            return numbers.size() == 2;
        });
        assertEquals(List.of(1, 2), numbers);
        await(() -> !standby.isOpen());
        assertFalse(primary.isOpen());
    }

    @Test
    void who_is_not_there_shows_by_a_channel_that_is_closed() throws Exception {
        final int nobody = listen();
        port.stopListening();
        final ReplicationChannel dialled = port.dial("127.0.0.1", nobody, null);
        await(() -> !dialled.isOpen());
        assertTrue(dialled.send(message(1, 16), 0, 16));
    }

    @Test
    void lengths_that_cannot_be_end_the_connection() throws Exception {
        final int number = listen();
        for (final int length : new int[] {0, 15, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), number)) {
                final ReplicationChannel primary = accepted();
                final UnsafeBuffer bytes = new UnsafeBuffer(new byte[64]);
                bytes.putInt(0, length, ByteOrder.LITTLE_ENDIAN);
                socket.getOutputStream().write(bytes.byteArray());
                assertEquals(-1, endOf(socket));
                await(() -> !primary.isOpen());
                assertFalse(primary.poll((buffer, offset, lengthBytes) -> {}));
            }
        }
    }

    private static int endOf(final Socket socket) {
        try {
            socket.setSoTimeout(20_000);
            return socket.getInputStream().read();
        } catch (final IOException reset) {
            return -1;
        }
    }

    @Test
    void a_port_in_use_and_a_missing_certificate_are_named() {
        final int number = listen();
        final ReplicationException taken = assertThrows(
                ReplicationException.class,
                () -> port.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), number), null, accepted::add));
        assertTrue(taken.getMessage().contains(String.valueOf(number)));
        final ReplicationException missing = assertThrows(
                ReplicationException.class, () -> ReplicationTls.primary(Path.of("there-is-none.pem"), null));
        assertTrue(missing.getMessage().contains("there-is-none.pem"));
    }
}
