package ringside.engine.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.output.AnswerKind;
import ringside.engine.support.Brawl;
import ringside.engine.support.Events;
import ringside.engine.support.MemoryJournal;
import ringside.engine.support.RecordingOutput;
import ringside.engine.support.TestEngine;

/** What every graph keeps to, whichever thread does what. */
@Timeout(60)
@ParameterizedClass
@EnumSource(GraphKind.class)
class EngineGraphTest {
    @Parameter
    private GraphKind kind;

    @Test
    void every_event_is_appended_before_it_is_applied() {
        final LiveEngine engine = new LiveEngine(kind);
        engine.frames(2000).close();
        assertEquals(List.of(), engine.appliedTooEarly);
        assertEquals(2000, engine.appliedFrames.size());
        assertEquals(1999, engine.loop.position());
        assertEquals(List.of(), engine.stops);
    }

    @Test
    void positions_are_consecutive_over_records_of_a_bounded_number_of_events() {
        final LiveEngine engine = new LiveEngine(kind);
        engine.frames(500).close();
        long next = 0;
        for (final MemoryJournal.Batch batch : engine.journal.batches()) {
            assertEquals(next, batch.firstPosition());
            assertTrue(
                    batch.events().size() <= LiveEngine.RING.maxBatchEvents(),
                    batch.events().size() + " events");
            next += batch.events().size();
        }
        assertEquals(500, next);
        for (int i = 0; i < 500; i++) {
            assertEquals(i, engine.appliedFrames.get(i));
        }
    }

    @Test
    void what_gathers_while_the_journal_is_busy_becomes_one_record() {
        final LiveEngine engine = new LiveEngine(kind);
        engine.journal.gate = new CountDownLatch(1);
        engine.frames(1);
        LiveEngine.await(() -> engine.journal.commits == 1);
        engine.frames(20);
        engine.journal.gate.countDown();
        engine.close();
        final List<Integer> sizes = engine.journal.batches().stream()
                .filter(batch -> !batch.events().isEmpty())
                .map(batch -> batch.events().size())
                .toList();
        assertEquals(List.of(1, 16, 4), sizes, "16 is the most of one record");
    }

    @Test
    void what_was_offered_is_known_to_be_applied_whatever_is_offered_since() {
        final LiveEngine engine = new LiveEngine(kind);
        engine.frames(3);
        final long offered = engine.graph.offered();
        LiveEngine.await(() -> engine.graph.isApplied(offered));
        engine.journal.gate = new CountDownLatch(1);
        engine.frames(1);
        assertTrue(engine.graph.isApplied(offered));
        assertFalse(engine.graph.isDrained());
        assertFalse(engine.graph.isApplied(engine.graph.offered()));
        engine.journal.gate.countDown();
        engine.close();
    }

    @Test
    void a_full_ring_refuses_at_once_and_loses_nothing_it_took() {
        final LiveEngine engine = new LiveEngine(kind);
        engine.journal.gate = new CountDownLatch(1);
        int taken = 0;
        while (engine.graph.offer(engine.events.frame())) {
            taken++;
        }
        assertEquals(64, taken);
        assertEquals(0, engine.graph.freeBytes());
        assertFalse(engine.graph.offer(engine.events.frame()));
        assertEquals(0, engine.appliedFrames.size(), "nothing is applied that is not in the journal");
        engine.journal.gate.countDown();
        engine.frames(10).close();
        assertEquals(74, engine.appliedFrames.size());
    }

    @Test
    void offers_return_at_once_while_logic_stalls() {
        final LiveEngine engine = new LiveEngine(kind);
        engine.logicGate = new CountDownLatch(1);
        engine.offer(engine.events.frame());
        LiveEngine.await(() -> engine.appliedFrames.size() == 1);
        // Whoever waited here for logic would wait for ever.
        int taken = 1;
        while (engine.graph.offer(engine.events.frame())) {
            taken++;
        }
        assertFalse(engine.graph.offerAll(new Event[] {engine.events.frame()}, 1));
        assertFalse(engine.graph.framePort().offer(engine.events.frame()));
        assertEquals(64, taken, "what logic has in hand is not overwritten");
        assertEquals(1, engine.appliedFrames.size());
        engine.logicGate.countDown();
        engine.close();
        assertEquals(64, engine.appliedFrames.size());
    }

