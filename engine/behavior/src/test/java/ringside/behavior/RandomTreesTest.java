package ringside.behavior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomTreesTest {
    private static final long SEED = seed();
    private static final int TREES = Boolean.getBoolean("ringside.deep") ? 50_000 : 3000;
    private static final int FRAMES = 60;

    private static long seed() {
        final long seed = Long.getLong("ringside.seed", 8);
        System.out.println("RandomTreesTest seed " + seed);
        return seed;
    }

    private static Status answer(final long seed, final int id, final int frame) {
        final int roll = new Random(seed ^ (id * 7919L + frame / (1 + id % 3)) * 0x9E3779B97F4A7C15L).nextInt(10);
        return roll < 4 ? Status.RUNNING : roll < 7 ? Status.SUCCESS : Status.FAILURE;
    }

    @Test
    void a_random_tree_does_what_the_plain_interpreter_does() {
        for (int i = 0; i < TREES; i++) {
            final long seed = SEED + i;
            final Random random = new Random(seed);
            final Play play = new Play(600);
            play.script = (id, frame) -> answer(seed, id, frame);
            final List<String> log = new ArrayList<>();
            final RandomTrees trees = new RandomTrees(random, play, new ReferenceTree(play, log));
            final ReferenceTree.Node root = trees.grow();
            final BehaviorTree tree = trees.build();
            for (int frame = 0; frame < FRAMES; frame++) {
                log.clear();
                play.log.clear();
                if (random.nextInt(20) == 0) {
                    root.halt();
                    play.runner.halt(tree, play);
                }
                final Status expected = root.tick();
                final Status status = play.runner.tick(tree, play);
                final String where = "seed " + seed + " frame " + frame + "\n" + tree.outline();
                assertEquals(expected, status, where);
                assertEquals(log, play.log, where);
                play.frame++;
            }
        }
    }

    @Test
    void a_copy_of_the_state_goes_on_in_the_middle() {
        for (int i = 0; i < TREES / 10; i++) {
            final long seed = SEED + i;
            final Random random = new Random(seed);
            final Play one = new Play(600);
            one.script = (id, frame) -> answer(seed, id, frame);
            final RandomTrees trees = new RandomTrees(random, one, new ReferenceTree(one, new ArrayList<>()));
            trees.grow();
            final BehaviorTree tree = trees.build();
            for (int frame = random.nextInt(FRAMES); frame > 0; frame--) {
                one.tick(tree);
            }
            final Play other = new Play(600);
            other.script = one.script;
            other.frame = one.frame;
            other.state
                    .block()
                    .putBytes(0, one.state.block(), 0, one.state.layout().blockBytes());
            final BehaviorTree again = BehaviorTree.fromBytes(tree.toBytes(), other.leaves);
            for (int frame = 0; frame < FRAMES; frame++) {
                assertEquals(one.tick(tree), other.tick(again), "seed " + seed);
                assertEquals(one.state.hash(), other.state.hash(), "seed " + seed);
            }
        }
    }

    @Test
    void a_tree_is_its_bytes() {
        for (int i = 0; i < TREES; i++) {
            final Play play = new Play();
            final RandomTrees trees =
                    new RandomTrees(new Random(SEED + i), play, new ReferenceTree(play, new ArrayList<>()));
            trees.grow();
            final BehaviorTree tree = trees.build();
            final BehaviorTree read = BehaviorTree.fromBytes(tree.toBytes(), play.leaves);
            assertEquals(tree.outline(), read.outline());
            assertEquals(tree.digest(), read.digest());
            assertEquals(tree.words(), read.words());
            assertArrayEquals(tree.toBytes(), read.toBytes());
        }
    }

    @Test
    void damaged_bytes_are_refused_or_are_another_tree() {
        int refused = 0;
        for (int i = 0; i < TREES; i++) {
            final Random random = new Random(SEED + i);
            final Play play = new Play();
            final RandomTrees trees = new RandomTrees(random, play, new ReferenceTree(play, new ArrayList<>()));
            trees.grow();
            final byte[] bytes = trees.build().toBytes();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            try {
                assertArrayEquals(
                        bytes, BehaviorTree.fromBytes(bytes, play.leaves).toBytes());
            } catch (final TreeException e) {
                refused++;
            }
        }
        assertTrue(refused > TREES / 3, refused + " refused");
    }
}
