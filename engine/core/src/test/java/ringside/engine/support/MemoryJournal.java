package ringside.engine.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongPredicate;
import ringside.engine.event.Event;
import ringside.engine.event.EventAppender;

/** A journal in memory that keeps its batches, and fails or stalls where it is told to. */
public final class MemoryJournal implements EventAppender {
    /** A record: its events, and the annotations that ride in it. */
    public record Batch(long firstPosition, List<byte[]> events, List<RecordingOutput.Hash> annotations) {}

    private final List<Batch> batches = new ArrayList<>();
    private List<byte[]> openEvents = new ArrayList<>();
    private List<RecordingOutput.Hash> openAnnotations = new ArrayList<>();
    private volatile long appended = -1;

    /** Throws when an event is added at a position for which this is true. */
    public volatile LongPredicate addFails = position -> false;

    /** Throws when a batch is committed that begins at a position for which this is true. */
    public volatile LongPredicate commitFails = position -> false;

    /** Commits wait for it. */
    public volatile CountDownLatch gate = new CountDownLatch(0);

    /** Commits that have begun. */
    public volatile int commits;

    @Override
    public synchronized long add(final Event event) {
        final long position = appended + 1 + openEvents.size();
        if (addFails.test(position)) {
            throw new IllegalStateException("the journal cannot add " + position);
        }
        final byte[] bytes = new byte[event.lengthBytes()];
        event.buffer().getBytes(0, bytes);
        openEvents.add(bytes);
        event.position(position);
        return position;
    }

    @Override
    public synchronized void annotate(final int match, final int frame, final long hash) {
        openAnnotations.add(new RecordingOutput.Hash(match, frame, hash, -1));
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread commits
    public void commit() {
        commits++;
        awaitGate();
        synchronized (this) {
            final long first = appended + 1;
            if (commitFails.test(first)) {
                throw new IllegalStateException("the journal cannot commit " + first);
            }
            batches.add(new Batch(first, openEvents, openAnnotations));
            appended += openEvents.size();
            openEvents = new ArrayList<>();
            openAnnotations = new ArrayList<>();
        }
    }

    private void awaitGate() {
        try {
            gate.await();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public long appendedPosition() {
        return appended;
    }

    public synchronized List<Batch> batches() {
        return List.copyOf(batches);
    }

    public synchronized List<byte[]> events() {
        return batches.stream().flatMap(batch -> batch.events().stream()).toList();
    }

    public synchronized List<RecordingOutput.Hash> annotations() {
        return batches.stream().flatMap(batch -> batch.annotations().stream()).toList();
    }
}
