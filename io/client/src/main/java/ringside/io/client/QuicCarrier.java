package ringside.io.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicCongestionControlAlgorithm;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Carries one client's messages over QUIC: what may be lost as datagrams, everything else on one stream. Each connection has a
 * UDP socket of its own. Lives on the client's loop.
 */
final class QuicCarrier implements Carrier {
    /** What client and server agree on: the protocol's name and version. */
    private static final String PROTOCOL = "ringside/1";

    /** With it a part of a view fits a datagram, on nearly every way there is. */
    private static final int MOST_UDP_BYTES = 1_350;

    private static final int IDLE_MS = 30_000;
    private static final int DATAGRAMS_TO_READ = 256;
    private static final int DATAGRAMS_TO_SEND = 8;
    private static final int STREAM_WINDOW_BYTES = 256 * 1_024;

    private final GameClient client;
    private final ServerTrust trust;

    /** Throws {@link IllegalArgumentException} when the trusted certificates cannot be read, or this platform has no QUIC. */
    QuicCarrier(final GameClient client, final ClientSettings settings) {
        if (!Quic.isAvailable()) {
            throw new IllegalArgumentException(
                    "quic:// is not possible here: its native library is for Linux on x86-64 and ARM");
        }
        this.client = client;
        trust = new ServerTrust(settings.trusted());
        settings.addresses().stream()
                .filter(address -> address.kind() == ServerAddress.Kind.QUIC)
                .forEach(address -> trust.of(address, PROTOCOL));
    }

    @Override
    public Line dial(final ServerAddress address, final LineListener listener) {
        final QuicConnection connection = new QuicConnection(client, address, listener);
        DefaultAddressResolverGroup.INSTANCE
                .getResolver(loop())
                .resolve(InetSocketAddress.createUnresolved(address.host(), address.port()))
                .addListener((final Future<InetSocketAddress> resolved) -> {
                    if (resolved.isSuccess()) {
                        bind(connection, resolved.getNow());
                    } else {
                        failed(connection, resolved);
                    }
                });
        return connection;
    }

    private EventLoop loop() {
        return client.loop().eventLoop();
    }

    private void bind(final QuicConnection connection, final InetSocketAddress server) {
        if (connection.isOver()) {
            return;
        }
        final Class<? extends DatagramChannel> type = client.loop().datagramType();
        if (type == null) {
            connection.lost(connection.address() + ": this process has clients of its own servers only");
            return;
        }
        final QuicSslContext context = trust.of(connection.address(), PROTOCOL);
        final ChannelFuture socket = new Bootstrap()
                .group(loop())
                .channel(type)
                .handler(new Socket(
                        connection,
                        new QuicClientCodecBuilder()
                                .sslEngineProvider(quic -> context.newEngine(
                                        quic.alloc(),
                                        connection.address().host(),
                                        connection.address().port()))
                                .congestionControlAlgorithm(QuicCongestionControlAlgorithm.BBR)
                                .maxIdleTimeout(IDLE_MS, TimeUnit.MILLISECONDS)
                                .maxRecvUdpPayloadSize(MOST_UDP_BYTES)
                                .maxSendUdpPayloadSize(MOST_UDP_BYTES)
                                .initialMaxData(STREAM_WINDOW_BYTES)
                                .initialMaxStreamDataBidirectionalLocal(STREAM_WINDOW_BYTES)
                                .datagram(DATAGRAMS_TO_READ, DATAGRAMS_TO_SEND)
                                .build()))
                .bind(0);
        socket.addListener(bound -> {
            if (bound.isSuccess()) {
                connect(connection, socket.channel(), server);
            } else {
                failed(connection, bound);
            }
        });
    }

    private void connect(final QuicConnection connection, final Channel socket, final InetSocketAddress server) {
        if (connection.isOver()) {
            // Nobody waits for it, and nothing can be done about a failure.
            final var unused = socket.close();
            return;
        }
        connection.socket(socket);
        QuicChannel.newBootstrap(socket)
                .handler(connection.datagrams())
                .streamHandler(new Unasked())
                .remoteAddress(server)
                .connect()
                .addListener((final Future<QuicChannel> connected) -> {
                    if (connected.isSuccess()) {
                        openStream(connection, connected.getNow());
                    } else {
                        failed(connection, connected);
                    }
                });
    }

    private void openStream(final QuicConnection connection, final QuicChannel channel) {
        connection.connected(channel);
        channel.createStream(QuicStreamType.BIDIRECTIONAL, new Pipeline.LengthFrames(connection))
                .addListener((final Future<QuicStreamChannel> opened) -> {
                    if (opened.isSuccess()) {
                        connection.opened(opened.getNow());
                    } else {
                        failed(connection, opened);
                    }
                });
    }

    private static void failed(final QuicConnection connection, final Future<?> attempt) {
        connection.lost(connection.address() + ": " + NettyCarrier.describe(attempt.cause()));
    }

    /** The UDP socket's own pipeline. */
    private static final class Socket extends ChannelInitializer<Channel> {
        private final QuicConnection connection;
        private final ChannelHandler codec;

        Socket(final QuicConnection connection, final ChannelHandler codec) {
            this.connection = connection;
            this.codec = codec;
        }

        @Override
        protected void initChannel(final Channel socket) {
            socket.pipeline().addLast(codec).addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
                    connection.lost(connection.address() + ": " + NettyCarrier.describe(cause));
                }
            });
        }
    }

    /** A stream that the server opened, which none does. */
    private static final class Unasked extends ChannelInboundHandlerAdapter {
        @Override
        public boolean isSharable() {
            return true;
        }

        @Override
        public void handlerAdded(final ChannelHandlerContext context) {
            final var unused = context.close();
        }
    }

    /** Says goodbye to the server, then lets the socket go. */
    static void end(final @Nullable QuicChannel channel, final @Nullable Channel socket) {
        if (channel != null) {
            final var unused = channel.close(true, 0, Unpooled.EMPTY_BUFFER).addListener(closed -> closeSocket(socket));
        } else {
            closeSocket(socket);
        }
    }

    private static void closeSocket(final @Nullable Channel socket) {
        if (socket != null) {
            final var unused = socket.close();
        }
    }
}
