package ringside.behavior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class TreeRunnerTest {
    private static final String SEQUENCE = "<Sequence><Act id='0'/><Act id='1'/></Sequence>";

    /** 25 nodes as a bot has them: a reactive choice of sequences, with decorators and running actions. */
    static final String REALISTIC = """
            <ReactiveFallback>
              <ReactiveSequence><Ask id='0'/><Cooldown msec='900'><Act id='1'/></Cooldown></ReactiveSequence>
              <ReactiveSequence><Ask id='2'/>
                <Parallel failure_count='2'><Act id='3'/><Act id='4'/><Repeat num_cycles='-1'><Act id='5'/></Repeat></Parallel>
              </ReactiveSequence>
              <ReactiveSequence><Inverter><Ask id='6'/></Inverter>
                <Timeout msec='3000'><Sequence><Act id='7'/><Delay delay_msec='300'><Act id='8'/></Delay></Sequence></Timeout>
              </ReactiveSequence>
              <Sequence><Act id='9'/><Act id='10'/><ForceSuccess><Act id='11'/></ForceSuccess></Sequence>
            </ReactiveFallback>
            """;

    @Test
    void a_realistic_tree_ticks_without_allocating() {
        final Play play = new Play(64);
        final BehaviorTree tree = play.tree(REALISTIC);
        assertEquals(25, tree.nodes());
        final int[] counts = new int[3];
        play.script = (id, frame) -> switch (Math.floorMod(((id + 1) * 0x9E3779B9) ^ ((frame / 7 + 1) * 0x85EBCA6B), 97)
                % 5) {
            case 0, 1 -> Status.RUNNING;
            case 2, 3 -> Status.FAILURE;
            default -> Status.SUCCESS;
        };
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ticks(play, tree, counts, 20_000);
        // The least of several rounds: what the compiler leaves behind in one is not the runner's.
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            final long before =
                    threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            ticks(play, tree, counts, 20_000);
            final long after =
                    threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            least = Math.min(least, after - before);
        }
        assertEquals(0, least);
        assertTrue(counts[0] > 100 && counts[1] > 100 && counts[2] > 100, "it went all ways");
    }

    private static void ticks(final Play play, final BehaviorTree tree, final int[] counts, final int count) {
        for (int i = 0; i < count; i++) {
            final Status status = play.silentTick(tree);
            counts[status == Status.SUCCESS ? 0 : status == Status.FAILURE ? 1 : 2]++;
        }
    }

    @Test
    void what_does_not_run_keeps_no_words() {
        final Play play = new Play().scripts("RS", "RRS");
        final BehaviorTree tree = play.tree(SEQUENCE);
        play.run(tree, 2);
        assertTrue(play.words(tree).stream().anyMatch(word -> word != 0));
        play.run(tree, 1);
        assertEquals(Collections.nCopies(tree.words(), 0), play.words(tree));
    }

    @Test
    void a_halt_from_outside_tells_whatever_runs_and_starts_anew() {
        final Play play = new Play().scripts("S", "R");
        final BehaviorTree tree = play.tree(SEQUENCE);
        assertEquals("R s0 s1 | R r1", play.run(tree, 2));
        play.log.clear();
        play.runner.halt(tree, play);
        assertEquals(List.of("h1"), play.log);
        play.runner.halt(tree, play);
        assertEquals(List.of("h1"), play.log);
        assertEquals(Collections.nCopies(tree.words(), 0), play.words(tree));
        assertEquals("R s0 s1", play.tick(tree));
    }

    @Test
    void another_tree_starts_anew_in_the_same_memory() {
        final Play play = new Play().scripts("S", "R", "R");
        final BehaviorTree one = play.tree(SEQUENCE);
        final BehaviorTree other = play.tree("<Sequence><Act id='1'/><Act id='2'/></Sequence>");
        assertEquals("R s0 s1", play.tick(one));
        assertEquals("R s1", play.tick(other));
        assertEquals(other.digest(), play.memory.treeOf(play.state, play.row()));
        play.runner.halt(one, play);
        assertEquals("R r1", play.tick(other));
    }

    @Test
    void a_cleared_memory_forgets_even_what_outlives_a_halt() {
        final Play play = new Play().scripts("S", "F", "F");
        final BehaviorTree tree = play.tree("<SequenceWithMemory><Act id='0'/><Act id='1'/></SequenceWithMemory>");
        assertEquals("R s0 | F s1 | F s1", play.run(tree, 3));
        play.memory.clear(play.state, play.row());
        assertEquals("R s0", play.tick(tree));
    }

    @Test
    void a_tree_that_needs_more_memory_is_refused_by_name_and_number() {
        final Play play = new Play(3);
        final BehaviorTree tree = play.tree(SEQUENCE);
        final TreeException e = assertThrows(TreeException.class, () -> play.tick(tree));
        assertTrue(e.getMessage().contains("bots keeps 3 words a row"), e.getMessage());
        assertTrue(e.getMessage().contains("needs " + tree.words()), e.getMessage());
    }

    @Test
    void a_tree_of_other_leaves_is_refused() {
        final BehaviorTree tree = new Play().tree(SEQUENCE);
        final TreeException e = assertThrows(TreeException.class, () -> new Play().tick(tree));
        assertTrue(e.getMessage().contains("other leaves"), e.getMessage());
    }

    @Test
    void a_leaf_that_throws_leaves_the_runner_usable_and_the_memory_as_it_was() {
        final Play play = new Play().scripts("S", "R");
        final BehaviorTree tree = play.tree(SEQUENCE);
        play.tick(tree);
        final long before = play.state.hash();
        play.script = (id, frame) -> {
            throw new IllegalStateException("the game's own");
        };
        assertThrows(IllegalStateException.class, () -> play.tick(tree));
        assertEquals(before, play.state.hash());
        play.scripts("S", "R");
        assertEquals("R r1", play.tick(tree));
    }

    @Test
    void a_leaf_cannot_ask_for_what_it_did_not_declare() {
        final Leaves<Play> leaves = Play.leaves()
                .action("Port", (play, tick) -> tick.port(Play.SPEED) > 0 ? Status.SUCCESS : Status.FAILURE)
                .action("Word", 1, (play, tick) -> tick.word(1) > 0 ? Status.SUCCESS : Status.FAILURE)
                .action("Both", (play, tick) -> play.again());
        final Play play = new Play();
        for (final String leaf : List.of("Port", "Word", "Both")) {
            final TreeRunner<Play> runner = new TreeRunner<>(leaves, play.memory);
            play.inner = runner;
            play.innerTree = new TreeBuilder(leaves).leaf(leaf).build();
            final TreeException e = assertThrows(TreeException.class, () -> runner.tick(play.innerTree, play));
            assertTrue(e.getMessage().contains("leaf"), e.getMessage());
        }
    }

    @Test
    void a_cache_reads_a_tree_once() {
        final Play play = new Play();
        final TreeCache cache = new TreeCache(play.leaves);
        final List<BehaviorTree> trees = new ArrayList<>();
        for (int i = 0; i <= TreeCache.CAPACITY; i++) {
            trees.add(play.tree("<Act id='" + i + "'/>"));
        }
        for (int i = 0; i < TreeCache.CAPACITY; i++) {
            final BehaviorTree tree = trees.get(i);
            final UnsafeBuffer bytes = new UnsafeBuffer(new byte[100]);
            bytes.putBytes(0, tree.toBytes());
            final BehaviorTree read = cache.get(tree.digest(), bytes, 0, 100);
            assertEquals(tree.digest(), read.digest());
            bytes.putByte(0, (byte) 0);
            assertEquals(read, cache.get(tree.digest(), bytes, 0, 100));
        }
        final UnsafeBuffer last = new UnsafeBuffer(trees.get(TreeCache.CAPACITY).toBytes());
        final TreeException e = assertThrows(TreeException.class, () -> cache.get(1, last, 0, last.capacity()));
        assertTrue(e.getMessage().contains("was expected"), e.getMessage());
    }
}
