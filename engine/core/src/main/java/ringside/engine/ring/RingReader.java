package ringside.engine.ring;

import com.lmax.disruptor.Sequence;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.EventAppender;
import ringside.engine.event.EventConsumer;
import ringside.engine.event.EventType;

/**
 * One reader's place in the ring, and the batch that it has in hand. Reads what was published, or only what the reader ahead
 * of it has released. One thread at a time; allocates nothing.
 *
 * <pre>
 * take(most) -> addTo(journal) or applyTo(logic) -> release()
 * </pre>
 */
public final class RingReader {
    /** What {@link #firstReceivedNs} says when nobody sent any of the events. */
    static final long NOT_RECEIVED = Long.MIN_VALUE;

    private static final int FRAME = EventType.FRAME.code();

    private final EventRing ring;
    private final @Nullable RingReader ahead;
    private final Sequence released = new Sequence(-1);
    private final Event event = new Event();
    private long next;
    private long end;
    private long nextPosition;
    private int events;
    private long firstReceivedNs = NOT_RECEIVED;

    private RingReader(final EventRing ring, final @Nullable RingReader ahead, final long firstPosition) {
        this.ring = ring;
        this.ahead = ahead;
        nextPosition = firstPosition;
    }

    /**
     * A reader of everything that is published. Producers do not wait for it unless {@link #hold} is called.
     *
     * @param firstPosition of the first event that it will read
     */
    public static RingReader of(final EventRing ring, final long firstPosition) {
        return new RingReader(ring, null, firstPosition);
    }

    /** A reader of what this one has released. */
    public RingReader behind() {
        return new RingReader(ring, this, nextPosition);
    }

    /** Producers overwrite nothing that this reader has not released. Before the first offer. */
    public RingReader hold() {
        ring.gate(released);
        return this;
    }

    /** Takes whole claims of together at most so many events in hand, which must be as many as a claim may hold. Returns how many. */
    public int take(final int most) {
        final long limit = ahead == null ? Long.MAX_VALUE : ahead.released.get();
        int count = 0;
        long receivedNs = NOT_RECEIVED;
        long claim = next;
        while (claim <= limit && (ahead != null || ring.isPublished(claim))) {
            final long at = ring.address(claim);
            final int more = EventRing.eventCount(at);
            if (count + more > most) {
                break;
            }
            if (receivedNs == NOT_RECEIVED) {
                receivedNs = receivedNs(at, more);
            }
            count += more;
            claim += EventRing.blocks(EventRing.eventBytes(at), more);
        }
        firstReceivedNs = receivedNs;
        end = claim;
        events = count;
        return count;
    }

    /** When the first event of a claim was received. What comes from within, and what tests make, was never stamped. */
    private static long receivedNs(final long claim, final int count) {
        final long receivedNs = EventRing.receivedNs(claim, 0);
        return receivedNs == 0 || EventRing.typeAt(EventRing.firstEvent(claim, count)) == FRAME
                ? NOT_RECEIVED
                : receivedNs;
    }

    /** The position of the first event in hand. */
    public long firstPosition() {
        return nextPosition;
    }

    /** When the first event in hand that somebody sent was received, or {@link #NOT_RECEIVED}: those of the clock are not. */
    long firstReceivedNs() {
        return firstReceivedNs;
    }

    /** The position of the last event in hand. */
    long lastPosition() {
        return nextPosition + events - 1;
    }

    /** Blocks of the ring that are taken, by what is in hand among others. */
    long takenBlocks() {
        return ring.takenBlocks();
    }

    /** Adds all events in hand. Throws {@link IllegalStateException} when the journal counts otherwise. */
    public void addTo(final EventAppender journal) {
        long position = nextPosition;
        for (long claim = next; claim < end; ) {
            final long at = ring.address(claim);
            final int bytes = EventRing.eventBytes(at);
            final int count = EventRing.eventCount(at);
            final long first = EventRing.firstEvent(at, count);
            inHand(first, EventRing.NO_POSITION);
            final long given =
                    journal.addAll(ring.memory(), (int) (first - ring.memory().addressOffset()), bytes, count);
            if (given != position) {
                throw new IllegalStateException("the journal gave position " + given + " instead of " + position);
            }
            position += count;
            claim += EventRing.blocks(bytes, count);
        }
    }

    /** Has every event in hand applied, in order, with its position and stamp. */
    public void applyTo(final EventConsumer consumer) {
        foresee(consumer);
        long position = nextPosition;
        for (long claim = next; claim < end; ) {
            final long at = ring.address(claim);
            final int count = EventRing.eventCount(at);
            claim += EventRing.blocks(EventRing.eventBytes(at), count);
            long eventAt = EventRing.firstEvent(at, count);
            for (int i = 0; i < count; i++) {
                final int length = inHand(eventAt, position++);
                event.receivedNs(EventRing.receivedNs(at, i));
                consumer.apply(event);
                eventAt += length;
            }
        }
    }

    private void foresee(final EventConsumer consumer) {
        for (long claim = next; claim < end; ) {
            final long at = ring.address(claim);
            final int count = EventRing.eventCount(at);
            claim += EventRing.blocks(EventRing.eventBytes(at), count);
            long eventAt = EventRing.firstEvent(at, count);
            for (int i = 0; i < count; i++) {
                eventAt += inHand(eventAt, EventRing.NO_POSITION);
                consumer.foresee(event);
            }
        }
    }

    /** Returns the length of the event there. */
    private int inHand(final long at, final long position) {
        final int length = EventRing.lengthAt(at);
        event.buffer().wrap(at, length);
        event.position(position);
        return length;
    }

    /** The event that is being applied, or the first of the claim that is being added. For telling of a failure. */
    Event event() {
        return event;
    }

    /** The last event in hand, with its position. For telling of a failure once all of them were added. */
    Event lastEvent() {
        applyTo(each -> {});
        return event;
    }

    /** Passes the batch on to whoever is behind. */
    public void release() {
        next = end;
        nextPosition += events;
        events = 0;
        released.set(end - 1);
    }

    /** Whether everything up to that block is released. Any thread. */
    boolean hasReleased(final long block) {
        return released.get() >= block;
    }
}
