package ringside.io.netty.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import ringside.io.session.EdgeCounter;
import ringside.io.session.EdgeCounters;

class AmplificationGuardTest {
    private final InetSocketAddress server = new InetSocketAddress("192.0.2.1", 1);
    private final InetSocketAddress client = new InetSocketAddress("192.0.2.7", 4_000);
    private final EdgeCounters counters = new EdgeCounters();
    private final AmplificationGuard guard = new AmplificationGuard(counters);
    private final EmbeddedChannel channel = new EmbeddedChannel(guard);

    private void comes(final InetSocketAddress from, final int bytes) {
        channel.writeInbound(new DatagramPacket(Unpooled.wrappedBuffer(new byte[bytes]), server, from));
        final DatagramPacket passed = channel.readInbound();
        passed.release();
    }

    /** True when it leaves; what does not, and does not wait either, must be given back. */
    private boolean leaves(final int bytes) {
        leave(bytes);
        return taken() == bytes;
    }

    private ByteBuf leave(final int bytes) {
        final ByteBuf content = Unpooled.wrappedBuffer(new byte[bytes]);
        channel.writeOutbound(new DatagramPacket(content, client));
        return content;
    }

    private int taken() {
        final DatagramPacket left = channel.readOutbound();
        if (left == null) {
            return 0;
        }
        final int bytes = left.content().readableBytes();
        left.release();
        return bytes;
    }

    @Test
    void an_address_is_sent_three_times_what_came_from_it_and_no_byte_more() {
        comes(client, 1_200);
        assertTrue(leaves(1_200));
        assertTrue(leaves(1_200));
        assertTrue(leaves(900));
        assertTrue(leaves(300));
        assertEquals(false, leaves(1));
        assertEquals(1, counters.get(EdgeCounter.QUIC_PACKETS_HELD_BACK));
        comes(client, 1);
        assertTrue(leaves(3));
        assertEquals(false, leaves(1));
    }

    @Test
    void an_address_that_nothing_came_from_is_sent_nothing() {
        assertEquals(false, leaves(20));
        comes(new InetSocketAddress("192.0.2.7", 4_001), 1_200);
        assertEquals(false, leaves(20));
    }

    @Test
    void what_is_held_back_for_good_is_given_back() {
        final ByteBuf toNobody = leave(20);
        assertEquals(0, toNobody.refCnt());
        comes(client, 100);
        final ByteBuf waiting = leave(1_200);
        assertEquals(1, waiting.refCnt(), "it waits");
        final ByteBuf behind = leave(50);
        assertEquals(0, behind.refCnt());
        comes(client, 300);
        assertEquals(1_200, taken());
        assertEquals(0, waiting.refCnt());
        final ByteBuf late = leave(1_200);
        channel.close();
        assertEquals(0, late.refCnt(), "nothing waits for a socket that is gone");
    }

    @Test
    void a_long_packet_waits_until_enough_came_and_the_short_ones_are_lost() {
        comes(client, 100);
        assertEquals(false, leaves(1_200));
        assertEquals(false, leaves(50));
        comes(client, 299);
        assertEquals(0, taken());
        comes(client, 1);
        assertEquals(1_200, taken());
        assertEquals(0, taken());
    }

    @Test
    void a_proven_address_is_sent_anything_until_its_last_connection_is_gone() {
        comes(client, 10);
        assertEquals(false, leaves(1_200));
        guard.proven(client);
        guard.proven(client);
        assertEquals(0, guard.unprovenAddresses());
        assertTrue(leaves(50_000));
        guard.gone(client);
        assertTrue(leaves(50_000));
        guard.gone(client);
        assertEquals(false, leaves(20));
        assertEquals(0, guard.provenAddresses());
    }

    @Test
    void forged_addresses_fill_a_bounded_table() {
        for (int i = 0; i < 3 * AmplificationGuard.MOST_UNPROVEN; i++) {
            final InetSocketAddress forged = new InetSocketAddress("198.51.100." + i % 256, 1_000 + i / 256);
            comes(forged, 30);
            channel.writeOutbound(new DatagramPacket(Unpooled.wrappedBuffer(new byte[1_200]), forged));
            assertNull(channel.readOutbound());
        }
        assertEquals(AmplificationGuard.MOST_UNPROVEN, guard.unprovenAddresses());
        channel.finishAndReleaseAll();
    }
}
