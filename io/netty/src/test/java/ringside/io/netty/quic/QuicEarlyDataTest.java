package ringside.io.netty.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.codec.quic.SslEarlyDataReadyEvent;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ringside.engine.event.EventType;
import ringside.io.support.LiveServer;
import ringside.io.support.TestEdge;

/**
 * Clients that would say HELLO in their first flight, before the server has said anything: whoever recorded such a flight could
 * send it again.
 */
@Timeout(60)
class QuicEarlyDataTest {
    private static final int TIMEOUT_S = 20;
    private static final int WINDOW_BYTES = 1 << 20;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    /** Keeps the tickets of servers that it has met. */
    private final QuicSslContext returning = QuicSslContextBuilder.forClient()
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .endpointIdentificationAlgorithm("")
            .applicationProtocols(QuicListener.PROTOCOL)
            .earlyData(true)
            .build();

    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<SslEarlyDataReadyEvent> early = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void a_client_that_comes_back_is_offered_none_so_nothing_that_changes_a_match_can_be_said_early() throws Exception {
        try (LiveServer live = new LiveServer()) {
            live.server.startQuic(0);
            final int port = live.server.quicPort();
            try (Connected first = new Connected(port)) {
                first.hello();
                assertNotNull(answers.poll(TIMEOUT_S, TimeUnit.SECONDS), "no WELCOME");
            }
            assertEquals(1, live.engine.countOffered(EventType.JOIN));
            try (Connected second = new Connected(port)) {
                assertNull(early.poll(), "the server offered to take early data");
                assertEquals(1, live.engine.countOffered(EventType.JOIN), "said before the handshake was done");
                second.hello();
                LiveServer.await("what is said afterwards", () -> live.engine.countOffered(EventType.JOIN) == 2);
            }
        }
    }

    /** Without it the test above would pass with a client that never sends any. */
    @Test
    void the_same_client_does_say_it_early_where_a_server_offers_to_take_it() throws Exception {
        final int port = credulousServer();
        try (Connected first = new Connected(port)) {
            assertNull(early.poll());
            first.hello();
            assertNotNull(answers.poll(TIMEOUT_S, TimeUnit.SECONDS));
        }
        answers.clear();
        try (Connected second = new Connected(port)) {
            assertNotNull(early.poll(TIMEOUT_S, TimeUnit.SECONDS));
            assertNotNull(answers.poll(TIMEOUT_S, TimeUnit.SECONDS), "what was said early has no answer");
            assertEquals(true, second.isOpen());
        }
    }

    /** Takes early data, and answers whatever comes with the same. */
    private int credulousServer() {
        final SelfSigned made = SelfSigned.make(List.of("localhost"), Instant.now());
        final QuicSslContext context = QuicSslContextBuilder.forServer(made.key(), null, made.certificate())
                .applicationProtocols(QuicListener.PROTOCOL)
                .earlyData(true)
                .build();
        final Channel socket = bind(new QuicServerCodecBuilder()
                .sslContext(context)
                .maxIdleTimeout(TIMEOUT_S, TimeUnit.SECONDS)
                .initialMaxData(WINDOW_BYTES)
                .initialMaxStreamDataBidirectionalRemote(WINDOW_BYTES)
                .initialMaxStreamsBidirectional(1)
                .streamHandler(new ChannelInitializer<QuicStreamChannel>() {
                    @Override
                    protected void initChannel(final QuicStreamChannel stream) {
                        stream.pipeline().addLast(new Echo());
                    }
                })
                .build());
        return ((InetSocketAddress) socket.localAddress()).getPort();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(final ChannelHandlerContext context, final Object message) {
            context.writeAndFlush(message);
        }
    }

    private Channel bind(final ChannelHandler codec) {
        return new Bootstrap()
                .group(group)
                .channel(NioDatagramChannel.class)
                .handler(codec)
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    /** A connection, whose handshake is done once this is made. */
    private final class Connected implements AutoCloseable {
        private final Channel socket;
        private final QuicChannel channel;

        Connected(final int port) {
            socket = bind(new QuicClientCodecBuilder()
                    .sslEngineProvider(quic -> returning.newEngine(quic.alloc(), "localhost", port))
                    .maxIdleTimeout(TIMEOUT_S, TimeUnit.SECONDS)
                    .initialMaxData(WINDOW_BYTES)
                    .initialMaxStreamDataBidirectionalLocal(WINDOW_BYTES)
                    .datagram(64, 64)
                    .build());
            channel = QuicChannel.newBootstrap(socket)
                    .handler(new SaysItEarly())
                    .streamHandler(new ChannelInboundHandlerAdapter())
                    .remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .connect()
                    .syncUninterruptibly()
                    .getNow();
        }

        void hello() {
            QuicEarlyDataTest.this.hello(channel);
        }

        boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() {
            channel.close().syncUninterruptibly();
            socket.close().syncUninterruptibly();
        }
    }

    private final class SaysItEarly extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(final ChannelHandlerContext context, final Object event) throws Exception {
            if (event instanceof final SslEarlyDataReadyEvent ready) {
                early.add(ready);
                hello((QuicChannel) context.channel());
            }
            super.userEventTriggered(context, event);
        }
    }

    private void hello(final QuicChannel over) {
        final byte[] hello = TestEdge.helloMessage(null).write();
        over.createStream(QuicStreamType.BIDIRECTIONAL, new Answers()).addListener(opened -> {
            final QuicStreamChannel stream = (QuicStreamChannel) opened.getNow();
            stream.writeAndFlush(Unpooled.buffer().writeShort(hello.length).writeBytes(hello));
        });
    }

    private final class Answers extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(final ChannelHandlerContext context, final Object message) {
            final ByteBuf bytes = (ByteBuf) message;
            answers.add(bytes.readableBytes());
            bytes.release();
        }
    }
}
