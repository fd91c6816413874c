package ringside.io.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.Limits;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.Wire;
import ringside.io.session.EdgeCounter;
import ringside.io.session.EdgeSettings;
import ringside.io.support.LiveServer;
import ringside.io.support.TcpClient;
import ringside.io.support.TestEngine;
import ringside.snapshot.codec.PartHeader;

/** A crowd that connects and says nothing, again and again, while somebody plays. */
@Timeout(300)
class ManyConnectionsTest {
    /** Netty's channel, its handlers and ours, with the memory of a client that is not yet one. */
    private static final long MOST_HEAP_BYTES_EACH = 16_384;

    private static final int STORMS = 3;

    /** Each connection here is two files of this process; what else is open comes to less than these. */
    private static final int OTHER_FILES = 500;

    /** All at once: how fast a storm is let in is {@link AcceptGateTest}'s. */
    private static final int ACCEPTS_PER_SECOND = 1_000_000;

    /** One address has no more ports than this for one peer, some to spare. */
    private static final int CONNECTIONS_PER_ADDRESS = 5_000;

    @Test
    void a_thousand_idle_connections_are_held_within_bounds_and_a_match_goes_on_through_storms_of_them()
            throws Exception {
        storms(1_000);
    }

    @Test
    @Tag("deep")
    void so_are_nine_thousand() throws Exception {
        storms(9_000);
    }

    private static void storms(final int crowd) throws Exception {
        assumeTrue(
                !(ManagementFactory.getOperatingSystemMXBean() instanceof final UnixOperatingSystemMXBean system)
                        || system.getMaxFileDescriptorCount() > 2L * crowd + OTHER_FILES,
                "too few files may be open");
        final ServerSettings settings = LiveServer.settings()
                .withHost("0.0.0.0")
                .withConnections(crowd + 1, crowd + 1, ACCEPTS_PER_SECOND)
                .withAddressLimits(crowd + 1, ACCEPTS_PER_SECOND, false);
        try (LiveServer live = new LiveServer(
                        settings,
                        EdgeSettings.at(3, TestEngine.HZ).withLimits(Limits.DEFAULT.withIdleTimeoutMs(86_400_000)));
                TcpClient player = live.connect()) {
            player.join();
            live.frame();
            int shown = frameOf(player);
            final long emptyBytes = heapBytes();
            for (int storm = 1; storm <= STORMS; storm++) {
                final List<SocketChannel> silent = new ArrayList<>();
                try {
                    for (int i = 0; i < crowd; i++) {
                        silent.add(connect(live, i));
                        if (i % 10 == 0) {
                            live.frame();
                            shown++;
                            assertEquals(shown, frameOf(player), "each frame, before the next one is made");
                        }
                    }
                    final long all = 1 + (long) storm * crowd;
                    LiveServer.await("everybody", () -> live.counters.get(EdgeCounter.CONNECTIONS_OPENED) == all);
                    final long bytesEach = (heapBytes() - emptyBytes) / crowd;
                    assertTrue(bytesEach <= MOST_HEAP_BYTES_EACH, bytesEach + " bytes of heap a connection");
                    live.advanceMs(Limits.DEFAULT.handshakeDeadlineMs() + 1);
                    final long ended = (long) storm * crowd;
                    LiveServer.await(
                            "the silent to be let go",
                            () -> live.counters.get(DisconnectReason.HANDSHAKE_DEADLINE) == ended);
                    live.frame();
                    shown++;
                    assertEquals(shown, frameOf(player));
                } finally {
                    for (final SocketChannel each : silent) {
                        each.close();
                    }
                }
                LiveServer.await("their places to be free", () -> live.server.openConnections() == 1);
            }
            assertEquals(0, live.counters.get(EdgeCounter.CONNECTIONS_REFUSED));
            assertEquals(0, live.counters.get(EdgeCounter.VIEWS_SKIPPED));
            assertTrue(live.broken.isEmpty(), live.broken.toString());
        }
    }

    private static SocketChannel connect(final LiveServer live, final int number) throws IOException {
        final String host = "127.0.0." + (1 + number / CONNECTIONS_PER_ADDRESS);
        return SocketChannel.open(new InetSocketAddress(host, live.server.tcpPort()));
    }

    private static int frameOf(final TcpClient player) {
        final UnsafeBuffer view = player.read(MessageType.VIEW);
        return PartHeader.frame(view, Wire.TYPE_BYTES);
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
