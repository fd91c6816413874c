package ringside.io.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ringside.io.session.LineSession;
import ringside.io.session.TextOutlet;

/** A person at a terminal on the TCP port. */
final class LineHandler extends SimpleChannelInboundHandler<ByteBuf> {
    private static final int TICK_SECONDS = 10;
    private static final int MAX_CHUNK_BYTES = 1_024;

    private final LoopEdge loopEdge;
    private final LineSession session;
    private final byte[] chunk = new byte[MAX_CHUNK_BYTES];
    private @Nullable ScheduledFuture<?> ticking;

    LineHandler(final LoopEdge loopEdge, final Channel channel) {
        this.loopEdge = loopEdge;
        session = new LineSession(loopEdge.edge(), new Terminal(channel), loopEdge.nowNs());
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext context) {
        ticking = context.executor()
                .scheduleAtFixedRate(
                        () -> session.tick(loopEdge.nowNs()), TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
        ticking.addListener(Faults::report);
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext context, final ByteBuf in) {
        while (in.isReadable()) {
            final int length = Math.min(in.readableBytes(), chunk.length);
            in.readBytes(chunk, 0, length);
            session.receive(chunk, length, loopEdge.nowNs());
        }
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) throws Exception {
        final ScheduledFuture<?> running = ticking;
        if (running != null) {
            running.cancel(false);
        }
        session.peerClosed();
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        Faults.reportError(cause);
        session.peerClosed();
        context.close();
    }

    /** Lines out, each ended by CR LF as telnet wants it. */
    private record Terminal(Channel channel) implements TextOutlet {
        @Override
        public void line(final String text) {
            final ByteBuf out = ByteBufUtil.writeUtf8(channel.alloc(), text);
            channel.write(Unpooled.wrappedBuffer(out, Unpooled.wrappedBuffer(new byte[] {'\r', '\n'})));
        }

        @Override
        public void flush() {
            channel.flush();
        }

        @Override
        public boolean isWritable() {
            return channel.isWritable();
        }

        @Override
        public long pendingBytes() {
            final var pending = channel.unsafe().outboundBuffer();
            return pending == null ? 0 : pending.totalPendingWriteBytes();
        }

        @Override
        public void close() {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
