package ringside.io.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ringside.io.protocol.DisconnectReason;

/** Over real sockets: everything arrives, once and in order, whichever way it took. */
@Timeout(60)
class TcpOutletTest {
    private static final int SMALL_BUFFER_BYTES = 4_096;

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, Transport.NETWORK.edgeIo());
    private final EventLoop loop = loops.next();
    private final Outgoing outgoing = new Outgoing();
    private final BlockingQueue<TcpOutlet> opened = new ArrayBlockingQueue<>(4);
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[Outgoing.BYTES]);
    private Channel listening;
    private boolean isPlain = true;

    @BeforeEach
    void listen() {
        final Class<? extends ServerChannel> type = Transport.NETWORK.serverChannel();
        listening = new ServerBootstrap()
                .group(loops)
                .channel(type)
                .childOption(ChannelOption.SO_SNDBUF, SMALL_BUFFER_BYTES)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(final Channel channel) {
                        opened.add(new TcpOutlet(channel, outgoing, isPlain));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }

    private record Pair(TcpOutlet outlet, Socket peer, DataInputStream in) {
        int nextNumber() throws IOException {
            final byte[] bytes = in.readNBytes(in.readUnsignedShort());
            assertTrue(bytes.length >= 4);
            return new UnsafeBuffer(bytes).getInt(0);
        }
    }

    private Pair pair() throws Exception {
        final Socket peer = new Socket();
        peer.setReceiveBufferSize(SMALL_BUFFER_BYTES);
        peer.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), ((InetSocketAddress) listening.localAddress()).getPort()));
        final TcpOutlet outlet = opened.poll(20, TimeUnit.SECONDS);
        assertTrue(outlet != null, "no connection");
        return new Pair(outlet, peer, new DataInputStream(peer.getInputStream()));
    }

    private void send(final TcpOutlet outlet, final int number, final int lengthBytes) {
        message.putInt(0, number);
        outlet.send(message, 0, lengthBytes);
    }

    private void onLoop(final Runnable what) throws Exception {
        loop.submit(what).get(20, TimeUnit.SECONDS);
    }

    @Test
    void messages_that_are_flushed_together_arrive_in_order() throws Exception {
        final Pair pair = pair();
        onLoop(() -> {
            for (int i = 0; i < 10; i++) {
                send(pair.outlet, i, 4 + 100 * i);
            }
            pair.outlet.flush();
        });
        for (int i = 0; i < 10; i++) {
            assertEquals(i, pair.nextNumber());
        }
    }

    @Test
    void what_the_kernel_does_not_take_waits_and_nothing_overtakes_it() throws Exception {
        final Pair pair = pair();
        onLoop(() -> {
            for (int i = 0; i < 600; i++) {
                send(pair.outlet, i, 1_000);
                if (i % 3 == 0) {
                    pair.outlet.flush();
                }
            }
            pair.outlet.flush();
            assertTrue(pair.outlet.pendingBytes() > 0, "the kernel took it all: this shows nothing");
        });
        for (int i = 0; i < 600; i++) {
            assertEquals(i, pair.nextNumber());
        }
    }

    @Test
    void one_connection_does_not_wait_for_what_another_left_unflushed() throws Exception {
        final Pair first = pair();
        final Pair second = pair();
        onLoop(() -> {
            send(first.outlet, 1, 50);
            send(second.outlet, 2, 60);
            second.outlet.flush();
            send(first.outlet, 3, 70);
            first.outlet.flush();
        });
        assertEquals(2, second.nextNumber());
        assertEquals(1, first.nextNumber());
        assertEquals(3, first.nextNumber());
    }

    @Test
    void what_was_sent_before_the_end_arrives() throws Exception {
        final Pair pair = pair();
        onLoop(() -> {
            send(pair.outlet, 7, 50);
            pair.outlet.close(DisconnectReason.LEFT);
        });
        assertEquals(7, pair.nextNumber());
        assertEquals(-1, pair.in.read());
    }

    @Test
    void a_peer_that_is_gone_ends_the_channel() throws Exception {
        final Pair pair = pair();
        pair.peer.setSoLinger(true, 0);
        pair.peer.close();
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (pair.outlet.channel.isOpen() && System.nanoTime() - endNs < 0) {
            onLoop(() -> {
                send(pair.outlet, 1, 50);
                pair.outlet.flush();
            });
        }
        assertTrue(!pair.outlet.channel.isOpen());
        final Pair next = pair();
        onLoop(() -> {
            send(next.outlet, 2, 50);
            next.outlet.flush();
        });
        assertEquals(2, next.nextNumber());
    }

    @Test
    void a_message_longer_than_the_shared_memory_goes_as_well() throws Exception {
        final Pair pair = pair();
        onLoop(() -> {
            send(pair.outlet, 1, 10);
            send(pair.outlet, 2, Outgoing.BYTES);
            send(pair.outlet, 3, 10);
            pair.outlet.flush();
        });
        for (int i = 1; i <= 3; i++) {
            assertEquals(i, pair.nextNumber());
        }
    }

    @Test
    void where_something_stands_between_everything_goes_through_it() throws Exception {
        isPlain = false;
        final Pair pair = pair();
        onLoop(() -> {
            send(pair.outlet, 1, 10);
            assertTrue(pair.outlet.pendingBytes() > 0);
            pair.outlet.flush();
        });
        assertEquals(1, pair.nextNumber());
    }
}
