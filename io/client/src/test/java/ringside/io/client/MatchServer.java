package ringside.io.client;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventPort;
import ringside.engine.event.FramePayload;
import ringside.engine.game.Game;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.logic.MutedOutput;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.AnswerSink;
import ringside.engine.ring.AnswerQueue;
import ringside.io.session.Admission;
import ringside.io.session.Edge;
import ringside.io.session.EdgeCounters;
import ringside.io.session.EdgeServices;
import ringside.io.session.EdgeSettings;
import ringside.io.session.InputLatency;
import ringside.io.session.MatchDemand;
import ringside.io.session.MatchDirectory;
import ringside.layout.RecordView;
import ringside.layout.State;

/**
 * The real engine with a match of any game, and the real edge before it, without threads; it is safe what was applied. Events
 * may be offered by several threads, for tests with sockets.
 */
public final class MatchServer extends MutedOutput implements EdgeNetwork.Server, EventPort {
    private static final int MATCH = 1;

    private final GameType type;
    private final int hz;
    private final EngineMemory memory;
    private final FrameLoop loop;
    private final MatchDirectory matches = new MatchDirectory();
    private final AnswerQueue answers = new AnswerQueue(1 << 20);
    private final Edge edge;
    private final MatchSnapshot snapshot;
    private final Event own = new Event().wrap(new UnsafeBuffer(new byte[4096]), 0, 4096);
    private volatile long position = -1;
    private Consumer<MatchSnapshot> afterFrame = match -> {};

    public MatchServer(final Game game, final int hz, final Consumer<RecordView> rules) {
        type = new GameType(game);
        this.hz = hz;
        memory = new EngineMemory(LogicSettings.at(hz), GameTypes.of(type), 64);
        loop = new FrameLoop(memory, this, -1);
        matches.host(type);
        edge = new Edge(settings(), services(), 0);
        final int rulesBytes = type.layout().rules().lengthBytes();
        final RecordView record = new RecordView(type.layout().rules())
                .wrap(new UnsafeBuffer(new byte[Math.max(1, rulesBytes)]), 0)
                .reset();
        rules.accept(record);
        offer(CreatePayload.write(own, MATCH, 42, type.layout().hash(), record.buffer(), 0, rulesBytes));
        final MatchSlot slot = memory.find(MATCH);
        if (slot == null) {
            throw new AssertionError("no match");
        }
        snapshot = new MatchSnapshot(type).wrap(slot.state().block(), 0);
    }

    EdgeSettings settings() {
        return EdgeSettings.at(5, hz);
    }

    /** For another edge before the same engine. */
    EdgeServices services() {
        return new EdgeServices(
                this,
                matches,
                MatchDemand.NONE,
                Admission.OPEN,
                match -> position,
                AnswerSink.NOBODY,
                new SplittableRandom(1)::nextBytes,
                new EdgeCounters(),
                InputLatency.NOBODY,
                (connection, cause) -> {
                    throw new AssertionError("connection " + connection + " failed", cause);
                });
    }

    AnswerQueue answers() {
        return answers;
    }

    long position() {
        return position;
    }

    /** Calls this after each frame, before anyone is shown it. */
    public void afterFrame(final Consumer<MatchSnapshot> hook) {
        afterFrame = hook;
    }

    public State state() {
        return snapshot.state();
    }

    @Override
    public synchronized boolean offer(final Event event) {
        event.position(loop.position() + 1);
        loop.apply(event);
        position = loop.position();
        return true;
    }

    @Override
    public Edge edge() {
        return edge;
    }

    @Override
    public int hz() {
        return hz;
    }

    @Override
    public int match() {
        return MATCH;
    }

    @Override
    public void frame(final long nowNs) {
        compute(nowNs);
        wake(nowNs);
    }

    /** Computes a frame; nobody is told yet. */
    synchronized void compute(final long nowNs) {
        FramePayload.write(own, 0, false);
        own.receivedNs(nowNs);
        offer(own);
        afterFrame.accept(snapshot);
    }

    @Override
    public void wake(final long nowNs) {
        answers.drain(position, edge.inbox());
        edge.wake(nowNs);
    }

    // ---- what logic says

    @Override
    public void answer(
            final AnswerKind kind,
            final long at,
            final long connection,
            final int match,
            final int player,
            final int sequence,
            final int detail) {
        answers.answer(kind, at, connection, match, player, sequence, detail);
    }

    @Override
    public void matchFailed(final int match, final int frame, final long at, final RuntimeException cause) {
        throw new AssertionError("match " + match + " failed in frame " + frame, cause);
    }

    @Override
    public void created(final MatchSlot match) {
        matches.add(match);
    }
}
