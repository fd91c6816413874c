package ringside.testkit;

import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.MatchSlot;

/** One engine with the match under test in it, fed on the calling thread. */
final class Run {
    /** The number of the match under test. */
    static final int MATCH = 1;

    /** Snapshots kept where a run does not ask for another number. */
    static final int SNAPSHOTS = 4;

    private final GameType type;
    private final FrameLoop loop;
    private @Nullable MatchSlot slot;

    /** An engine without matches. */
    Run(final GameType type, final RunSettings settings, final LogicOutput output, final int snapshots) {
        this.type = type;
        this.loop = new FrameLoop(new EngineMemory(settings.logic(), GameTypes.of(type), snapshots), output, -1);
    }

    /** An engine that goes on from a copy of another's memory. */
    Run(final GameType type, final RunSettings settings, final LogicOutput output, final EngineCopy from) {
        this.type = type;
        final EngineMemory memory = new EngineMemory(settings.logic(), GameTypes.of(type), SNAPSHOTS);
        from.restoreInto(memory, type);
        this.loop = new FrameLoop(memory, output, from.position());
    }

    void apply(final Event event) {
        event.position(loop.position() + 1);
        loop.apply(event);
    }

    GameType type() {
        return type;
    }

    long position() {
        return loop.position();
    }

    EngineMemory memory() {
        return loop.memory();
    }

    /** The match under test; one that is over and forgotten stands as it was. */
    MatchSlot slot() {
        final MatchSlot found = memory().find(MATCH);
        slot = found == null ? slot : found;
        if (slot == null) {
            throw new IllegalStateException("the engine holds no match " + MATCH);
        }
        return slot;
    }
}
