package ringside.snapshot.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.layout.XxHash64;

final class CheckpointTest {
    private static Checkpoint of(final TestEngine engine) {
        return Checkpoint.of("c", engine.image().seal(TestEngine.SERVER));
    }

    @Test
    void a_restored_engine_has_the_same_hashes_and_goes_on_exactly_alike() {
        final SplittableRandom random = Seed.random("CheckpointTest.goes_on_alike");
        for (int round = 0; round < 20; round++) {
            final TestEngine engine = new TestEngine().withMatches().play(random, 1 + random.nextInt(300));
            final TestEngine restored = new TestEngine(of(engine));
            assertEquals(engine.position(), restored.position());
            assertEquals(
                    engine.memory.state().finalHash(), restored.memory.state().finalHash());
            assertEquals(engine.memory.state().hash(), restored.memory.state().hash());
            for (int match = 1; match <= 3; match++) {
                assertEquals(
                        engine.slot(match).state().hash(),
                        restored.slot(match).state().hash());
                assertEquals(engine.slot(match).frame(), restored.slot(match).frame());
            }
            engine.hashes.clear();
            final SplittableRandom further = random.split();
            final long seed = further.nextLong();
            engine.play(new SplittableRandom(seed), 300);
            restored.play(new SplittableRandom(seed), 300);
            assertEquals(engine.hashes, restored.hashes);
        }
    }

    @Test
    void an_engine_without_matches_is_one_too() {
        final TestEngine restored = new TestEngine(of(new TestEngine().frames(3)));
        assertEquals(2, restored.position());
        assertEquals(3, restored.memory.state().tick());
        assertTrue(restored.memory.matches().isEmpty());
    }

    @Test
    void it_says_what_it_holds_without_being_restored() {
        final TestEngine engine = new TestEngine().withMatches().frames(7);
        final Checkpoint checkpoint = of(engine);
        assertEquals(9, checkpoint.position());
        assertEquals(7, checkpoint.tick());
        assertEquals(3, checkpoint.matches());
        assertEquals(TestEngine.SERVER, checkpoint.serverId());
        assertEquals(engine.memory.state().epoch(), checkpoint.epoch());
    }

    @Test
    void another_version_of_the_format_is_refused_and_all_are_named() {
        final ByteBuffer bytes = new TestEngine().frames(1).image().seal(TestEngine.SERVER);
        bytes.put(CheckpointImage.VERSION, (byte) '3');
        final CheckpointException newer = assertThrows(CheckpointException.class, () -> Checkpoint.of("c", bytes));
        assertEquals("checkpoint c: format 3, this program reads 1 and 2", newer.getMessage());
        bytes.put(0, (byte) 'X');
        final CheckpointException other = assertThrows(CheckpointException.class, () -> Checkpoint.of("c", bytes));
        assertEquals("checkpoint c: not a checkpoint of this format", other.getMessage());
    }

    @Test
    void other_engine_settings_are_refused_by_name() {
        final Checkpoint checkpoint = of(new TestEngine().withMatches().frames(1));
        final LogicSettings other = TestEngine.SETTINGS.withMaxMatches(7);
        final CheckpointException e = assertThrows(
                CheckpointException.class,
                () -> checkpoint.restoreInto(new EngineMemory(other, new TestEngine().types, 4)));
        assertEquals("checkpoint c: made under other engine settings", e.getMessage());
    }

    @Test
    void a_match_of_a_game_that_is_not_carried_is_refused_and_the_layout_named() {
        final TestEngine engine = new TestEngine().withMatches().frames(1);
        final Checkpoint checkpoint = of(engine);
        final GameTypes fewer = GameTypes.of(new GameType(new Tally("small", 2)));
        final CheckpointException e = assertThrows(
                CheckpointException.class,
                () -> checkpoint.restoreInto(new EngineMemory(TestEngine.SETTINGS, fewer, 4)));
        final String missing = XxHash64.hex(engine.types.all().get(1).layout().hash());
        assertTrue(
                String.valueOf(e.getMessage()).startsWith("checkpoint c: match 2 has layout " + missing),
                e::getMessage);
    }

    @Test
    void an_image_is_reused_for_memory_that_has_grown_and_shrunk() {
        final CheckpointImage image = new CheckpointImage();
        final TestEngine large = new TestEngine().withMatches().frames(2);
        final TestEngine empty = new TestEngine().frames(5);
        for (final TestEngine engine : new TestEngine[] {empty, large, empty}) {
            image.capture(engine.memory, engine.position());
            assertEquals(engine.position(), image.position());
            assertEquals(engine.memory.state().tick(), image.tick());
            final TestEngine restored = new TestEngine(Checkpoint.of("c", image.seal(TestEngine.SERVER)));
            assertEquals(engine.memory.state().hash(), restored.memory.state().hash());
        }
    }

    @Test
    void a_server_id_of_another_length_is_refused() {
        final CheckpointImage image = new TestEngine().frames(1).image();
        assertThrows(IllegalArgumentException.class, () -> image.seal("abc"));
    }
}
