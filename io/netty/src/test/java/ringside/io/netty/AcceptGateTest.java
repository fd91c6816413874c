package ringside.io.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import ringside.io.session.EdgeCounter;
import ringside.io.session.EdgeCounters;
import ringside.io.session.EdgeFailures;

/** The gate in front of all connections, with a clock that the test moves. */
class AcceptGateTest {
    private final EdgeCounters counters = new EdgeCounters();
    private final List<String> told = new ArrayList<>();
    private long nowNs = 5;

    private AcceptGate gate(final ServerSettings settings) {
        return new AcceptGate(
                settings,
                counters,
                new EdgeFailures() {
                    @Override
                    public void failed(final long connection, final RuntimeException cause) {
                        throw cause;
                    }

                    @Override
                    public void acceptingPaused(final String why) {
                        told.add(why);
                    }
                },
                () -> nowNs);
    }

    @Test
    void that_accepting_failed_is_counted_each_time_and_told_once_a_minute() {
        final EmbeddedChannel listening = new EmbeddedChannel();
        listening.pipeline().addLast(gate(ServerSettings.DEFAULT));
        for (int i = 0; i < 100; i++) {
            listening.pipeline().fireExceptionCaught(new IOException("Too many open files"));
            nowNs += 1_000_000_000L;
            // Passed on to Netty's own handler, which pauses for a second.
            assertThrows(IOException.class, listening::checkException);
        }
        assertEquals(100, counters.get(EdgeCounter.ACCEPTS_PAUSED));
        assertEquals(List.of("Too many open files", "Too many open files"), told);
    }

    @Test
    void accepting_pauses_when_connections_come_too_fast() {
        final EmbeddedChannel listening = new EmbeddedChannel();
        listening.pipeline().addLast(gate(ServerSettings.DEFAULT.withConnections(1_000, 1_000, 500)));
        for (int i = 0; i < 10; i++) {
            listening.writeInbound(new EmbeddedChannel());
            assertTrue(listening.config().isAutoRead(), i + " in 20 ms are 500 in a second");
        }
        listening.writeInbound(new EmbeddedChannel());
        assertFalse(listening.config().isAutoRead());
        listening.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        listening.runScheduledPendingTasks();
        assertFalse(listening.config().isAutoRead(), "one in 2 ms");
        listening.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        nowNs += 2_000_000;
        listening.runScheduledPendingTasks();
        assertTrue(listening.config().isAutoRead());
        listening.writeInbound(new EmbeddedChannel());
        assertFalse(listening.config().isAutoRead(), "there is no second burst");
        assertEquals(0, counters.get(EdgeCounter.CONNECTIONS_REFUSED));
    }

    @Test
    void what_begins_beside_the_listening_sockets_counts_as_well() throws UnknownHostException {
        final AcceptGate gate = gate(ServerSettings.DEFAULT.withConnections(1_000, 1_000, 100));
        final InetAddress here = InetAddress.getByName("192.0.2.1");
        assertTrue(gate.hasRoomFor(here) && gate.takeOn(here));
        assertTrue(gate.hasRoomFor(here) && gate.takeOn(here));
        assertFalse(gate.hasRoomFor(here), "2 in 20 ms are 100 in a second");
        final EmbeddedChannel listening = new EmbeddedChannel();
        listening.pipeline().addLast(gate);
        listening.writeInbound(new EmbeddedChannel());
        assertFalse(listening.config().isAutoRead());
        nowNs += 20_000_000;
        assertTrue(gate.hasRoomFor(here));
        assertEquals(3, gate.openConnections());
    }

    @Test
    void few_a_second_are_as_few_in_every_second() {
        final AcceptGate gate = gate(ServerSettings.DEFAULT.withConnections(1_000, 1_000, 2));
        int taken = 0;
        for (int ms = 0; ms < 10_000; ms++) {
            taken += gate.hasRoomFor(null) && gate.takeOn(null) ? 1 : 0;
            nowNs += 1_000_000;
        }
        assertEquals(20, taken, 1);
    }

    @Test
    void an_address_without_room_has_none_before_it_is_asked_to_take_one_on() throws UnknownHostException {
        final AcceptGate gate =
                gate(ServerSettings.DEFAULT.withConnections(3, 1, 1_000).withAddressLimits(1, 1_000, true));
        final InetAddress here = InetAddress.getByName("192.0.2.1");
        assertTrue(gate.takeOn(here));
        assertFalse(gate.hasRoomFor(here));
        assertTrue(gate.hasRoomFor(InetAddress.getByName("192.0.2.2")));
        gate.release(here);
        assertTrue(gate.hasRoomFor(here));
        for (int i = 0; i < 3; i++) {
            assertTrue(gate.takeOn(null));
        }
        assertFalse(gate.hasRoomFor(here));
    }
}
