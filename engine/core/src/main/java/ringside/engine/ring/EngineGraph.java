package ringside.engine.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.EventAppender;
import ringside.engine.event.EventConsumer;
import ringside.engine.event.EventPort;
import ringside.latency.LatencyStage;

/**
 * The live engine: a ring of events, the journal behind it, and logic behind the journal.
 *
 * <pre>
 * many threads -> ring -> journal (one record a batch) -> logic (apply, one by one)
 *                                                      -> shipper, if there is one
 * </pre>
 *
 * The journal stage never releases an event before its record is appended, so what logic applies is always in the journal. A
 * stage that throws stops the engine: no event is skipped, offers are refused from then on. Offering never waits.
 */
public final class EngineGraph implements EventPort, AutoCloseable {
    private static final long CLOSE_PARK_NS = 50_000;

    private final EventRing ring;
    private final EventAppender journal;
    private final HashQueue hashes;
    private final FailStop failStop;
    private final List<RingReader> last = new ArrayList<>();
    private final List<StageThread> threads = new ArrayList<>();
    private final Thread logicThread;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Engine 0 in the graph that suits this machine, pinned nowhere. */
    public EngineGraph(
            final RingSettings ring,
            final EventAppender journal,
            final EventConsumer logic,
            final LiveOutput output,
            final EngineStopped onStop,
            final ThreadFactory factory) {
        this(
                GraphSettings.forCores(Runtime.getRuntime().availableProcessors())
                        .withRing(ring),
                new EngineParts(0, journal, logic, output),
                onStop,
                factory,
                ThreadPinning.NONE);
    }

    /** Wires and starts the graph. */
    public EngineGraph(
            final GraphSettings settings,
            final EngineParts parts,
            final EngineStopped onStop,
            final ThreadFactory factory,
            final ThreadPinning pinning) {
        ring = new EventRing(settings.ring());
        journal = parts.journal();
        hashes = parts.output().hashes();
        failStop = new FailStop(onStop);
        logicThread = wire(settings, parts, new StageThreads(parts.engine(), settings, factory, pinning));
        threads.forEach(StageThread::start);
    }

    /** Both graphs: which thread turns which stages and in which order. Returns the thread of logic. */
    private Thread wire(final GraphSettings settings, final EngineParts parts, final StageThreads make) {
        final int most = settings.ring().maxBatchEvents();
        final RingReader appended = RingReader.of(ring, journal.appendedPosition() + 1);
        final RingReader applied = last(appended.behind());
        final EngineTimes times = parts.times();
        final Stage append = new JournalStage(
                appended, journal, hashes, failStop, most, times == null ? null : new JournalTimes(times));
        final Stage apply = new ApplyStage(
                ApplyStage.LOGIC,
                applied,
                times == null ? parts.logic() : new FrameTimes(parts.logic(), times, applied.firstPosition()),
                failStop,
                most,
                times == null ? null : new BatchTimes(times.recorders().of(LatencyStage.APPLIED), times.clock()));

        final @Nullable EventConsumer shipper = parts.shipper();
        if (shipper != null) {
            final RingReader shipped = last(appended.behind());
            threads.add(make.unpinned(
                    ApplyStage.SHIPPER, new ApplyStage(ApplyStage.SHIPPER, shipped, shipper, failStop, most, null)));
        }
        return switch (settings.kind()) {
            case FUSED -> {
                final StageThread both = make.pinned(StageThreads.ENGINE, thenWake(append, threads), apply);
                threads.add(0, both);
                yield both.thread();
            }
            case SPLIT -> {
                final StageThread second = make.pinned(ApplyStage.LOGIC, apply);
                threads.add(second);
                threads.add(0, make.pinned(JournalStage.NAME, thenWake(append, threads)));
                yield second.thread();
            }
        };
    }

    /** A reader that producers and a close wait for. */
    private RingReader last(final RingReader reader) {
        last.add(reader.hold());
        return reader;
    }

    /** Those behind the journal may have gone to sleep over a pause. */
    private static Stage thenWake(final Stage append, final List<StageThread> behind) {
        final StageThread[] sleepers = behind.toArray(StageThread[]::new);
        return () -> {
            final int events = append.doWork();
            if (events > 0) {
                for (final StageThread sleeper : sleepers) {
                    sleeper.wakeIfAsleep();
                }
            }
            return events;
        };
    }

    /**
     * Copies a finished event into the ring. False when the ring is full or the engine has stopped. Throws {@link
     * IllegalArgumentException} when the event can never fit: its caller has not kept to {@link #slotBytes}.
     */
    @Override
    public boolean offer(final Event event) {
        return !failStop.isRefusing() && ring.offer(event);
    }

    /**
     * Copies several finished events into the ring with one claim: all or none, see {@link EventRing#offerAll}. False, too, when
     * the engine has stopped.
     */
    public boolean offerAll(final Event[] events, final int count) {
        return !failStop.isRefusing() && ring.offerAll(events, count);
    }

    /** The way in for the frame clock: as {@link #offer}, and a FRAME also ends the sleep of an engine that had nothing to do. */
    public EventPort framePort() {
        final StageThread first = threads.get(0);
        return event -> {
            final boolean taken = offer(event);
            if (taken) {
                first.wake();
            }
            return taken;
        };
    }

    /** Room that the ring has left. */
    public long freeBytes() {
        return ring.freeBytes();
    }

    /** The largest event that {@link #offer} takes. */
    public int slotBytes() {
        return ring.slotBytes();
    }

    /** True when everything offered so far was applied, and shipped if there is a shipper. */
    public boolean isDrained() {
        return isReleased(ring.claimed());
    }

    /** How much was offered so far: see {@link #isApplied}. */
    public long offered() {
        return ring.claimed();
    }

    /** True when everything that was {@link #offered} then was applied, whatever was offered since. */
    public boolean isApplied(final long offered) {
        return isReleased(offered);
    }

    private boolean isReleased(final long block) {
        for (int i = 0; i < last.size(); i++) {
            if (!last.get(i).hasReleased(block)) {
                return false;
            }
        }
        return true;
    }

    public boolean isStopped() {
        return failStop.isRefusing();
    }

    /** The thread that runs logic: for allocation probes. */
    public Thread logicThread() {
        return logicThread;
    }

    /**
     * Lets everything offered so far pass through all stages, then ends them. Offers are refused from the first moment; one
     * that another thread is in the middle of may still be taken and not pass. Returns, too, when a stage fails meanwhile.
     * Safe to call twice, from any thread.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        failStop.refuse();
        final long end = ring.claimed();
        while (!failStop.hasFailed() && !isReleased(end)) {
            LockSupport.parkNanos(CLOSE_PARK_NS);
        }
        threads.forEach(StageThread::end);
        if (!failStop.hasFailed()) {
            commitLastHashes();
        }
    }

    private void commitLastHashes() {
        try {
            hashes.drainTo(journal);
            journal.commit();
        } catch (final RuntimeException | Error e) {
            failStop.stop(JournalStage.NAME, EventRing.NO_POSITION, "at close", e);
        }
    }
}
