package ringside.io.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
        listening.config().setAutoRead(true);
        for (int i = 0; i < 100; i++) {
            listening.pipeline().fireExceptionCaught(new IOException("Too many open files"));
            nowNs += 1_000_000_000L;
            listening.releaseInbound();
            try {
                listening.checkException();
            } catch (final Exception passedOn) {
                // To Netty's own handler, which pauses for a second.
                assertTrue(passedOn instanceof IOException);
            }
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
        listening.advanceTimeBy(20, java.util.concurrent.TimeUnit.MILLISECONDS);
        listening.runScheduledPendingTasks();
        assertTrue(listening.config().isAutoRead());
        assertEquals(0, counters.get(EdgeCounter.CONNECTIONS_REFUSED));
    }
}
