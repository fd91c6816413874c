package ringside.io.support;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventPort;
import ringside.engine.event.FramePayload;
import ringside.engine.event.OperatorPayload;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.Turns;
import ringside.engine.output.AnswerSink;
import ringside.io.session.Admission;
import ringside.io.session.Edge;
import ringside.io.session.EdgeCounters;
import ringside.io.session.EdgeFailures;
import ringside.io.session.EdgeServices;
import ringside.io.session.EdgeSettings;
import ringside.io.session.InputLatency;
import ringside.io.session.MatchDemand;
import ringside.layout.RecordView;

/**
 * An engine with a lockstep match of {@link Marbles}, numbered 1, and the edge before it: without threads, in time that the
 * test moves. Events may be offered by several threads, for tests with sockets.
 */
public final class LockstepServer extends HostedLogic implements EventPort, EdgeFailures {
    public static final int HZ = 60;
    public static final int MATCH = 1;

    public final Marbles game;
    public final GameType type;
    public final EdgeCounters counters = new EdgeCounters();
    public final Edge edge;
    public final List<String> desyncs = new CopyOnWriteArrayList<>();
    public final List<RuntimeException> failures = new CopyOnWriteArrayList<>();
    /** What every client must have computed, by frame. */
    public final Map<Integer, Long> hashes = new ConcurrentHashMap<>();

    public long nowNs = 1_000_000_000L;

    private final EngineMemory memory;
    private final FrameLoop loop;
    private final Event own = new Event().wrap(new UnsafeBuffer(new byte[4096]), 0, 4096);
    private volatile long position = -1;
    private volatile long heldSafe = Long.MAX_VALUE;

    public LockstepServer() {
        this(new Marbles());
    }

    public LockstepServer(final Marbles marbles) {
        game = marbles;
        type = new GameType(game);
        memory = new EngineMemory(LogicSettings.at(HZ), GameTypes.of(type), 64);
        loop = new FrameLoop(memory, this, -1);
        matches.host(type);
        edge = new Edge(settings(), services(), 0);
        final UnsafeBuffer rules = new UnsafeBuffer(new byte[64]);
        new RecordView(type.layout().rules()).wrap(rules, 0).reset();
        apply(CreatePayload.write(
                own,
                MATCH,
                42,
                type.layout().hash(),
                rules,
                0,
                type.layout().rules().lengthBytes()));
    }

    public EdgeSettings settings() {
        return EdgeSettings.at(5, HZ);
    }

    /** For another edge before the same engine. */
    public EdgeServices services() {
        return new EdgeServices(
                this,
                matches,
                MatchDemand.NONE,
                Admission.OPEN,
                match -> safePosition(),
                AnswerSink.NOBODY,
                new SplittableRandom(1)::nextBytes,
                counters,
                InputLatency.NOBODY,
                this);
    }

    private synchronized void apply(final Event event) {
        event.position(loop.position() + 1);
        loop.apply(event);
        position = loop.position();
    }

    @Override
    public boolean offer(final Event event) {
        apply(event);
        return true;
    }

    /** Computes a frame; nobody is told yet. */
    public synchronized void compute() {
        FramePayload.write(own, 0, false);
        own.receivedNs(nowNs);
        apply(own);
        hashes.put(slot().frame(), Turns.sharedHash(type, slot().state()));
    }

    /** Passes on what logic answered, and sends what is safe. */
    public void wake() {
        answers.drain(safePosition(), edge.inbox());
        edge.wake(nowNs);
    }

    public void frame() {
        compute();
        wake();
    }

    /** An operator ends the match. */
    public void end() {
        apply(OperatorPayload.write(own, ringside.engine.event.EventType.END, MATCH, 0, OperatorPayload.none()));
    }

    public void holdSafe() {
        heldSafe = position;
    }

    public void releaseSafe() {
        heldSafe = Long.MAX_VALUE;
    }

    public long safePosition() {
        return Math.min(position, heldSafe);
    }

    public MatchSlot slot() {
        final MatchSlot slot = memory.find(MATCH);
        if (slot == null) {
            throw new AssertionError("no match " + MATCH);
        }
        return slot;
    }

    // ---- what the edge says

    @Override
    public void failed(final long connection, final RuntimeException cause) {
        failures.add(cause);
    }

    @Override
    public void desynced(final long connection, final String difference) {
        desyncs.add(difference);
    }
}
