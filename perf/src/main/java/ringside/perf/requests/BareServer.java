package ringside.perf.requests;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.Wire;

/** A peer: Netty with its own decoder of lengths and one event loop. It looks at the type of every message only. */
final class BareServer implements AutoCloseable {
    private static final int BACKLOG = 1_024;
    private static final int STOP_SECONDS = 5;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1,
            new DefaultThreadFactory("bare"),
            Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    private final Channel listening;

    BareServer() {
        listening = new ServerBootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(final Channel channel) {
                        channel.pipeline()
                                .addLast(new LengthFieldBasedFrameDecoder(
                                        Wire.MAX_CLIENT_MESSAGE_BYTES, 0, Wire.LENGTH_BYTES, 0, Wire.LENGTH_BYTES))
                                .addLast(new Answering());
                    }
                })
                .bind(new InetSocketAddress(0))
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    private static final class Answering extends SimpleChannelInboundHandler<ByteBuf> {
        private final byte[] answer = RequestWire.answer();

        @Override
        protected void channelRead0(final ChannelHandlerContext context, final ByteBuf message) {
            if (message.getByte(message.readerIndex()) == MessageType.INPUTS.code()) {
                final ByteBuf out = context.alloc().directBuffer(answer.length).writeBytes(answer);
                final var unused = context.write(out, context.voidPromise());
            }
        }

        /** What was read together is answered together. */
        @Override
        public void channelReadComplete(final ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
            final var unused = context.close();
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
