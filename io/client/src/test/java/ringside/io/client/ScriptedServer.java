package ringside.io.client;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.Wire;

/** A {@link ScriptedMatch} behind real sockets, TCP and WebSocket, stepping on its own thread. */
public final class ScriptedServer implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(group.next());
    private final ScriptedMatch match;
    private final Channel tcp;
    private final Channel webSocket;

    public ScriptedServer(final ScriptedMatch match) throws InterruptedException {
        this.match = match;
        tcp = listen(false);
        webSocket = listen(true);
        final Future<?> unused = group.scheduleAtFixedRate(
                () -> match.step(System.nanoTime()), 0, 1_000_000_000L / match.hz, TimeUnit.NANOSECONDS);
    }

    public String tcpUrl() {
        return "tcp://127.0.0.1:" + ((InetSocketAddress) tcp.localAddress()).getPort();
    }

    public String webSocketUrl() {
        return "ws://127.0.0.1:" + ((InetSocketAddress) webSocket.localAddress()).getPort() + "/play";
    }

    /** Breaks every connection; the seats stay. */
    public void dropAll() {
        connections.close().awaitUninterruptibly();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private Channel listen(final boolean webSockets) throws InterruptedException {
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(final SocketChannel channel) {
                        connections.add(channel);
                        final ChannelPipeline pipeline = channel.pipeline();
                        if (webSockets) {
                            pipeline.addLast(new HttpServerCodec(), new HttpObjectAggregator(8192));
                            pipeline.addLast(new WebSocketServerProtocolHandler("/play"));
                        } else {
                            pipeline.addLast(
                                    new LengthFieldBasedFrameDecoder(Wire.MAX_CLIENT_MESSAGE_BYTES, 0, 2, 0, 2));
                        }
                        pipeline.addLast(new GuestHandler(webSockets));
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }

    private final class GuestHandler extends ChannelInboundHandlerAdapter {
        private final boolean webSockets;
        private ScriptedMatch.@Nullable Guest guest;

        GuestHandler(final boolean webSockets) {
            this.webSockets = webSockets;
        }

        private void send(final Channel to, final byte[] message) {
            if (webSockets) {
                final var unused = to.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)));
            } else {
                final ByteBuf framed = to.alloc().buffer(2 + message.length);
                framed.writeShort(message.length).writeBytes(message);
                final var unused = to.writeAndFlush(framed);
            }
        }

        @Override
        public void channelRead(final ChannelHandlerContext context, final Object message) {
            final Channel channel = context.channel();
            if (guest == null) {
                guest = match.accept(ScriptedMatch.client(bytes -> send(channel, bytes), () -> {
                    final var unused = channel.close();
                }));
            }
            final ByteBuf bytes =
                    message instanceof final BinaryWebSocketFrame frame ? frame.content() : (ByteBuf) message;
            final byte[] copy = new byte[bytes.readableBytes()];
            bytes.readBytes(copy);
            ReferenceCountUtil.release(message);
            guest.received(copy, System.nanoTime());
        }

        @Override
        public void channelInactive(final ChannelHandlerContext context) {
            if (guest != null) {
                guest.gone();
            }
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
            final var unused = context.close();
        }
    }
}
