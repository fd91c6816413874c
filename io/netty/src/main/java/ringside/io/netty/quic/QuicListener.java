package ringside.io.netty.quic;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicCongestionControlAlgorithm;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ringside.io.session.EdgeCounter;

/**
 * The QUIC port: one UDP socket, on one event loop, for all clients that come this way.
 *
 * <pre>
 * UDP socket    FirstPacketGuard - AmplificationGuard - QUIC (RetryTokens, QuicIdentity)
 * connection    QuicServerConnection      datagrams: INPUTS, ACKS, PING; VIEW, PONG, TURNS
 * its stream    ControlStream             everything else, each message behind its length
 * </pre>
 *
 * A client proves its address before anything is kept for it. A connection goes on when its client's address changes.
 */
public final class QuicListener {
    /** What client and server agree on by ALPN: the protocol's name and version. */
    static final String PROTOCOL = "ringside/1";

    /** Of every connection id of this server. */
    static final int CONNECTION_ID_BYTES = 20;

    /** With it a part of a view fits a datagram, on nearly every way there is; where not, parts go by the stream. */
    private static final int MOST_UDP_BYTES = 1_350;

    /** Above the time that the conversation itself lets a client be silent for. */
    private static final int IDLE_MS = 30_000;

    /** Datagrams of a connection that wait for the network when it is congested: what finds no room is not sent. */
    private static final int DATAGRAMS_TO_SEND = 4;

    private static final int DATAGRAMS_TO_READ = 64;

    /** Addresses that a connection can have had; one that moves more often is begun anew. */
    private static final int MOST_PATHS = 8;

    private static final int STREAM_WINDOW_BYTES = 16 * 1_024;
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;

    private final Channel channel;

    private QuicListener(final Channel channel) {
        this.channel = channel;
    }

    /**
     * Listens.
     *
     * @param type the kind of UDP channel that the loop takes
     * @throws BindFailure when the port cannot be had
     */
    public static QuicListener listen(
            final InetSocketAddress address,
            final EventLoop loop,
            final Class<? extends DatagramChannel> type,
            final QuicHost host) {
        if (!Quic.isAvailable()) {
            throw new BindFailure(
                    new IOException("QUIC is not possible here: its native library is for Linux on x86-64 and ARM"));
        }
        final ChannelFuture bound = new Bootstrap()
                .group(loop)
                .channel(type)
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(final Channel opened) {
                        final AmplificationGuard guard = new AmplificationGuard(host.counters());
                        opened.pipeline()
                                .addLast("first", new FirstPacketGuard(host.counters()))
                                .addLast("guard", guard)
                                .addLast("quic", codec(host, guard))
                                .addLast("faults", new SocketFaults(host));
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new BindFailure(bound.cause());
        }
        return new QuicListener(bound.channel());
    }

    /** The port cannot be had; the cause says why. */
    public static final class BindFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BindFailure(final @Nullable Throwable cause) {
            super(cause);
        }
    }

    private static ChannelHandler codec(final QuicHost host, final AmplificationGuard guard) {
        final AddressTokens tokens = new AddressTokens(host.clock(), new SecureRandom()::nextBytes);
        return new QuicServerCodecBuilder()
                .sslEngineProvider(quic -> host.identity().newEngine(quic.alloc()))
                .localConnectionIdLength(CONNECTION_ID_BYTES)
                .tokenHandler(new RetryTokens(tokens, host.counters(), host::hasRoomFor))
                .congestionControlAlgorithm(QuicCongestionControlAlgorithm.BBR)
                .maxIdleTimeout(IDLE_MS, TimeUnit.MILLISECONDS)
                .maxRecvUdpPayloadSize(MOST_UDP_BYTES)
                .maxSendUdpPayloadSize(MOST_UDP_BYTES)
                .initialMaxData(STREAM_WINDOW_BYTES)
                .initialMaxStreamDataBidirectionalRemote(STREAM_WINDOW_BYTES)
                .initialMaxStreamsBidirectional(1)
                .initialMaxStreamsUnidirectional(0)
                .datagram(DATAGRAMS_TO_READ, DATAGRAMS_TO_SEND)
                .activeMigration(true)
                .activeConnectionIdLimit(MOST_PATHS)
                .handler(new Connections(host, guard))
                .streamHandler(new Streams(host))
                .build();
    }

    /** What the network says of single datagrams concerns no connection: they are lost, as any may be. */
    private static final class SocketFaults extends ChannelInboundHandlerAdapter {
        private final QuicHost host;

        SocketFaults(final QuicHost host) {
            this.host = host;
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) throws Exception {
            host.failed(cause);
            if (!(cause instanceof IOException)) {
                super.exceptionCaught(context, cause);
            }
        }
    }

    /** Those that were given a place get a handler; the others are closed. */
    @ChannelHandler.Sharable
    private static final class Connections extends ChannelInitializer<QuicChannel> {
        private final QuicHost host;
        private final AmplificationGuard guard;

        Connections(final QuicHost host, final AmplificationGuard guard) {
            this.host = host;
            this.guard = guard;
        }

        @Override
        protected void initChannel(final QuicChannel channel) {
            final InetSocketAddress proven = (InetSocketAddress) channel.remoteSocketAddress();
            if (proven == null || !host.takeOn(proven.getAddress())) {
                host.counters().increment(EdgeCounter.CONNECTIONS_REFUSED);
                // Before anything is worked out for it.
                channel.unsafe().closeForcibly();
                return;
            }
            channel.closeFuture().addListener(closed -> host.release(proven.getAddress()));
            channel.pipeline().addLast("connection", new QuicServerConnection(host, guard, channel, proven));
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
            host.failed(cause);
            context.close();
        }
    }

    /** A client's stream goes to the handler of its connection. */
    @ChannelHandler.Sharable
    private static final class Streams extends ChannelInitializer<QuicStreamChannel> {
        private final QuicHost host;

        Streams(final QuicHost host) {
            this.host = host;
        }

        @Override
        protected void initChannel(final QuicStreamChannel stream) {
            final QuicServerConnection connection = stream.parent().pipeline().get(QuicServerConnection.class);
            if (connection == null) {
                stream.close();
            } else {
                connection.opened(stream);
            }
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
            host.failed(cause);
            context.close();
        }
    }

    /** The UDP port. */
    public int port() {
        return channel.localAddress() instanceof final InetSocketAddress local ? local.getPort() : -1;
    }

    /** The channel, whose end is the end of all connections. */
    public Channel channel() {
        return channel;
    }
}