    @Test
    void an_event_that_is_too_long_is_refused_by_name_and_the_ring_goes_on() {
        final LiveEngine engine = new LiveEngine(kind);
        final Event large = new Event().wrap(new UnsafeBuffer(new byte[512]), 0, 512);
        large.begin(EventType.INPUT, 1, 1, 200);
        final IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> engine.graph.offer(large));
        assertTrue(e.getMessage().contains("224 bytes"), e.getMessage());
        assertTrue(e.getMessage().contains("128"), e.getMessage());

        final Event lying = new Event().wrap(new UnsafeBuffer(new byte[64]), 0, 64);
        lying.begin(EventType.INPUT, 1, 1, 8);
        for (final int length : new int[] {0, 8, 72, 120, 65_528}) {
            lying.buffer().putShort(0, (short) length);
            assertThrows(IllegalArgumentException.class, () -> engine.graph.offer(lying), "length " + length);
        }
        assertEquals(LiveEngine.RING.ringBytes(), engine.graph.freeBytes(), "nothing was claimed");
        engine.frames(200).close();
        assertEquals(200, engine.appliedFrames.size());
    }

    @Test
    void several_events_are_taken_with_one_claim_all_of_them_or_none() {
        final LiveEngine engine = new LiveEngine(kind);
        engine.journal.gate = new CountDownLatch(1);
        final Event[] claim = new Event[16];
        for (int i = 0; i < claim.length; i++) {
            claim[i] = new Event().wrap(new UnsafeBuffer(new byte[128]), 0, 128);
            // There is no match 9: every input is refused.
            claim[i].copyFrom(engine.events.input(9, 7, i, 1, 1, false));
        }
        int claims = 0;
        while (engine.graph.offerAll(claim, 16)) {
            claims++;
        }
        final int claimBytes = EventRing.claimBytes(16 * claim[0].lengthBytes(), 16);
        assertEquals(LiveEngine.RING.ringBytes() / claimBytes, claims);
        assertEquals(
                LiveEngine.RING.ringBytes() - claims * claimBytes, engine.graph.freeBytes(), "nothing was claimed");
        assertTrue(engine.graph.offerAll(claim, 2), "fewer still fit");
        engine.journal.gate.countDown();
        engine.close();
        final List<Integer> sequences = engine.journal.events().stream()
                .map(bytes -> new Event()
                        .wrap(new UnsafeBuffer(bytes), 0, bytes.length)
                        .inputSeq())
                .toList();
        final List<Integer> expected =
                IntStream.range(0, 16 * claims + 2).mapToObj(i -> i % 16).toList();
        assertEquals(expected, sequences);
        assertEquals(16 * claims + 2, engine.drainAnswers().size());
        assertFalse(engine.graph.offerAll(claim, 1), "the engine has stopped");
    }

    @Test
    void a_claim_that_can_never_fit_is_refused_by_name_and_the_ring_goes_on() {
        final LiveEngine engine = new LiveEngine(kind);
        final Event large = new Event().wrap(new UnsafeBuffer(new byte[512]), 0, 512);
        large.begin(EventType.INPUT, 1, 1, 200);
        final Event[] lastTooLarge = {engine.events.frame(), large};
        assertThrows(IllegalArgumentException.class, () -> engine.graph.offerAll(lastTooLarge, 2));
        final Event[] tooMany = new Event[17];
        Arrays.fill(tooMany, engine.events.frame());
        for (final int count : new int[] {-1, 0, 17}) {
            assertThrows(IllegalArgumentException.class, () -> engine.graph.offerAll(tooMany, count), "count " + count);
        }
        assertEquals(LiveEngine.RING.ringBytes(), engine.graph.freeBytes(), "nothing was claimed");
        engine.frames(200).close();
        assertEquals(200, engine.appliedFrames.size());
    }

    @Test
    void the_hash_of_every_frame_reaches_the_journal_and_the_last_one_at_the_close() {
        final LiveEngine engine = new LiveEngine(kind);
        engine.offer(engine.events.create(1, 42));
        engine.offer(engine.events.create(2, 43));
        engine.offer(engine.events.join(1, 100));
        for (int i = 1; i <= 300; i++) {
            engine.offer(engine.events.input(1, 1, i, i, i % 100, i % 5 == 0)).frames(1);
        }
        engine.close();
        final TestEngine replay = new TestEngine(LiveEngine.LOGIC).applyAll(engine.journal.events());
        final List<RecordingOutput.Hash> expected = new ArrayList<>();
        for (final RecordingOutput.Hash hash : replay.output.hashes) {
            expected.add(new RecordingOutput.Hash(hash.match(), hash.frame(), hash.hash(), -1));
        }
        assertEquals(3 * 300 + 2, expected.size());
        assertEquals(expected, engine.journal.annotations());
    }

    @Test
    void a_game_that_throws_does_not_stop_the_engine() {
        final LiveEngine engine = new LiveEngine(kind);
        engine.offer(engine.events.create(1, 42, Brawl.Trap.CREATED));
        engine.offer(engine.events.create(2, 43)).frames(10).close();
        assertEquals(List.of(1), engine.failedMatches);
        assertEquals(List.of(), engine.stops);
        assertEquals(10, engine.appliedFrames.size());
    }

    @Test
    void many_producers_lose_nothing_and_each_keeps_its_order() throws InterruptedException {
        final int producers = 4;
        final int each = 10_000;
        final LiveEngine engine = new LiveEngine(kind, LiveEngine.RING.withRingSize(256), new MemoryJournal(), null);
        final List<Thread> threads = new ArrayList<>();
        for (int p = 1; p <= producers; p++) {
            final int player = p;
            final Thread thread = new Thread(() -> {
                final Events events = new Events(engine.game, engine.type);
                for (int i = 1; i <= each; i++) {
                    // There is no match 9: every input is refused, and says by that where it stands.
                    engine.offer(events.input(9, player, i, 1, 1, false));
                }
            });
            threads.add(thread);
            thread.start();
        }
        final RecordingOutput answers = new RecordingOutput();
        LiveEngine.await(() -> {
            engine.answers.drain(Long.MAX_VALUE, answers);
            return answers.answers.size() + engine.answers.dropped() == producers * each;
        });
        for (final Thread thread : threads) {
            thread.join();
        }
        engine.close();
        assertEquals(List.of(), engine.stops);
        assertEquals(0, engine.answers.dropped());
        assertEquals(producers * each, engine.journal.events().size());
        final int[] last = new int[producers + 1];
        for (int i = 0; i < answers.answers.size(); i++) {
            final RecordingOutput.Answer answer = answers.answers.get(i);
            assertEquals(i, answer.position());
            assertEquals(AnswerKind.INPUT_REFUSED, answer.kind());
            assertEquals(++last[answer.player()], answer.sequence(), "of player " + answer.player());
        }
    }

    @Test
    void closing_lets_pass_what_was_offered_and_refuses_what_comes_after() {
        final LiveEngine engine = new LiveEngine(kind);
        engine.frames(100);
        engine.close();
        assertEquals(100, engine.appliedFrames.size());
        assertTrue(engine.graph.isStopped());
        assertFalse(engine.graph.offer(engine.events.frame()));
        engine.close();
        assertEquals(List.of(), engine.stops, "a close is no failure");
        for (final Thread thread : engine.threads) {
            assertFalse(thread.isAlive());
        }
    }

    @Test
    void an_engine_may_be_closed_at_once() {
        for (int i = 0; i < 200; i++) {
            final LiveEngine engine = new LiveEngine(kind);
            if (i % 2 == 0) {
                engine.frames(1);
            }
            engine.close();
            assertEquals(i % 2 == 0 ? 1 : 0, engine.appliedFrames.size());
        }
    }

    @Test
    void what_a_place_held_before_does_not_show_in_a_shorter_event() {
        final LiveEngine engine = new LiveEngine(kind);
        for (int i = 0; i < 100; i++) {
            engine.offer(engine.events.join(9, -1));
        }
        engine.frames(100);
        engine.close();
        for (final byte[] bytes : engine.journal.events()) {
            assertEquals(null, Event.fault(new UnsafeBuffer(bytes), 0, bytes.length));
        }
        new TestEngine(LiveEngine.LOGIC).applyAll(engine.journal.events());
    }
}
