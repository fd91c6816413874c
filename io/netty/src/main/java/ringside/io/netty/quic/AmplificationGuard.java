package ringside.io.netty.quic;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ringside.io.session.EdgeCounter;
import ringside.io.session.EdgeCounters;

/**
 * Sends to an address that has not proven itself at most {@value #MOST_TIMES} times the bytes that came from it (RFC 9000, 8.1):
 * whatever the layers above do, nobody can have a flood sent to somebody else. An address is proven by a token, or by
 * answering on a path that a connection moved to, and for as long as that connection stands. Belongs to the port's event loop.
 *
 * <p>The question whether a client answers from where it moved to is long, what such a client sends is short: one packet waits
 * until enough has come for it, and all others are lost meanwhile. Unproven addresses are remembered up to a number, the
 * least recent are forgotten; to a forgotten one nothing is sent.
 */
final class AmplificationGuard extends ChannelDuplexHandler {
    static final int MOST_TIMES = 3;
    static final int MOST_UNPROVEN = 4_096;

    /** Shorter ones are not worth waiting for. */
    private static final int LONG_BYTES = 1_000;

    private final EdgeCounters counters;
    private final Map<InetSocketAddress, Integer> proven = new HashMap<>();
    private final Map<InetSocketAddress, Budget> unproven = new LinkedHashMap<>(MOST_UNPROVEN, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(final Map.Entry<InetSocketAddress, Budget> eldest) {
            if (size() <= MOST_UNPROVEN) {
                return false;
            }
            eldest.getValue().forget();
            return true;
        }
    };

    /** Of one address. */
    private static final class Budget {
        private long leftBytes;
        private @Nullable DatagramPacket waiting;

        private boolean spend(final int bytes) {
            if (leftBytes < bytes) {
                return false;
            }
            leftBytes -= bytes;
            return true;
        }

        /** What waited, if there is enough for it now. */
        private @Nullable DatagramPacket due() {
            final DatagramPacket packet = waiting;
            if (packet == null || !spend(packet.content().readableBytes())) {
                return null;
            }
            waiting = null;
            return packet;
        }

        private void forget() {
            final DatagramPacket packet = waiting;
            waiting = null;
            if (packet != null) {
                packet.release();
            }
        }
    }

    AmplificationGuard(final EdgeCounters counters) {
        this.counters = counters;
    }

    /** A connection's client answered from that address. Each time needs its {@link #gone}. */
    void proven(final InetSocketAddress address) {
        proven.merge(address, 1, Integer::sum);
        final Budget budget = unproven.remove(address);
        if (budget != null) {
            budget.forget();
        }
    }

    /** That connection no longer stands, or has left that address. */
    void gone(final InetSocketAddress address) {
        proven.computeIfPresent(address, (key, connections) -> connections > 1 ? connections - 1 : null);
    }

    int provenAddresses() {
        return proven.size();
    }

    int unprovenAddresses() {
        return unproven.size();
    }

    @Override
    public void channelRead(final ChannelHandlerContext context, final Object message) throws Exception {
        if (message instanceof final DatagramPacket packet && !proven.containsKey(packet.sender())) {
            final Budget budget = unproven.computeIfAbsent(packet.sender(), address -> new Budget());
            budget.leftBytes += (long) MOST_TIMES * packet.content().readableBytes();
            final DatagramPacket due = budget.due();
            if (due != null) {
                context.writeAndFlush(due);
            }
        }
        super.channelRead(context, message);
    }

    @Override
    public void write(final ChannelHandlerContext context, final Object message, final ChannelPromise promise)
            throws Exception {
        if (!(message instanceof final DatagramPacket packet)
                || proven.containsKey(packet.recipient())
                || mayLeave(packet)) {
            super.write(context, message, promise);
            return;
        }
        // To the layers above it was sent, and lost, as any packet may be.
        promise.trySuccess();
    }

    /** Takes the packet over when it may not, or not yet. */
    private boolean mayLeave(final DatagramPacket packet) {
        final int bytes = packet.content().readableBytes();
        final Budget budget = unproven.get(packet.recipient());
        if (budget != null && budget.waiting == null && budget.spend(bytes)) {
            return true;
        }
        counters.increment(EdgeCounter.QUIC_PACKETS_HELD_BACK);
        if (budget != null && budget.waiting == null && bytes >= LONG_BYTES) {
            budget.waiting = packet;
        } else {
            packet.release();
        }
        return false;
    }

    @Override
    public void handlerRemoved(final ChannelHandlerContext context) {
        unproven.values().forEach(Budget::forget);
        unproven.clear();
    }
}
