package ringside.perf.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

/** One connection to the floor. Lives on its loop; only {@link #views}, {@link #inputs} and {@link #problem} are read by others. */
final class FloorClient extends SimpleChannelInboundHandler<ByteBuf> {
    /** Inputs that may wait for an answer: a minute of 60 a second. */
    private static final int MOST_WAITING = 4_096;

    private final FloorTally tally;
    private final int inputBytes;
    private final Channel channel;
    private final long[] dueNs = new long[MOST_WAITING];
    private volatile int sent;
    private int answered;
    private volatile long views;
    private volatile String problem = "";

    FloorClient(final Channel channel, final FloorTally tally, final int inputBytes) {
        this.channel = channel;
        this.tally = tally;
        this.inputBytes = inputBytes;
    }

    /** Answers received so far. */
    long views() {
        return views;
    }

    /** Inputs sent so far. */
    long inputs() {
        return sent;
    }

    /** Why it was not served to the end; empty when it was. */
    String problem() {
        return problem;
    }

    boolean isAnswered() {
        return answered == sent;
    }

    void send(final long inputDueNs) {
        if (sent - answered == MOST_WAITING) {
            problem = "no answer to " + MOST_WAITING + " inputs";
            return;
        }
        // One thread writes.
        final int next = sent + 1;
        sent = next;
        dueNs[sent % MOST_WAITING] = inputDueNs;
        tally.late(System.nanoTime() - inputDueNs);
        final ByteBuf out = channel.alloc().directBuffer(inputBytes);
        FloorWire.writeInput(out, inputBytes);
        final var unused = channel.writeAndFlush(out, channel.voidPromise());
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext context, final ByteBuf answer) {
        final long nowNs = System.nanoTime();
        final int newest = FloorWire.newestInput(answer);
        final long waitNs = FloorWire.waitNs(answer);
        while (answered < newest) {
            answered++;
            tally.answered(nowNs - dueNs[answered % MOST_WAITING], waitNs);
        }
        // One thread writes.
        final long count = views + 1;
        views = count;
    }

    /** The load closes its connections after it has asked for problems: whoever closes before is the server. */
    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        problem = "the floor closed a connection";
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        problem = cause.toString();
        final var unused = context.close();
    }
}
