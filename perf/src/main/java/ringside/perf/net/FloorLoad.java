package ringside.perf.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.FixedLengthFrameDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The floor's clients: as many, on as many threads, as fast as the bots, with inputs as long as theirs. Inputs are due at
 * fixed times, and are sent and counted from then, however late the load is.
 *
 * <p>All players steer their inputs towards the same moment of the frame: of 200 bots, nine in ten inputs were due within
 * three sixteenths of it. A server has less to do for inputs that come together, so the floor's are due within such a
 * share too, in the middle between two ticks.
 */
final class FloorLoad implements AutoCloseable {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long BEGIN_AFTER_NS = 50_000_000;
    private static final double SPREAD_FRAMES = 3.0 / 16;
    private static final long REST_MS = 500;
    private static final int STOP_SECONDS = 5;

    private final NetPlan plan;
    private final long periodNs;
    private final long spreadNs;
    private final LoadTarget target;
    private final InetSocketAddress address;
    private final int inputBytes;
    private final int answerBytes;
    private final MultiThreadIoEventLoopGroup group;
    private final List<Sender> senders = new ArrayList<>();
    private final List<FloorClient> clients = new ArrayList<>();
    private volatile boolean playing = true;

    FloorLoad(final NetPlan plan, final LoadTarget target, final int inputBytes, final int answerBytes) {
        this.plan = plan;
        this.target = target;
        periodNs = SECOND_NS / plan.hz();
        spreadNs = Math.round(SPREAD_FRAMES * periodNs);
        address = new InetSocketAddress(target.host(), target.port());
        this.inputBytes = inputBytes;
        this.answerBytes = answerBytes;
        group = new MultiThreadIoEventLoopGroup(
                NetPlan.loadThreads(),
                new DefaultThreadFactory("floor-load", true),
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        for (int i = 0; i < NetPlan.loadThreads(); i++) {
            senders.add(new Sender(group.next()));
        }
    }

    /** Connects, sends, measures. */
    LoadResult run() throws InterruptedException {
        final CpuWindow cpu = target.cpu();
        for (int i = 0; i < target.clients(); i++) {
            connect(senders.get(i % senders.size()));
            TimeUnit.NANOSECONDS.sleep(SECOND_NS / target.joinsPerSecond(plan));
        }
        final long afterNs = System.nanoTime() + BEGIN_AFTER_NS;
        final long beginNs = afterNs - Math.floorMod(afterNs, periodNs) + (periodNs - spreadNs) / 2;
        for (int i = 0; i < senders.size(); i++) {
            senders.get(i).begin(beginNs, i);
        }
        TimeUnit.SECONDS.sleep(plan.warmupSeconds());
        senders.forEach(sender -> sender.tally.measure(true));
        cpu.begin(views());
        TimeUnit.SECONDS.sleep(plan.seconds());
        cpu.end(views());
        playing = false;
        TimeUnit.MILLISECONDS.sleep(REST_MS);
        return result(cpu);
    }

    private void connect(final Sender sender) throws InterruptedException {
        final ChannelFuture connected = new Bootstrap()
                .group(sender.loop)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(final Channel channel) {
                        final FloorClient client = new FloorClient(channel, sender.tally, inputBytes);
                        channel.pipeline()
                                .addLast(new FixedLengthFrameDecoder(answerBytes))
                                .addLast(client);
                    }
                })
                .connect(address)
                .sync();
        final FloorClient client = connected.channel().pipeline().get(FloorClient.class);
        sender.clients.add(client);
        clients.add(client);
    }

    private long views() {
        return clients.stream().mapToLong(FloorClient::views).sum();
    }

    private LoadResult result(final CpuWindow cpu) {
        final FloorTally total = new FloorTally();
        final List<String> unanswered = new ArrayList<>();
        for (final Sender sender : senders) {
            // One loop after the other, each on its own thread: no two touch the total at once.
            CompletableFuture.runAsync(
                            () -> {
                                sender.tally.measure(false);
                                total.add(sender.tally);
                                sender.clients.stream()
                                        .filter(client -> !client.isAnswered())
                                        .forEach(client -> unanswered.add("inputs without an answer"));
                            },
                            sender.loop)
                    .join();
        }
        final List<String> problems = new ArrayList<>(unanswered);
        clients.stream()
                .map(FloorClient::problem)
                .filter(text -> !text.isEmpty())
                .forEach(problems::add);
        return new LoadResult(
                cpu.window(),
                new LoadResult.Traffic(
                        answerBytes,
                        inputBytes,
                        clients.stream().mapToLong(FloorClient::inputs).sum(),
                        0),
                total.latencies(),
                problems.size(),
                problems.stream().distinct().toList());
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }

    /** Sends for all clients of a loop, in the order in which they are due. */
    private final class Sender implements Runnable {
        private final EventLoop loop;
        private final FloorTally tally = new FloorTally();
        private final List<FloorClient> clients = new ArrayList<>();
        private long roundBeganNs;
        private long offsetNs;
        private int next;

        Sender(final EventLoop loop) {
            this.loop = loop;
        }

        void begin(final long beginNs, final int number) {
            loop.execute(() -> {
                roundBeganNs = beginNs;
                offsetNs = spreadNs * number / target.clients();
                run();
            });
        }

        private long nextDueNs() {
            return roundBeganNs + offsetNs + spreadNs * next / clients.size();
        }

        @Override
        public void run() {
            if (!playing || clients.isEmpty()) {
                return;
            }
            // No more than one frame's inputs in a go: a load that is behind must still come to its answers.
            for (int i = 0; i < clients.size() && nextDueNs() <= System.nanoTime(); i++) {
                clients.get(next).send(nextDueNs());
                next++;
                if (next == clients.size()) {
                    next = 0;
                    roundBeganNs += periodNs;
                }
            }
            final long waitNs = Math.max(0, nextDueNs() - System.nanoTime());
            loop.schedule(this, waitNs, TimeUnit.NANOSECONDS).addListener(done -> {
                if (!done.isSuccess() && !done.isCancelled()) {
                    throw new IllegalStateException("the load's sender failed", done.cause());
                }
            });
        }
    }
}
