package ringside.engine.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import ringside.engine.support.RandomEvents;
import ringside.engine.support.RecordingOutput;
import ringside.engine.support.Seed;
import ringside.engine.support.TestEngine;

/** The same events lead to the same states; a checkpoint and the rest lead to the states of a full replay. */
class DeterminismTest {
    static final LogicSettings SETTINGS = new LogicSettings(60, 300, 16, 12, 2, 3, 12, 600);

    @RepeatedTest(3)
    void the_same_events_lead_to_the_same_states() {
        final TestEngine first = played(Seed.random("DeterminismTest.same"), 4000);
        final TestEngine second = first.replayed();
        assertSame(first.output, second.output, 0);
        assertEquals(first.memory.state().hash(), second.memory.state().hash());
    }

    @RepeatedTest(2)
    void a_checkpoint_and_the_rest_lead_to_the_states_of_a_full_replay() {
        final SplittableRandom random = Seed.random("DeterminismTest.checkpoint");
        final TestEngine whole = played(random, 4000);
        for (int i = 0; i < 4; i++) {
            expectCheckpointEqualsReplay(whole, random);
        }
    }

    @Test
    void the_random_events_reach_what_they_are_meant_to_reach() {
        final TestEngine engine = played(new SplittableRandom(1), 40_000);
        assertTrue(engine.output.failures.size() > 10, engine.output.failures.size() + " failures");
        assertTrue(engine.output.hashes.size() > 4000);
        for (final var kind : ringside.engine.output.AnswerKind.values()) {
            assertTrue(
                    engine.output.answers.stream().anyMatch(answer -> answer.kind() == kind), "no answer is " + kind);
        }
        for (final var why : ringside.engine.output.Refusal.values()) {
            final boolean isUnused = why == ringside.engine.output.Refusal.INPUT_OUT_OF_ORDER;
            assertTrue(
                    isUnused
                            || engine.output.answers.stream()
                                    .anyMatch(answer ->
                                            answer.kind().name().endsWith("REFUSED") && answer.detail() == why.code()),
                    "nothing was refused with " + why);
        }
    }

    @Test
    @Tag("deep")
    void two_hundred_checkpoints_lead_to_the_states_of_a_full_replay() {
        final SplittableRandom random = Seed.random("DeterminismTest.deep");
        for (int round = 0; round < 20; round++) {
            final TestEngine whole = played(random, 5000);
            assertSame(whole.output, whole.replayed().output, 0);
            for (int i = 0; i < 10; i++) {
                expectCheckpointEqualsReplay(whole, random);
            }
        }
    }

    private static void expectCheckpointEqualsReplay(final TestEngine whole, final SplittableRandom random) {
        final List<RecordingOutput.Done> frames = whole.output.frames;
        final long boundary = frames.get(random.nextInt(frames.size())).position();
        final TestEngine before = new TestEngine(SETTINGS).applyAll(whole.journal.subList(0, (int) boundary + 1));
        final TestEngine after =
                before.restored().applyAll(whole.journal.subList((int) boundary + 1, whole.journal.size()));
        assertSame(whole.output, after.output, boundary + 1);
        assertEquals(whole.memory.state().hash(), after.memory.state().hash());
        for (final MatchSlot slot : whole.memory.matches()) {
            assertEquals(slot.state().hash(), after.state(slot.id()).hash());
            assertEquals(
                    0,
                    slot.state().block().compareTo(after.state(slot.id()).block()),
                    "blocks differ where no hash looks");
        }
    }

    static TestEngine played(final SplittableRandom random, final int events) {
        final TestEngine engine = new TestEngine(SETTINGS);
        final RandomEvents source = new RandomEvents(engine, random);
        for (int i = 0; i < events; i++) {
            source.next();
        }
        return engine;
    }

    /** Everything that was said from that position on. */
    private static void assertSame(final RecordingOutput expected, final RecordingOutput actual, final long from) {
        assertEquals(since(expected.hashes, from), since(actual.hashes, from));
        assertEquals(expected.answers.stream().filter(a -> a.position() >= from).toList(), actual.answers);
        assertEquals(
                expected.failures.stream().filter(f -> f.position() >= from).toList(), actual.failures);
        assertEquals(expected.frames.stream().filter(f -> f.position() >= from).toList(), actual.frames);
    }

    private static List<RecordingOutput.Hash> since(final List<RecordingOutput.Hash> hashes, final long from) {
        final List<RecordingOutput.Hash> since = new ArrayList<>();
        for (final RecordingOutput.Hash hash : hashes) {
            if (hash.position() >= from) {
                since.add(hash);
            }
        }
        return since;
    }
}
