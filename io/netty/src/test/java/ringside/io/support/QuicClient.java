package ringside.io.support;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.DisconnectMessage;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.WelcomeMessage;

/** A blocking client over QUIC that trusts any server and sends good and bad bytes alike. */
public final class QuicClient implements AutoCloseable {
    private static final int TIMEOUT_S = 20;
    private static final int CONNECT_MS = 3_000;

    public final QuicChannel channel;
    public final BlockingQueue<UnsafeBuffer> datagrams = new LinkedBlockingQueue<>();
    public final BlockingQueue<Integer> closeCodes = new LinkedBlockingQueue<>();
    private final BlockingQueue<UnsafeBuffer> messages = new LinkedBlockingQueue<>();
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel socket;
    private @Nullable QuicStreamChannel stream;

    public QuicClient(final int port) {
        this(port, "ringside/1");
    }

    /** @param protocol what it says that it speaks */
    public QuicClient(final int port, final String protocol) {
        final QuicSslContext context = QuicSslContextBuilder.forClient()
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm("")
                .applicationProtocols(protocol)
                .build();
        socket = new Bootstrap()
                .group(group)
                .channel(NioDatagramChannel.class)
                .handler(new QuicClientCodecBuilder()
                        .sslContext(context)
                        .maxIdleTimeout(TIMEOUT_S, TimeUnit.SECONDS)
                        .initialMaxData(1 << 20)
                        .initialMaxStreamDataBidirectionalLocal(1 << 20)
                        .datagram(64, 64)
                        .build())
                .bind(0)
                .syncUninterruptibly()
                .channel();
        final Future<QuicChannel> connected = QuicChannel.newBootstrap(socket)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
                .handler(new Datagrams())
                .streamHandler(new ChannelInboundHandlerAdapter())
                .remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .connect()
                .awaitUninterruptibly();
        if (!connected.isSuccess()) {
            // Nor does it try any longer.
            socket.close().syncUninterruptibly();
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
            throw new IllegalStateException(connected.cause());
        }
        channel = connected.getNow();
    }

    private final class Datagrams extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(final ChannelHandlerContext context, final Object message) throws Exception {
            if (message instanceof final ByteBuf datagram) {
                datagrams.add(copyOf(datagram));
                datagram.release();
            } else {
                super.channelRead(context, message);
            }
        }

        @Override
        public void userEventTriggered(final ChannelHandlerContext context, final Object event) throws Exception {
            if (event instanceof final QuicConnectionCloseEvent closed) {
                closeCodes.add(closed.error());
            }
            super.userEventTriggered(context, event);
        }
    }

    private static UnsafeBuffer copyOf(final ByteBuf bytes) {
        final byte[] copy = new byte[bytes.readableBytes()];
        bytes.readBytes(copy);
        return new UnsafeBuffer(copy);
    }

    /** Opens a stream, whose messages are those that are read. */
    public QuicStreamChannel open() {
        final QuicStreamChannel opened = channel.createStream(QuicStreamType.BIDIRECTIONAL, new Messages())
                .syncUninterruptibly()
                .getNow();
        stream = opened;
        return opened;
    }

    private final class Messages extends io.netty.handler.codec.LengthFieldBasedFrameDecoder {
        Messages() {
            super(65_537, 0, 2, 0, 2);
        }

        @Override
        protected @Nullable Object decode(final ChannelHandlerContext context, final ByteBuf in) throws Exception {
            final ByteBuf message = (ByteBuf) super.decode(context, in);
            if (message != null) {
                messages.add(copyOf(message));
                message.release();
            }
            return null;
        }
    }

    /** The stream that was opened last. */
    public QuicStreamChannel stream() {
        final QuicStreamChannel opened = stream;
        if (opened == null) {
            throw new AssertionError("no stream is open");
        }
        return opened;
    }

    public QuicClient sendRaw(final byte... bytes) {
        final var unused = stream().writeAndFlush(Unpooled.copiedBuffer(bytes));
        return this;
    }

    /** A message behind its length. */
    public QuicClient send(final byte[] message) {
        final byte[] framed = new byte[2 + message.length];
        framed[0] = (byte) (message.length >> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        return sendRaw(framed);
    }

    public QuicClient sendDatagram(final byte... message) {
        final var unused = channel.writeAndFlush(Unpooled.copiedBuffer(message));
        return this;
    }

    /** The next message of that type on the stream; others are passed over. */
    public UnsafeBuffer read(final MessageType type) {
        return next(messages, type);
    }

    /** The next datagram of that type; others are passed over. */
    public UnsafeBuffer readDatagram(final MessageType type) {
        return next(datagrams, type);
    }

    private static UnsafeBuffer next(final BlockingQueue<UnsafeBuffer> from, final MessageType type) {
        try {
            for (UnsafeBuffer message = from.poll(TIMEOUT_S, TimeUnit.SECONDS);
                    message != null;
                    message = from.poll(TIMEOUT_S, TimeUnit.SECONDS)) {
                if (message.getByte(0) == type.code()) {
                    return message;
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("waited in vain for a " + type.name().toLowerCase(Locale.ROOT));
    }

    public WelcomeMessage join() {
        open();
        send(TestEdge.helloMessage(null).write());
        final UnsafeBuffer message = read(MessageType.WELCOME);
        return WelcomeMessage.read(message, 0, message.capacity());
    }

    /** The DISCONNECT on the stream. */
    public DisconnectMessage readDisconnect() {
        final UnsafeBuffer message = read(MessageType.DISCONNECT);
        return DisconnectMessage.read(message, 0, message.capacity());
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        // An event loop that ends takes the channel along, but not what the codec holds for it.
        socket.close().syncUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
