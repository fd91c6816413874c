package ringside.perf.scale;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.agrona.DirectBuffer;
import ringside.engine.event.Event;
import ringside.engine.event.EventAppender;
import ringside.engine.event.EventConsumer;

/**
 * Tells the journal's share from logic's where one thread turns both: it stands around both and looks at the thread's
 * allocation and at the clock whenever the thread goes from the one to the other, which is twice a batch. The journal's share
 * lasts from the first event of a batch that is added to the first one that logic is shown; all else, the waiting included, is
 * logic's. Written by that thread; the totals are readable by any.
 */
final class StageMeter implements EventAppender {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final EventAppender journal;
    private boolean appending;
    private long beganNs;
    private long beganBytes;
    private volatile long journalNs;
    private volatile long journalBytes;

    StageMeter(final EventAppender journal) {
        this.journal = journal;
    }

    /** Logic, with the journal's share ending where it begins. */
    EventConsumer before(final EventConsumer logic) {
        return new EventConsumer() {
            @Override
            public void foresee(final Event event) {
                endOfAppending();
                logic.foresee(event);
            }

            @Override
            public void apply(final Event event) {
                endOfAppending();
                logic.apply(event);
            }
        };
    }

    private void beginOfAppending() {
        appending = true;
        beganBytes = threads.getCurrentThreadAllocatedBytes();
        beganNs = System.nanoTime();
    }

    private void endOfAppending() {
        if (!appending) {
            return;
        }
        appending = false;
        final long ns = journalNs + System.nanoTime() - beganNs;
        final long bytes = journalBytes + threads.getCurrentThreadAllocatedBytes() - beganBytes;
        journalNs = ns;
        journalBytes = bytes;
    }

    @Override
    public long add(final Event event) {
        if (!appending) {
            beginOfAppending();
        }
        return journal.add(event);
    }

    @Override
    public long addAll(final DirectBuffer events, final int offset, final int lengthBytes, final int count) {
        if (!appending) {
            beginOfAppending();
        }
        return journal.addAll(events, offset, lengthBytes, count);
    }

    @Override
    public void annotate(final int match, final int frame, final long hash) {
        journal.annotate(match, frame, hash);
    }

    @Override
    public void commit() {
        journal.commit();
    }

    @Override
    public long appendedPosition() {
        return journal.appendedPosition();
    }

    /** By the clock on the wall: what others did meanwhile on its processor counts. */
    long journalNs() {
        return journalNs;
    }

    long journalBytes() {
        return journalBytes;
    }
}
