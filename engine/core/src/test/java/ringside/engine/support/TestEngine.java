package ringside.engine.support;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.Event;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.layout.State;

/** Logic alone: events go in by hand and are kept, what comes out is kept. */
public final class TestEngine {
    /** 8 matches, 4 tokens, seats held for 5 frames, inputs 2 frames late merge, missing ones repeat for 3. */
    public static final LogicSettings SETTINGS = new LogicSettings(60, 8, 4, 5, 2, 3, 12, 600);

    public final Brawl game;
    public final GameType type;
    public final Events events;
    public final EngineMemory memory;
    public final FrameLoop loop;
    public final RecordingOutput output = new RecordingOutput();
    public final List<byte[]> journal = new ArrayList<>();

    private final Event event = new Event();

    public TestEngine() {
        this(SETTINGS);
    }

    public TestEngine(final LogicSettings settings) {
        this(settings, new Brawl());
    }

    public TestEngine(final LogicSettings settings, final Brawl game) {
        this.game = game;
        type = new GameType(game);
        events = new Events(game, type);
        memory = new EngineMemory(settings, GameTypes.of(type), 4);
        loop = new FrameLoop(memory, output, -1);
    }

    /** An engine that begins with a copy of another's memory, as from a checkpoint. Nothing else is shared. */
    private TestEngine(final TestEngine from) {
        game = new Brawl();
        type = new GameType(game);
        events = new Events(game, type);
        memory = new EngineMemory(from.memory.settings(), GameTypes.of(type), 8);
        memory.restoreEngine(copy(from.memory.state()), 0);
        for (final MatchSlot slot : from.memory.matches()) {
            memory.restoreMatch(slot.id(), type, copy(slot.state()), 0, from.loop.position());
        }
        loop = new FrameLoop(memory, output, from.loop.position());
    }

    private static UnsafeBuffer copy(final State state) {
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[state.layout().blockBytes()]);
        copy.putBytes(0, state.block(), 0, copy.capacity());
        return copy;
    }

    public TestEngine restored() {
        return new TestEngine(this);
    }

    /** Gives the event the next position, keeps its bytes and applies it. */
    public TestEngine apply(final Event next) {
        final byte[] bytes = new byte[next.lengthBytes()];
        next.buffer().getBytes(0, bytes);
        journal.add(bytes);
        return apply(bytes);
    }

    /** Applies an event as it stands in a journal. */
    public TestEngine apply(final byte[] bytes) {
        event.wrap(new UnsafeBuffer(bytes), 0, bytes.length);
        event.position(loop.position() + 1);
        loop.apply(event);
        return this;
    }

    public TestEngine applyAll(final List<byte[]> events) {
        events.forEach(this::apply);
        return this;
    }

    public TestEngine frames(final int count) {
        for (int i = 0; i < count; i++) {
            apply(events.frame());
        }
        return this;
    }

    /** A new engine to which the same events were applied. */
    public TestEngine replayed() {
        return new TestEngine(memory.settings()).applyAll(journal);
    }

    /** Takes a seat without a token and gives the player's number. */
    public int join(final int match, final long connection) {
        apply(events.join(match, connection));
        return output.takeAnswer().player();
    }

    public MatchSlot slot(final int match) {
        final MatchSlot slot = memory.find(match);
        if (slot == null) {
            throw new AssertionError("no match " + match);
        }
        return slot;
    }

    public State state(final int match) {
        return slot(match).state();
    }

    /** The row of the player on that seat. */
    public int row(final int match, final int seat) {
        return state(match).rowAt(game.players, seat);
    }

    public boolean isRunning(final int match) {
        return !new ringside.engine.logic.MatchSnapshot(type)
                .wrap(state(match).block(), 0)
                .isOver();
    }
}
