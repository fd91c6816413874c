package ringside.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FaultProxyTest {
    private static final int PATIENCE_MS = 60_000;
    private static final int NOTHING_MS = 100;

    private ServerSocket target;
    private FaultProxy proxy;
    private Socket near;
    private Socket far;

    @BeforeEach
    void begin() throws IOException {
        target = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.before("127.0.0.1", target.getLocalPort(), 7);
    }

    @AfterEach
    void end() throws IOException {
        proxy.close();
        target.close();
    }

    private void connect() throws IOException {
        near = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        far = target.accept();
        near.setSoTimeout(PATIENCE_MS);
        far.setSoTimeout(PATIENCE_MS);
    }

    private static void requireSilence(final Socket socket) throws IOException {
        socket.setSoTimeout(NOTHING_MS);
        assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
        socket.setSoTimeout(PATIENCE_MS);
    }

    @Test
    void what_is_said_passes_both_ways_and_so_does_the_end() throws IOException {
        connect();
        near.getOutputStream().write(new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2, 3}, far.getInputStream().readNBytes(3));
        far.getOutputStream().write(4);
        assertEquals(4, near.getInputStream().read());
        near.shutdownOutput();
        assertEquals(-1, far.getInputStream().read());
        far.getOutputStream().write(5);
        assertEquals(5, near.getInputStream().read(), "only one direction has ended");
    }

    @Test
    void one_direction_is_blocked_and_the_other_goes_on_and_nothing_is_lost() throws IOException {
        connect();
        proxy.block(Way.THERE);
        near.getOutputStream().write(new byte[] {1, 2});
        far.getOutputStream().write(9);
        assertEquals(9, near.getInputStream().read());
        requireSilence(far);
        proxy.unblock(Way.THERE);
        assertArrayEquals(new byte[] {1, 2}, far.getInputStream().readNBytes(2));
    }

    @Test
    void who_vanishes_is_not_heard_again_and_is_not_told_and_who_comes_anew_is() throws IOException {
        connect();
        proxy.vanish();
        near.getOutputStream().write(1);
        far.getOutputStream().write(1);
        requireSilence(near);
        requireSilence(far);
        connect();
        near.getOutputStream().write(2);
        assertEquals(2, far.getInputStream().read());
        assertEquals(2, proxy.accepted());
    }

    @Test
    void what_is_cut_breaks_at_both_ends() throws IOException {
        connect();
        proxy.cut();
        assertThrows(IOException.class, () -> near.getInputStream().read());
        assertThrows(IOException.class, () -> far.getInputStream().read());
    }

    @Test
    void what_passes_slowly_and_late_passes_whole() throws IOException {
        connect();
        proxy.delay(Way.THERE, 5, 10);
        proxy.throttle(Way.THERE, 200_000);
        final byte[] bytes = new byte[60_000];
        new SplittableRandom(3).nextBytes(bytes);
        near.getOutputStream().write(bytes);
        near.shutdownOutput();
        assertArrayEquals(bytes, far.getInputStream().readAllBytes());
    }

    @Test
    void a_garbled_stream_is_another_one_and_always_the_same_other_one() throws IOException {
        proxy.garble(Way.THERE, 500);
        final byte[] bytes = new byte[20_000];
        new SplittableRandom(3).nextBytes(bytes);
        connect();
        near.getOutputStream().write(bytes);
        near.shutdownOutput();
        final byte[] came = far.getInputStream().readAllBytes();
        assertFalse(Arrays.equals(bytes, came));
        assertTrue(proxy.faults() > 10, "only " + proxy.faults());
    }

    @Test
    void damage_follows_from_the_place_in_the_stream_and_not_from_the_size_of_reads() {
        final byte[] bytes = new byte[50_000];
        final SplittableRandom random = new SplittableRandom(5);
        random.nextBytes(bytes);
        final Damage whole = new Damage(11, 300);
        final byte[] expected = whole.of(bytes, bytes.length);
        final Damage parts = new Damage(11, 300);
        final ByteArrayOutputStream came = new ByteArrayOutputStream();
        int at = 0;
        while (at < bytes.length) {
            final int length = Math.min(bytes.length - at, 1 + random.nextInt(700));
            came.writeBytes(parts.of(Arrays.copyOfRange(bytes, at, at + length), length));
            at += length;
        }
        assertArrayEquals(expected, came.toByteArray());
        assertEquals(whole.faults(), parts.faults());
    }
}
