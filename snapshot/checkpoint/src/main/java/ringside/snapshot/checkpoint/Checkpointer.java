package ringside.snapshot.checkpoint;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.EngineMemory;

/**
 * Takes checkpoints without holding logic up: logic only copies its memory at a frame's end, every so many ticks; a duty
 * cycle elsewhere writes the copy. When the disk is slower than the interval, checkpoints are left out, never queued.
 */
public final class Checkpointer {
    private final CheckpointStore store;
    private final int intervalTicks;
    private final Consumer<CheckpointInfo> written;
    private final Consumer<CheckpointException> failed;
    private final CheckpointImage image = new CheckpointImage();
    private final AtomicBoolean captured = new AtomicBoolean();
    private volatile int lastTick;
    private @Nullable CheckpointException refused;

    /**
     * A checkpointer that has taken none.
     *
     * @param intervalTicks ticks of the engine between two checkpoints
     * @param written told of each checkpoint, on the writing thread
     * @param failed told of each one that could not be written; the engine goes on, its recovery takes longer
     */
    public Checkpointer(
            final CheckpointStore store,
            final int intervalTicks,
            final Consumer<CheckpointInfo> written,
            final Consumer<CheckpointException> failed) {
        this.store = store;
        this.intervalTicks = intervalTicks;
        this.written = written;
        this.failed = failed;
    }

    /** Logic thread, right after a FRAME: copies the memory when it is time and the last copy has been written. */
    public void frameDone(final EngineMemory memory, final long position) {
        if (memory.state().tick() - lastTick >= intervalTicks && !captured.get()) {
            lastTick = memory.state().tick();
            try {
                image.capture(memory, position);
                refused = null;
            } catch (final CheckpointException e) {
                // A match must not end because it cannot be copied; the writing thread says so.
                refused = e;
            }
            captured.set(true);
        }
    }

    /** Says at which tick the memory was recovered, so that the first interval begins there. */
    public void startAt(final int tick) {
        lastTick = tick;
    }

    /** Writing thread: writes what was captured. Returns the work done. */
    public int doWork() {
        if (!captured.get()) {
            return 0;
        }
        try {
            final CheckpointException cause = refused;
            if (cause != null) {
                throw cause;
            }
            written.accept(store.write(image));
        } catch (final CheckpointException e) {
            failed.accept(e);
        } finally {
            captured.set(false);
        }
        return 1;
    }
}
