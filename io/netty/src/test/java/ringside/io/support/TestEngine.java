package ringside.io.support;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventPort;
import ringside.engine.event.EventType;
import ringside.engine.event.FramePayload;
import ringside.engine.event.OperatorPayload;
import ringside.engine.event.RulesPayload;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.engine.snapshot.SnapshotRing;
import ringside.layout.IntColumn;
import ringside.layout.RecordView;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/** An engine that applies each event at once. One thread at a time: its methods are synchronized for real sockets. */
public final class TestEngine extends HostedLogic implements EventPort {
    public static final int HZ = 60;

    public final Duel game = new Duel();
    public final GameType type = new GameType(game);
    public final List<Copy> offered = new ArrayList<>();

    /** Every event, in order. */
    private final List<UnsafeBuffer> applied = new ArrayList<>();

    private final EngineMemory memory = new EngineMemory(LogicSettings.at(HZ), GameTypes.of(type), 64);
    private final FrameLoop loop = new FrameLoop(memory, this, -1);
    private final Event own = new Event().wrap(new UnsafeBuffer(new byte[4096]), 0, 4096);
    private volatile long position = -1;
    private volatile long heldSafe = Long.MAX_VALUE;
    private volatile boolean full;

    /** What matters of an event that was offered. */
    public record Copy(EventType type, int match, int player, int sequence, int targetFrame) {}

    public TestEngine() {
        matches.host(type);
    }

    /** Begins a match. */
    public synchronized TestEngine create(final int match) {
        final UnsafeBuffer rules = new UnsafeBuffer(new byte[64]);
        new RecordView(type.layout().rules()).wrap(rules, 0).reset().set(game.maxSteps, 77);
        apply(CreatePayload.write(
                own,
                match,
                42,
                type.layout().hash(),
                rules,
                0,
                type.layout().rules().lengthBytes()));
        return this;
    }

    /** Gives a match other rules. */
    public synchronized void rules(final int match, final int maxSteps) {
        final UnsafeBuffer rules = new UnsafeBuffer(new byte[64]);
        new RecordView(type.layout().rules()).wrap(rules, 0).reset().set(game.maxSteps, maxSteps);
        apply(RulesPayload.write(
                own, match, rules, 0, type.layout().rules().lengthBytes(), OperatorPayload.of("operator", "")));
    }

    /**
     * Logic comes round and writes over the snapshot of the newest frame, with what no reader may take for its own: effects
     * with far too high numbers.
     */
    public synchronized void writeOverNewest(final int match) {
        final SnapshotRing ring = slot(match).snapshots();
        final int newest = ring.newestFrame();
        final State torn = new State(type.layout());
        torn.wrap(new UnsafeBuffer(new byte[type.layout().blockBytes()]), 0);
        type.layout().copySnapshot(ring.block(newest), 0, torn.block(), 0);
        final Table table = type.layout().table("$match");
        for (final String name : new String[] {"oldestEffect", "nextEffect"}) {
            torn.set(Rows.SINGLE, (IntColumn) table.column(name), 1_000_000);
        }
        ring.publish(newest + ring.capacity(), position, 0, 0, torn.block());
    }

    /** Applies every event again, in an engine of its own, and shows each frame of each match. */
    public synchronized void replay(final ObjIntConsumer<MatchSlot> frames) {
        final EngineMemory own = new EngineMemory(LogicSettings.at(HZ), GameTypes.of(type), 64);
        final MutedOutput output = new MutedOutput() {
            @Override
            public void hashed(final int match, final int frame, final long hash, final long at) {
                final MatchSlot slot = own.find(match);
                if (slot != null) {
                    frames.accept(slot, frame);
                }
            }
        };
        final FrameLoop again = new FrameLoop(own, output, -1);
        final Event event = new Event();
        for (int i = 0; i < applied.size(); i++) {
            event.wrap(applied.get(i), 0, applied.get(i).capacity());
            event.position(i);
            again.apply(event);
        }
    }

    /** One step of simulated time. */
    public synchronized void frame(final long dueNs) {
        FramePayload.write(own, 0, false);
        own.receivedNs(dueNs);
        apply(own);
    }

    @Override
    public synchronized boolean offer(final Event event) {
        if (full) {
            return false;
        }
        final EventType eventType = event.type();
        if (eventType == null) {
            throw new IllegalArgumentException("no event: " + event);
        }
        offered.add(new Copy(eventType, event.match(), event.player(), event.inputSeq(), event.targetFrame()));
        apply(event);
        return true;
    }

    private void apply(final Event event) {
        event.position(loop.position() + 1);
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[event.lengthBytes()]);
        copy.putBytes(0, event.buffer(), 0, event.lengthBytes());
        applied.add(copy);
        loop.apply(event);
        position = loop.position();
    }

    /** From now on the ring takes nothing, or everything again. */
    public void full(final boolean value) {
        full = value;
    }

    /** From now on nothing newer is safe. */
    public void holdSafe() {
        heldSafe = position;
    }

    public void releaseSafe() {
        heldSafe = Long.MAX_VALUE;
    }

    public long safePosition() {
        return Math.min(position, heldSafe);
    }

    /** The live state: only for single-threaded tests. */
    public State state(final int match) {
        return slot(match).state();
    }

    public MatchSlot slot(final int match) {
        final MatchSlot slot = memory.find(match);
        if (slot == null) {
            throw new AssertionError("no match " + match);
        }
        return slot;
    }

    public int xOfSeat(final int match, final int seat) {
        final State state = state(match);
        return state.get(state.rowAt(game.players, seat), game.x);
    }

    public synchronized long countOffered(final EventType eventType) {
        return offered.stream().filter(copy -> copy.type() == eventType).count();
    }
}
