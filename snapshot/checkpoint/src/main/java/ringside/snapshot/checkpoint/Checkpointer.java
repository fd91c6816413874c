package ringside.snapshot.checkpoint;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import ringside.engine.logic.EngineMemory;

/**
 * Takes checkpoints without holding logic up: logic only notes its memory at a frame's end, at a {@linkplain CheckpointPace pace},
 * or when somebody asks; a duty cycle elsewhere copies and writes it. When the disk is slower than that, checkpoints are
 * left out, never queued. When logic is faster than the copying, the next frame is tried, and after some tries logic itself
 * copies, which holds it up once.
 */
public final class Checkpointer {
    /** Copies that logic may overtake in a row before it makes one itself. */
    static final int MOST_OVERTAKEN = 5;

    private final CheckpointStore store;
    private final CheckpointPace pace;
    private final Consumer<CheckpointInfo> written;
    private final Consumer<CheckpointException> failed;
    private final CheckpointImage image;
    private final AtomicBoolean captured = new AtomicBoolean();
    private volatile boolean wanted;
    private int lastTick;
    private long lastPosition;

    /** Handed over with {@link #captured}. */
    private int overtaken;

    private boolean hasMatchEnded;

    /**
     * A checkpointer that has taken none.
     *
     * @param identityJson what the epoch says of the engine
     * @param pace when the next one is due
     * @param written told of each checkpoint, on the writing thread
     * @param failed told of each one that could not be written; the engine goes on, its recovery takes longer
     */
    public Checkpointer(
            final CheckpointStore store,
            final String identityJson,
            final CheckpointPace pace,
            final Consumer<CheckpointInfo> written,
            final Consumer<CheckpointException> failed) {
        this.store = store;
        this.image = new CheckpointImage(identityJson);
        this.pace = pace;
        this.written = written;
        this.failed = failed;
    }

    /** Logic thread, right after a FRAME: notes the memory when it is time and the last copy has been written. */
    public void frameDone(final EngineMemory memory, final long position) {
        final int ticks = memory.state().tick() - lastTick;
        if ((wanted || pace.isDue(ticks, position - lastPosition, hasMatchEnded)) && !captured.get()) {
            lastTick = memory.state().tick();
            lastPosition = position;
            wanted = false;
            hasMatchEnded = false;
            image.capture(memory, position, overtaken >= MOST_OVERTAKEN);
            captured.set(true);
        }
    }

    /** Logic thread: a match came to its end, and what it came to shall not have to be computed again. */
    public void matchEnded() {
        hasMatchEnded = true;
    }

    /** Any thread: the next FRAME's end is to be kept, whenever the last one was. */
    public void want() {
        wanted = true;
    }

    /** Any thread: nothing is noted that has not been written. */
    public boolean isIdle() {
        return !captured.get();
    }

    /**
     * Says where recovery began and ended. The first interval begins at its end; the events that it replayed count, so that a server
     * which dies again soon does not have more and more of them to replay.
     *
     * @param tick of the engine, after recovery
     * @param position of the checkpoint that it began with; of the newest record where it replayed nothing
     */
    public void startAt(final int tick, final long position) {
        lastTick = tick;
        lastPosition = position;
    }

    /** Writing thread: copies and writes what was noted. Returns the work done. */
    public int doWork() {
        if (!captured.get()) {
            return 0;
        }
        try {
            if (image.gather()) {
                overtaken = 0;
                written.accept(store.write(image));
            } else {
                overtaken++;
                wanted = true;
            }
        } catch (final CheckpointException e) {
            failed.accept(e);
        } finally {
            captured.set(false);
        }
        return 1;
    }
}
