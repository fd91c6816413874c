package ringside.perf.shipping;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.EventConsumer;
import ringside.engine.event.EventType;
import ringside.engine.logic.MatchSlot;
import ringside.engine.ring.AnswerQueue;
import ringside.engine.ring.EngineGraph;
import ringside.engine.ring.EngineParts;
import ringside.engine.ring.LiveListener;
import ringside.engine.ring.LiveOutput;
import ringside.engine.ring.ThreadEnd;
import ringside.engine.ring.ThreadPinning;
import ringside.io.replication.ReplicationPort;
import ringside.journal.DataDirectory;
import ringside.journal.Journal;
import ringside.journal.JournalConfig;
import ringside.journal.ServerId;
import ringside.journal.StoreConfig;
import ringside.layout.State;
import ringside.perf.ProcessCpu;
import ringside.perf.RunFailedException;
import ringside.perf.pipeline.PipelineSettings;
import ringside.replay.EngineRecording;
import ringside.replay.standby.Epoch;
import ringside.replay.standby.ReplicationBounds;
import ringside.replay.standby.Secret;
import ringside.replay.standby.ShippedEngine;
import ringside.replay.standby.ShippedJournal;
import ringside.replay.standby.Shipping;

/**
 * A ring, the production journal and trivial logic at a steady rate, with somebody who follows or without: how much CPU this process
 * took. The one who follows is another process.
 */
final class ShippingRound {
    private static final int MAX_RECORD_BYTES = 1 << 20;
    private static final int ANSWER_BYTES = 1 << 10;
    private static final int CLAIM_EVENTS = 16;
    private static final int PAYLOAD_BYTES = 24;
    private static final int SLOT_BYTES = 64;
    private static final long PACE_NS = 1_000_000;
    /** As a server does it at level mapped. */
    private static final long SHIPPING_REST_NS = 2_000_000;

    private static final int PATIENCE_S = 60;

    private final PipelineSettings settings;
    private final int rate;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * What a round came to.
     *
     * @param cpuNs of this process, from the first event offered to the last one applied
     * @param shippedBehind events that were not acknowledged when the last one was applied; 0 without anybody who follows
     */
    record Result(long events, long elapsedNs, long cpuNs, long shippedBehind) {
        double eventsPerSecond() {
            return events * 1e9 / elapsedNs;
        }

        double cpuNsPerEvent() {
            return (double) cpuNs / events;
        }
    }

    ShippingRound(final PipelineSettings settings, final int rate) {
        this.settings = settings;
        this.rate = rate;
    }

    Result run(final Path directory, final boolean isFollowed) throws IOException, InterruptedException {
        final StoreConfig store = StoreConfig.DEFAULT
                .withSizes(settings.fileBytes(), MAX_RECORD_BYTES, settings.fileBytes())
                .withRollEveryMs(0);
        final SplittableRandom random = new SplittableRandom();
        try (DataDirectory data = DataDirectory.open(directory, random::nextLong);
                Journal journal = Journal.open(
                        data,
                        0,
                        "{}",
                        JournalConfig.DEFAULT.withStore(store),
                        new Journal.Edges(System::currentTimeMillis, System::nanoTime, random::nextLong))) {
            while (journal.storeAgent().doWork() > 0) {
                Thread.onSpinWait();
            }
            try (AgentRunner ahead = runner(journal.storeAgent(), 1);
                    Followed followed = isFollowed ? new Followed(data, journal) : null) {
                AgentRunner.startOnThread(ahead, ShippingRound::daemon);
                return measure(journal, followed);
            }
        } catch (final IOException | InterruptedException e) {
            throw e;
        } catch (final Exception e) {
            throw new RunFailedException("a round failed: " + e.getMessage(), e);
        }
    }

    private AgentRunner runner(final Agent agent, final int restMs) {
        return new AgentRunner(new SleepingMillisIdleStrategy(restMs), failure::set, null, agent);
    }

    private static Thread daemon(final Runnable work) {
        final Thread thread = new Thread(work, "perf-shipping");
        thread.setDaemon(true);
        return thread;
    }

    private Result measure(final Journal journal, final @Nullable Followed followed) throws InterruptedException {
        final long events = settings.eventsPerRound();
        final Applied applied = new Applied();
        try (EngineGraph graph = new EngineGraph(
                settings.graph(),
                new EngineParts(
                        0, journal.writer(), applied, new LiveOutput(1, 1, new AnswerQueue(ANSWER_BYTES), new Deaf())),
                (stage, position, event, cause) -> failure.set(cause),
                ShippingRound::daemon,
                ThreadPinning.NONE)) {
            if (followed != null) {
                followed.awaitFollower();
            }
            final long startCpuNs = ProcessCpu.ns();
            final long startNs = System.nanoTime();
            final Thread first = daemon(() -> offer(graph, 0, events / 2, startNs));
            final Thread second = daemon(() -> offer(graph, 1, events / 2, startNs));
            first.start();
            second.start();
            while (applied.count < events) {
                throwIfFailed();
                LockSupport.parkNanos(PACE_NS);
            }
            final long elapsedNs = System.nanoTime() - startNs;
            final long cpuNs = ProcessCpu.ns() - startCpuNs;
            return new Result(events, elapsedNs, cpuNs, followed == null ? 0 : followed.behind(journal));
        }
    }

