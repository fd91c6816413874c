package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.journal.JournalException.Code;
import ringside.journal.support.Events;
import ringside.journal.support.FaultyStore;
import ringside.journal.support.Recorder;

class JournalFailureTest {
    private static final ServerId SERVER = new ServerId(3, 4);

    private final MemoryRecordStore memory = new MemoryRecordStore(1 << 20, 10_000, 4_096);
    private final FaultyStore store = new FaultyStore(memory);
    private final Marks marks = Marks.inMemory(SERVER);
    private final AtomicLong clockNs = new AtomicLong();
    private final Events events = new Events();

    private JournalWriter open(final long writerId) {
        return JournalWriter.open(store, marks, new Reign(SERVER, writerId, "{}"), 0);
    }

    private SyncAgent syncAgent(final JournalWriter writer, final long intervalNs) {
        return new SyncAgent(writer, store, marks, intervalNs, clockNs::get);
    }

    @Test
    void a_failed_sync_is_final_for_the_writer_too() {
        final JournalWriter writer = open(1);
        final SyncAgent agent = syncAgent(writer, 0);
        events.append(writer, 5);
        store.failSync(true);
        final JournalException first = assertThrows(JournalException.class, agent::doWork);
        assertEquals(Code.SYNC_FAILED, first.code());
        assertEquals(-1, agent.safePosition());
        store.failSync(false);
        assertSame(first, assertThrows(JournalException.class, agent::doWork));
        assertSame(first, assertThrows(JournalException.class, () -> events.append(writer, 1)));
        assertSame(first, assertThrows(JournalException.class, writer::stopCleanly));
        assertEquals(-1, marks.synced().position());
    }

    @Test
    void a_full_store_fails_by_name_with_the_last_record_intact() {
        final MemoryRecordStore small = new MemoryRecordStore(4_096, 100, 1_024);
        final JournalWriter writer = JournalWriter.open(small, marks, new Reign(SERVER, 1, "{}"), 0);
        final JournalException full = assertThrows(JournalException.class, () -> {
            while (true) {
                events.append(writer, 2);
            }
        });
        assertEquals(Code.FULL, full.code());
        assertTrue(small.shortOfSpace());
        final long appended = writer.appendedPosition();
        assertTrue(appended > 10);
        assertSame(full, assertThrows(JournalException.class, writer::commit));
        final Recorder read = new Recorder();
        try (JournalReader reader = new JournalReader(small.read(), marks, 0)) {
            assertEquals(JournalEnd.clean(appended + 1), reader.readAll(read));
        }
        assertEquals(events.written().subList(0, (int) appended + 1), read.events());
    }

    @Test
    void any_error_of_the_store_is_named_with_its_position_and_final() {
        final JournalWriter writer = open(1);
        events.append(writer, 5);
        store.failAppend(true);
        final JournalException first = assertThrows(JournalException.class, () -> events.append(writer, 1));
        assertEquals(Code.NOT_WRITABLE, first.code());
        assertEquals(5, first.position());
        store.failAppend(false);
        assertSame(first, assertThrows(JournalException.class, () -> events.append(writer, 1)));
        assertEquals(4, writer.appendedPosition());
    }

    @Test
    void an_event_larger_than_a_record_is_refused_by_name() {
        final JournalWriter writer = open(1);
        final Event large = new Event().wrap(new UnsafeBuffer(new byte[8_192]), 0, 8_192);
        large.begin(EventType.COMMAND, 1, 1, 5_000);
        assertEquals(
                Code.TOO_LARGE,
                assertThrows(JournalException.class, () -> writer.add(large)).code());
    }

    @Test
    void syncs_cover_what_was_appended_before_them_and_keep_their_interval() {
        final JournalWriter writer = open(1);
        final SyncAgent agent = syncAgent(writer, 100);
        assertEquals(0, agent.doWork());
        events.append(writer, 5);
        assertEquals(1, agent.doWork());
        assertEquals(4, agent.safePosition());
        events.append(writer, 5);
        clockNs.set(99);
        assertEquals(0, agent.doWork());
        assertEquals(4, agent.safePosition());
        clockNs.set(100);
        assertEquals(1, agent.doWork());
        assertEquals(9, agent.safePosition());
        assertEquals(9, marks.synced().position());
    }

    @Test
    void while_the_disk_is_slow_appending_goes_on_and_one_sync_covers_all_of_it() {
        final JournalWriter writer = open(1);
        final SyncAgent agent = syncAgent(writer, 0);
        events.append(writer, 5);
        store.whileSyncing(() -> {
            for (int batch = 0; batch < 100; batch++) {
                events.append(writer, 5);
            }
            assertEquals(-1, agent.safePosition(), "the sync has not ended");
        });
        assertEquals(1, agent.doWork());
        assertEquals(4, agent.safePosition(), "what came while it ran is not covered");
        assertEquals(4, marks.synced().position());
        store.whileSyncing(() -> {});
        assertEquals(1, agent.doWork());
        assertEquals(504, agent.safePosition());
        assertEquals(0, agent.doWork());
        memory.losePower(0);
        assertEquals(505, open(2).opening().nextPosition());
    }

    @Test
    void a_loss_of_power_keeps_what_was_synced_and_counts_the_rest() {
        final JournalWriter writer = open(1);
        final SyncAgent agent = syncAgent(writer, 0);
        events.append(writer, 5);
        agent.doWork();
        events.append(writer, 3);
        events.append(writer, 4);
        memory.losePower(1);
        final JournalWriter again = open(2);
        assertEquals(JournalEnd.Kind.TAIL_LOST, again.opening().end().kind());
        assertEquals(4, again.opening().end().lostEvents());
        assertEquals(8, again.opening().nextPosition());
        assertEquals(2, again.epoch());
        memory.losePower(0);
        assertEquals(3, open(3).epoch());
    }

    @Test
    void the_epoch_rises_even_when_the_record_of_the_last_one_is_lost() {
        final JournalWriter writer = open(1);
        events.append(writer, 5);
        memory.setAside(new RecordAddress(0, 0));
        marks.synced(Mark.NONE);
        final JournalWriter again = open(2);
        assertEquals(2, again.epoch());
        assertEquals(0, again.opening().nextPosition());
        assertEquals(5, again.opening().end().lostEvents());
    }

    @Test
    void annotations_ride_with_the_next_batch_and_alone_only_when_stopping() {
        final JournalWriter writer = open(1);
        final int records = memory.records();
        writer.annotate(1, 1, 11);
        writer.commit();
        assertEquals(records, memory.records());
        events.append(writer, 1);
        assertEquals(records + 1, memory.records());
        writer.annotate(1, 2, 12);
        writer.stopCleanly();
        final Recorder read = new Recorder();
        try (JournalReader reader = new JournalReader(memory.read(), marks, 0)) {
            reader.readAll(read);
        }
        assertEquals(List.of("1/1/11", "1/2/12"), read.annotations());
        assertEquals(1, read.cleanStops());
        assertFalse(read.events().isEmpty());
    }

    @Test
    void more_annotations_than_a_record_holds_begin_a_further_one() {
        final JournalWriter writer = open(1);
        for (int frame = 0; frame < 1_000; frame++) {
            writer.annotate(1, frame, frame);
        }
        events.append(writer, 1);
        final Recorder read = new Recorder();
        try (JournalReader reader = new JournalReader(memory.read(), marks, 0)) {
            reader.readAll(read);
        }
        assertEquals(1_000, read.annotations().size());
        assertEquals("1/999/999", read.annotations().get(999));
    }
}
