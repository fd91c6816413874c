package ringside.testkit;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.GameType;
import ringside.engine.logic.MatchSlot;

/** All of an engine's memory at the end of a frame: what a checkpoint holds, without a disk. */
final class EngineCopy {
    private final UnsafeBuffer engine;
    private final List<Integer> ids = new ArrayList<>();
    private final List<UnsafeBuffer> blocks = new ArrayList<>();
    private final long position;

    EngineCopy(final Run run) {
        engine = copy(run.memory().state().block());
        for (final MatchSlot slot : run.memory().matches()) {
            ids.add(slot.id());
            blocks.add(copy(slot.state().block()));
        }
        position = run.position();
    }

    long position() {
        return position;
    }

    /** Fills memory without matches. */
    void restoreInto(final EngineMemory memory, final GameType type) {
        memory.restoreEngine(engine, 0);
        for (int i = 0; i < ids.size(); i++) {
            memory.restoreMatch(ids.get(i), type, blocks.get(i), 0, position);
        }
    }

    /** Puts the blocks back into the memory that they are a copy of, which holds the same matches still. */
    void putBackInto(final EngineMemory memory) {
        if (memory.matches().size() != blocks.size()) {
            throw new IllegalStateException(
                    "the memory holds " + memory.matches().size() + " matches, the copy " + blocks.size()
                            + ": a match was begun or forgotten in between");
        }
        memory.state().block().putBytes(0, engine, 0, engine.capacity());
        for (int i = 0; i < blocks.size(); i++) {
            final UnsafeBuffer block = blocks.get(i);
            memory.matches().get(i).state().block().putBytes(0, block, 0, block.capacity());
        }
    }

    private static UnsafeBuffer copy(final DirectBuffer block) {
        final byte[] bytes = new byte[block.capacity()];
        block.getBytes(0, bytes);
        return new UnsafeBuffer(bytes);
    }
}
