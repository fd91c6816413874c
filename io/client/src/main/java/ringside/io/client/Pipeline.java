package ringside.io.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.URI;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.Wire;

/**
 * The handlers of one connection.
 *
 * <pre>
 * TCP         [TLS] - ByteCount - LengthFrames
 * WebSocket   [TLS] - ByteCount - HTTP client - WebSocket client - BinaryFrames
 * </pre>
 */
final class Pipeline extends ChannelInitializer<Channel> {
    private static final int MAX_HTTP_BYTES = 16 * 1024;

    private final Connection connection;
    private final @Nullable SslContext encryption;

    Pipeline(final Connection connection, final @Nullable SslContext encryption) {
        this.connection = connection;
        this.encryption = encryption;
    }

    @Override
    protected void initChannel(final Channel channel) {
        final ServerAddress address = connection.address();
        final ChannelPipeline pipeline = channel.pipeline();
        if (address.kind().isEncrypted() && encryption != null) {
            final SslHandler tls = encryption.newHandler(channel.alloc(), address.host(), address.port());
            final SSLParameters parameters = tls.engine().getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.engine().setSSLParameters(parameters);
            pipeline.addLast(tls);
        }
        pipeline.addLast(new ByteCount(connection));
        if (address.kind().isWebSocket()) {
            final WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                    .webSocketUri(URI.create(address.toString()))
                    .version(WebSocketVersion.V13)
                    .allowExtensions(false)
                    .customHeaders(new DefaultHttpHeaders())
                    .maxFramePayloadLength(Wire.MAX_SERVER_MESSAGE_BYTES)
                    .build();
            pipeline.addLast(new HttpClientCodec());
            pipeline.addLast(new HttpObjectAggregator(MAX_HTTP_BYTES));
            pipeline.addLast(new WebSocketClientProtocolHandler(config));
            pipeline.addLast(new BinaryFrames(connection));
        } else {
            pipeline.addLast(new LengthFrames(connection));
        }
    }

    /** Counts what passes. */
    private static final class ByteCount extends ChannelDuplexHandler {
        private final Connection connection;

        ByteCount(final Connection connection) {
            this.connection = connection;
        }

        @Override
        public void channelRead(final ChannelHandlerContext context, final Object message) {
            if (message instanceof final ByteBuf bytes) {
                connection.count(bytes.readableBytes(), 0);
            }
            context.fireChannelRead(message);
        }

        @Override
        public void write(final ChannelHandlerContext context, final Object message, final ChannelPromise promise) {
            if (message instanceof final ByteBuf bytes) {
                connection.count(0, bytes.readableBytes());
            }
            final var unused = context.write(message, promise);
        }
    }

    /** Cuts a stream into messages by the lengths before them. */
    static final class LengthFrames extends ByteToMessageDecoder {
        private final Connection connection;
        private long readNs;

        LengthFrames(final Connection connection) {
            this.connection = connection;
        }

        @Override
        public void channelActive(final ChannelHandlerContext context) throws Exception {
            if (connection.address().kind() != ServerAddress.Kind.QUIC
                    && !connection.address().kind().isEncrypted()) {
                connection.opened(context.channel());
            }
            super.channelActive(context);
        }

        @Override
        public void userEventTriggered(final ChannelHandlerContext context, final Object event) throws Exception {
            if (event instanceof final SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
                connection.opened(context.channel());
            }
            super.userEventTriggered(context, event);
        }

        @Override
        public void channelRead(final ChannelHandlerContext context, final Object message) throws Exception {
            readNs = System.nanoTime();
            super.channelRead(context, message);
        }

        @Override
        protected void decode(final ChannelHandlerContext context, final ByteBuf in, final List<Object> out) {
            while (!connection.isOver() && in.readableBytes() >= Wire.LENGTH_BYTES) {
                final int length = in.getUnsignedShort(in.readerIndex());
                if (in.readableBytes() < Wire.LENGTH_BYTES + length) {
                    return;
                }
                final int at = in.readerIndex() + Wire.LENGTH_BYTES;
                connection.received(in, at, length, readNs);
                in.readerIndex(at + length);
            }
            if (connection.isOver()) {
                in.skipBytes(in.readableBytes());
            }
        }

        @Override
        public void channelReadComplete(final ChannelHandlerContext context) throws Exception {
            connection.receivedAll();
            super.channelReadComplete(context);
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
            connection.lost(connection.address() + ": " + NettyCarrier.describe(cause));
            final var unused = context.close();
        }
    }

    /** Takes each binary frame for a message. */
    private static final class BinaryFrames extends ChannelInboundHandlerAdapter {
        private final Connection connection;

        BinaryFrames(final Connection connection) {
            this.connection = connection;
        }

        @Override
        public void userEventTriggered(final ChannelHandlerContext context, final Object event) throws Exception {
            if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                connection.opened(context.channel());
            }
            super.userEventTriggered(context, event);
        }

        @Override
        public void channelRead(final ChannelHandlerContext context, final Object message) {
            try {
                if (message instanceof final BinaryWebSocketFrame frame) {
                    final ByteBuf bytes = frame.content();
                    connection.received(bytes, bytes.readerIndex(), bytes.readableBytes(), System.nanoTime());
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void channelReadComplete(final ChannelHandlerContext context) throws Exception {
            connection.receivedAll();
            super.channelReadComplete(context);
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
            connection.lost(connection.address() + ": " + NettyCarrier.describe(cause));
            final var unused = context.close();
        }
    }
}
