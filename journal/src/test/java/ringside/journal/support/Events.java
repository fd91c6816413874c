package ringside.journal.support;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.journal.JournalWriter;

/** Makes events to append: what an event holds follows from its position, so that any reader can be checked. */
public final class Events {
    private static final int ROOM_BYTES = 4_096;

    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[ROOM_BYTES]), 0, ROOM_BYTES);
    private final List<String> written = new ArrayList<>();

    /** The event of that number, 24 to about 280 bytes long. */
    public Event event(final long number) {
        final SplittableRandom random = new SplittableRandom(number * 31 + 7);
        final EventType type = EventType.of(1 + random.nextInt(10));
        final int payloadBytes = random.nextInt(8) == 0 ? random.nextInt(256) : 24;
        event.wrap(event.buffer(), 0, ROOM_BYTES);
        event.begin(type, random.nextInt(50), random.nextInt(1_000), payloadBytes);
        event.inputSeq((int) number).targetFrame((int) (number / 10));
        for (int i = 0; i < payloadBytes; i++) {
            event.buffer().putByte(Event.HEADER_BYTES + i, (byte) (1 + random.nextInt(255)));
        }
        return event;
    }

    /** Appends so many events as one batch. */
    public void append(final JournalWriter writer, final int count) {
        for (int i = 0; i < count; i++) {
            final Event next = event(writer.appendedPosition() + 1 + i);
            writer.add(next);
            written.add(Recorder.text(next));
        }
        writer.commit();
    }

    /** Appends batches of 1 to 20 events until at least so many were appended. */
    public void appendBatches(final JournalWriter writer, final int atLeast, final SplittableRandom random) {
        final long end = writer.appendedPosition() + atLeast;
        while (writer.appendedPosition() < end) {
            append(writer, 1 + random.nextInt(20));
        }
    }

    /** The texts of the first events of a journal in which every event is that of its position. */
    public static List<String> expected(final long from, final long toExclusive) {
        final Events events = new Events();
        final List<String> texts = new ArrayList<>();
        for (long position = from; position < toExclusive; position++) {
            final Event event = events.event(position);
            event.position(position);
            texts.add(Recorder.text(event));
        }
        return texts;
    }

    /** What was appended by this, in order. */
    public List<String> written() {
        return written;
    }
}
