package ringside.perf.frame;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.arena.ArenaGame;
import ringside.behavior.Action;
import ringside.behavior.Actor;
import ringside.behavior.BehaviorTree;
import ringside.behavior.IntPort;
import ringside.behavior.Leaf;
import ringside.behavior.Leaves;
import ringside.behavior.Status;
import ringside.behavior.Tick;
import ringside.behavior.TreeRunner;
import ringside.behavior.xml.TreeFile;
import ringside.engine.logic.GameType;
import ringside.engine.math.SplitMix64;
import ringside.layout.State;
import ringside.layout.Table;

/**
 * The tree of the arena's bots, {@code bots.xml}, ticked for the bots of one match. Its leaves have the arena's names, ports
 * and words, but answer by chance: what is measured is the tree's own cost, and as everything is forever being started,
 * halted and begun anew, more of it than bots with a mind of their own would cause.
 */
final class BotTrees {
    /** Of a match. */
    static final int BOTS = 10;

    private static final int HZ = 60;
    private static final int ANSWERS = 1 << 15;
    private static final long SEED = 4;
    private static final int WINDOWS = 5;

    private final TreeRunner<Bot> runner;
    private final BehaviorTree tree;
    private final Bot[] bots = new Bot[BOTS];
    private final byte[] answers = new byte[ANSWERS];
    private final List<Asked> asked = new ArrayList<>();
    private int nextAnswer;
    private int frame;

    BotTrees() {
        final ArenaGame arena = new ArenaGame();
        final GameType type = new GameType(arena);
        final Leaves<Bot> leaves = new Leaves<>();
        for (final Leaf<?> leaf : arena.treeRules().get(0).leaves().all()) {
            offer(leaves, leaf);
        }
        tree = TreeFile.resource(ArenaGame.class, "bots.xml", leaves);
        runner = new TreeRunner<>(leaves, arena.treeRules().get(0).memory());
        final State state = new State(type.layout());
        state.wrap(new UnsafeBuffer(new byte[type.layout().blockBytes()]), 0);
        state.clear();
        final Table table = type.layout().table("bots");
        for (int i = 0; i < BOTS; i++) {
            bots[i] = new Bot(state, state.add(table));
        }
        long seed = SEED;
        for (int i = 0; i < ANSWERS; i++) {
            seed = SplitMix64.advance(seed);
            answers[i] = (byte) SplitMix64.below(SplitMix64.mix(seed), Status.values().length);
        }
    }

    private void offer(final Leaves<Bot> leaves, final Leaf<?> as) {
        final IntPort[] ports = as.ports().toArray(IntPort[]::new);
        final Asked answer = new Asked(as.name());
        asked.add(answer);
        if (as.isAction()) {
            leaves.action(as.name(), as.words(), answer, ports);
        } else {
            leaves.condition(as.name(), (bot, tick) -> answer.start(bot, tick) == Status.SUCCESS, ports);
        }
    }

    int nodes() {
        return tree.nodes();
    }

    /** Ticks every bot once in each of so many frames; returns how many ticks left something running. */
    int play(final int frames) {
        int running = 0;
        for (int i = 0; i < frames; i++) {
            frame++;
            for (final Bot bot : bots) {
                running += runner.tick(tree, bot) == Status.RUNNING ? 1 : 0;
            }
        }
        return running;
    }

    /** Bytes that this thread allocates in so many frames, in the window of several that allocates least. */
    long allocatedBytes(final int frames) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int window = 0; window < WINDOWS && least > 0; window++) {
            // Asked once before, so that nothing is loaded while it is measured.
            threads.getThreadAllocatedBytes(thread);
            final long before = threads.getThreadAllocatedBytes(thread);
            play(frames);
            least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
        }
        return least;
    }

    /** The leaves that no tick has come to so far. */
    List<String> unasked() {
        return asked.stream()
                .filter(leaf -> leaf.times == 0)
                .map(leaf -> leaf.name)
                .toList();
    }

    /** A leaf that answers what comes next in the list. */
    private final class Asked implements Action<Bot> {
        private static final Status[] ALL = Status.values();

        private final String name;
        private int times;

        Asked(final String name) {
            this.name = name;
        }

        @Override
        public Status start(final Bot bot, final Tick tick) {
            times++;
            return ALL[answers[nextAnswer++ & (ANSWERS - 1)]];
        }
    }

    private final class Bot implements Actor {
        private final State state;
        private final int row;

        Bot(final State state, final int row) {
            this.state = state;
            this.row = row;
        }

        @Override
        public State state() {
            return state;
        }

        @Override
        public int row() {
            return row;
        }

        @Override
        public int frame() {
            return frame;
        }

        @Override
        public int hz() {
            return HZ;
        }
    }
}