    private void throwIfFailed() {
        final Throwable cause = failure.get();
        if (cause != null) {
            throw new RunFailedException("the engine stopped: " + cause, cause);
        }
    }

    /** Half of the rate: what is due every millisecond, in claims; what finds no room is offered until it does. */
    private void offer(final EngineGraph graph, final int producer, final long events, final long startNs) {
        final Event[] claim = new Event[CLAIM_EVENTS];
        for (int i = 0; i < CLAIM_EVENTS; i++) {
            claim[i] = event(producer);
        }
        long offered = 0;
        while (offered < events && failure.get() == null) {
            final long due = Math.min(events, (System.nanoTime() - startNs) * (rate / 2) / 1_000_000_000L);
            while (offered < due) {
                final int count = (int) Math.min(CLAIM_EVENTS, due - offered);
                if (graph.offerAll(claim, count)) {
                    offered += count;
                } else {
                    LockSupport.parkNanos(1);
                }
            }
            LockSupport.parkNanos(PACE_NS);
        }
    }

    private static Event event(final int producer) {
        final Event event = new Event().wrap(new UnsafeBuffer(ByteBuffer.allocateDirect(SLOT_BYTES)), 0, SLOT_BYTES);
        event.begin(EventType.INPUT, 1, producer + 1, PAYLOAD_BYTES);
        return event;
    }

    /** Somebody who follows, and the thread that ships to it. */
    private final class Followed implements AutoCloseable, ShippedJournal.Server {
        private final DataDirectory data;
        private final ReplicationPort port = new ReplicationPort();
        private final Shipping shipping;
        private final AtomicBoolean isOver = new AtomicBoolean();
        private final Thread thread;
        private final Process receiver;

        Followed(final DataDirectory data, final Journal journal) throws IOException {
            this.data = data;
            final ShippedEngine engine = new ShippedJournal(
                    EngineRecording.of(data, 0), journal.writer(), journal.safePosition(), null, this);
            final SplittableRandom random = new SplittableRandom();
            shipping = new Shipping(
                    ReplicationBounds.DEFAULT,
                    Secret.NONE,
                    () -> {
                        final byte[] nonce = new byte[Secret.BYTES];
                        random.nextBytes(nonce);
                        return nonce;
                    },
                    number -> number == 0 ? engine : null,
                    line -> {});
            final int number =
                    port.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null, shipping::accept);
            thread = daemon(this::ship);
            thread.start();
            receiver = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                            DiscardingReceiver.class.getName(),
                            String.valueOf(number),
                            String.valueOf(data.serverId().high()),
                            String.valueOf(data.serverId().low()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }

        private void ship() {
            try {
                while (!isOver.get()) {
                    shipping.doWork(System.nanoTime());
                    if (!shipping.isHurried()) {
                        LockSupport.parkNanos(SHIPPING_REST_NS);
                    }
                }
            } catch (final RuntimeException | Error e) {
                failure.set(e);
            }
        }

        void awaitFollower() throws InterruptedException {
            final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
            while (shipping.standbys().isEmpty()) {
                if (System.nanoTime() - endNs > 0 || !receiver.isAlive()) {
                    throw new RunFailedException("nobody followed");
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
            TimeUnit.SECONDS.sleep(1);
        }

        long behind(final Journal journal) {
            final List<Shipping.Follows> all = shipping.standbys();
            if (all.isEmpty()) {
                throw new RunFailedException(
                        "the one who followed was dropped: " + shipping.ends().all());
            }
            return journal.writer().appendedPosition() - all.get(0).position();
        }

        @Override
        public ServerId serverId() {
            return data.serverId();
        }

        @Override
        public int engines() {
            return 1;
        }

        @Override
        public int lastMatch() {
            return 1;
        }

        @Override
        public void wantCheckpoint(final int engine) {
            throw new IllegalStateException("who follows begins with the first record");
        }

        @Override
        public @Nullable State state(final int match, final int frame) {
            return null;
        }

        @Override
        public void overruled(final int engine, final Epoch by, final String said) {
            failure.set(new IllegalStateException(said));
        }

        @Override
        public void close() {
            isOver.set(true);
            ThreadEnd.await(thread);
            port.close();
            receiver.destroyForcibly();
            receiver.onExit().join();
        }
    }

    /** The least that logic does. */
    private static final class Applied implements EventConsumer {
        private long applied;
        private volatile long count;

        @Override
        public void apply(final Event event) {
            applied++;
            count = applied;
        }
    }

    /** Trivial logic has no frames, so nobody is ever told anything. */
    private static final class Deaf implements LiveListener {
        @Override
        public void frameDone(final int tick, final long position, final long dueNs) {}

        @Override
        public void created(final MatchSlot match) {}

        @Override
        public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {}
    }
}
