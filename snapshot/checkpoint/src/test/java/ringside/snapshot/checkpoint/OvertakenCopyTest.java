package ringside.snapshot.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import ringside.engine.event.EventType;

/** Memory is copied while logic goes on: what comes of it is the memory at the FRAME that was noted, or is said to be void. */
final class OvertakenCopyTest {
    private static final int ROUNDS = 40;

    @Test
    void whatever_happens_after_the_frame_the_copy_is_as_the_memory_was() {
        final SplittableRandom random = Seed.random("OvertakenCopyTest.as_it_was");
        int whole = 0;
        for (int round = 0; round < ROUNDS; round++) {
            final TestEngine engine = new TestEngine().withMatches();
            if (random.nextBoolean()) {
                engine.operate(EventType.PAUSE, 2);
            }
            engine.play(random, 1 + random.nextInt(200));
            final CheckpointImage image = engine.image();
            final long position = engine.position();
            final long seed = random.nextLong();
            engine.hashes.clear();
            final int events = 1 + random.nextInt(30);
            engine.play(new SplittableRandom(seed), events);
            final List<String> after = List.copyOf(engine.hashes);
            if (image.gather()) {
                whole++;
                final TestEngine restored = new TestEngine(Checkpoint.of("c", image.seal(TestEngine.SERVER)));
                assertEquals(position, restored.position());
                restored.play(new SplittableRandom(seed), events);
                assertEquals(after, restored.hashes);
            }
        }
        assertTrue(whole > ROUNDS / 4, whole + " copies were whole");
    }

    @Test
    void a_copy_is_void_once_its_frame_or_the_past_that_it_needs_is_written_over() {
        final TestEngine engine = new TestEngine().withMatches().frames(40);
        final CheckpointImage image = engine.image();
        assertTrue(image.gather());
        image.capture(engine.memory, engine.position());
        engine.frames(TestEngine.SNAPSHOTS);
        assertFalse(image.gather());
    }

    @Test
    void what_two_threads_make_of_it_goes_on_exactly_alike() throws Exception {
        final SplittableRandom random = Seed.random("OvertakenCopyTest.two_threads");
        final ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            int whole = 0;
            for (int round = 0; round < ROUNDS; round++) {
                final TestEngine engine = new TestEngine().withMatches().play(random, 300);
                final CheckpointImage image = engine.image();
                final long position = engine.position();
                final long seed = random.nextLong();
                engine.hashes.clear();
                final Future<Boolean> gathered = other.submit(image::gather);
                engine.play(new SplittableRandom(seed), 60);
                if (gathered.get(30, TimeUnit.SECONDS)) {
                    whole++;
                    final TestEngine restored = new TestEngine(Checkpoint.of("c", image.seal(TestEngine.SERVER)));
                    assertEquals(position, restored.position());
                    restored.play(new SplittableRandom(seed), 60);
                    assertEquals(engine.hashes, restored.hashes);
                }
            }
            System.out.println("OvertakenCopyTest: " + whole + " of " + ROUNDS + " copies were whole");
        } finally {
            other.shutdownNow();
        }
    }
}
