package ringside.engine.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.support.MemoryJournal;
import ringside.engine.support.Seed;

/** Ring and stages on one thread: nothing in them knows of any. */
@Timeout(60)
class StagesTest {
    private static final int MOST = 16;

    private final EventRing ring = new EventRing(new RingSettings(64, 256, MOST));
    private final MemoryJournal journal = new MemoryJournal();
    private final List<String> stops = new ArrayList<>();
    private final FailStop failStop =
            new FailStop((stage, position, event, cause) -> stops.add(stage + " " + position + " " + event));
    private final RingReader appended = RingReader.of(ring, 0);
    private final RingReader applied = appended.behind().hold();
    private final Stage append = new JournalStage(appended, journal, new HashQueue(2), failStop, MOST, null);
    private final List<Integer> seen = new ArrayList<>();
    private final Stage apply = new ApplyStage(
            ApplyStage.LOGIC,
            applied,
            event -> {
                assertEquals(seen.size(), event.position());
                assertEquals(1_000 + event.inputSeq(), event.receivedNs());
                seen.add(event.inputSeq());
            },
            failStop,
            MOST,
            null);

    private static Event event(final int number, final int payloadBytes) {
        final Event event = new Event().wrap(new UnsafeBuffer(new byte[256]), 0, 256);
        event.begin(EventType.INPUT, 1, 1, payloadBytes).inputSeq(number);
        for (int i = 0; i < payloadBytes; i++) {
            event.buffer().putByte(Event.HEADER_BYTES + i, (byte) (number + i));
        }
        event.receivedNs(1_000 + number);
        return event;
    }

    private static Event[] events(final int first, final int count, final int payloadBytes) {
        final Event[] events = new Event[count];
        for (int i = 0; i < count; i++) {
            events[i] = event(first + i, payloadBytes);
        }
        return events;
    }

    @Test
    void a_turn_appends_one_record_of_whole_claims_and_what_is_behind_applies_no_more() {
        assertTrue(ring.offerAll(events(0, 10, 8), 10));
        assertTrue(ring.offerAll(events(10, 10, 8), 10));
        assertTrue(ring.offer(event(20, 8)));
        assertEquals(0, apply.doWork(), "nothing is in the journal");
        assertEquals(10, append.doWork(), "two claims are more than a record");
        assertEquals(9, journal.appendedPosition());
        assertEquals(10, apply.doWork());
        assertEquals(0, apply.doWork());
        assertEquals(11, append.doWork());
        assertEquals(0, append.doWork());
        assertEquals(11, apply.doWork());
        assertEquals(21, seen.size());
        assertEquals(2, journal.batches().size());
        assertEquals(64 * EventRing.BLOCK_BYTES, ring.freeBytes());
    }

    @Test
    void any_mixture_of_lengths_and_claims_comes_out_as_it_went_in() {
        final SplittableRandom random = Seed.random("StagesTest");
        final List<byte[]> offered = new ArrayList<>();
        for (int turn = 0; turn < 20_000; turn++) {
            final int count = 1 + random.nextInt(MOST);
            final Event[] events = new Event[count];
            for (int i = 0; i < count; i++) {
                events[i] = event(offered.size() + i, random.nextInt(256 - Event.HEADER_BYTES + 1));
            }
            offer(events, offered);
            if (random.nextInt(3) == 0) {
                append.doWork();
            }
            if (random.nextInt(3) == 0) {
                apply.doWork();
            }
        }
        while (append.doWork() + apply.doWork() > 0) {
            assertEquals(List.of(), stops);
        }
        assertEquals(offered.size(), seen.size());
        final List<byte[]> kept = journal.events();
        for (int i = 0; i < offered.size(); i++) {
            assertEquals(i, seen.get(i));
            assertArrayEquals(offered.get(i), kept.get(i), "event " + i);
        }
        assertTrue(offered.size() > 10_000, offered.size() + " events");
    }

    private void offer(final Event[] events, final List<byte[]> offered) {
        final long free = ring.freeBytes();
        int bytes = 0;
        for (final Event event : events) {
            bytes += event.lengthBytes();
        }
        final boolean taken;
        try {
            taken = events.length == 1 ? ring.offer(events[0]) : ring.offerAll(events, events.length);
        } catch (final IllegalArgumentException tooLarge) {
            assertTrue(EventRing.claimBytes(bytes, events.length) > 64 * EventRing.BLOCK_BYTES / 2);
            return;
        }
        assertEquals(EventRing.claimBytes(bytes, events.length) <= free, taken);
        for (int i = 0; taken && i < events.length; i++) {
            final byte[] copy = new byte[events[i].lengthBytes()];
            events[i].buffer().getBytes(0, copy);
            offered.add(copy);
        }
    }

    @Test
    void a_commit_that_fails_is_told_with_the_last_event_of_its_batch() {
        assertTrue(ring.offerAll(events(0, 5, 24), 5));
        assertTrue(ring.offerAll(events(5, 5, 24), 5));
        journal.commitFails = position -> true;
        assertThrows(EngineStoppedException.class, append::doWork);
        assertEquals(1, stops.size());
        assertTrue(stops.get(0).startsWith("journal 9 INPUT"), stops.toString());
        assertTrue(stops.get(0).contains("inputSeq 9"), stops.toString());
        assertEquals(0, apply.doWork(), "nothing is released");
        assertTrue(failStop.isRefusing());
    }

    @Test
    void a_journal_that_counts_otherwise_stops_the_engine() {
        final Stage counting =
                new JournalStage(RingReader.of(ring, 3), journal, new HashQueue(2), failStop, MOST, null);
        assertTrue(ring.offer(event(0, 8)));
        assertThrows(EngineStoppedException.class, counting::doWork);
        assertTrue(stops.get(0).startsWith("journal -1"), stops.toString());
    }

    @Test
    void a_claim_that_would_take_more_than_half_of_the_ring_is_refused_by_name() {
        final IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> ring.offerAll(events(0, 16, 224), 16));
        assertTrue(e.getMessage().contains("2048"), e.getMessage());
        assertTrue(ring.offerAll(events(0, 1, 8), 1));
        assertEquals(1, append.doWork(), "the ring goes on");
    }
}
