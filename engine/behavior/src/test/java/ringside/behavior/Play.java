package ringside.behavior;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.behavior.xml.Trees;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;
import ringside.layout.State;
import ringside.layout.Table;

/**
 * A game of one row whose leaves answer by script and write down what is asked of them: {@code s1} for action 1 started,
 * {@code r1} resumed, {@code h1} halted, {@code c2} for condition 2 asked.
 */
public final class Play implements Actor {
    static final int HZ = 10;
    static final IntPort ID = IntPort.of("id", 0, 63);
    static final IntPort SPEED = new IntPort("speed", -100, 100, 7);

    /** What a leaf answers in a frame. */
    interface Script {
        Status answer(int id, int frame);
    }

    final Leaves<Play> leaves = leaves();
    final TreeMemory memory;
    final TreeRunner<Play> runner;
    final State state;
    final List<String> log = new ArrayList<>();
    private final int row;
    Script script = (id, frame) -> Status.SUCCESS;
    int frame;
    private boolean silent;
    TreeRunner<Play> inner;
    BehaviorTree innerTree;

    Play(final int words) {
        final LayoutBuilder builder = new LayoutBuilder("play");
        final Table bots = builder.table("bots", 2);
        memory = TreeMemory.declare(bots, words);
        final Layout layout = builder.build();
        runner = new TreeRunner<>(leaves, memory);
        state = new State(layout);
        state.wrap(new UnsafeBuffer(new byte[layout.blockBytes()]), 0);
        state.clear();
        state.add(bots);
        row = state.add(bots);
    }

    Play() {
        this(200);
    }

    public static Leaves<Play> leaves() {
        return new Leaves<Play>()
                .action("Act", 2, new Act(), ID)
                .condition("Ask", Play::ask, ID)
                .action("Move", (play, tick) -> play.note("m", tick.port(SPEED)), SPEED);
    }

    /** Scripts as text, a letter for each frame, the last one for ever: S, F or R. */
    Play scripts(final String... scripts) {
        script = (id, at) -> switch (scripts[id].charAt(Math.min(at, scripts[id].length() - 1))) {
            case 'S' -> Status.SUCCESS;
            case 'F' -> Status.FAILURE;
            default -> Status.RUNNING;
        };
        return this;
    }

    BehaviorTree tree(final String nodes) {
        return Trees.parse(
                        "<root BTCPP_format='4'><BehaviorTree ID='T'>" + nodes + "</BehaviorTree></root>", "t", leaves)
                .orThrow();
    }

    /** Ticks, and says what came of it: {@code R s0 s1}. */
    String tick(final BehaviorTree tree) {
        log.clear();
        final Status status = runner.tick(tree, this);
        frame++;
        return String.join(" ", status.name().substring(0, 1), String.join(" ", log))
                .trim();
    }

    /** Ticks without a log. */
    Status silentTick(final BehaviorTree tree) {
        log.clear();
        silent = true;
        final Status status = runner.tick(tree, this);
        frame++;
        return status;
    }

    /** Ticks from within a leaf. */
    Status again() {
        return inner.tick(innerTree, this);
    }

    /** Ticks that often; frames are separated by bars. */
    String run(final BehaviorTree tree, final int frames) {
        final List<String> all = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            all.add(tick(tree));
        }
        return String.join(" | ", all);
    }

    /** All words of the row, as the tree's memory has them. */
    List<Integer> words(final BehaviorTree tree) {
        final int[] words = new int[memory.capacity()];
        memory.load(state, row, tree, words);
        return Arrays.stream(words).limit(tree.words()).boxed().toList();
    }

    private Status note(final String what, final int number) {
        if (!silent) {
            log.add(what + number);
        }
        return Status.SUCCESS;
    }

    private static boolean ask(final Play play, final Tick tick) {
        play.note("c", tick.port(ID));
        return play.script.answer(tick.port(ID), tick.frame()) == Status.SUCCESS;
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

    /** Counts the frames that it ran in its first word, to see that its words are its own and begin with zero. */
    private static final class Act implements Action<Play> {
        @Override
        public Status start(final Play play, final Tick tick) {
            require(tick.word(0) == 0 && tick.word(1) == 0, "words are zero at the start");
            tick.word(1, tick.port(ID) + 100);
            return answer(play, tick, "s");
        }

        @Override
        public Status resume(final Play play, final Tick tick) {
            require(tick.word(0) > 0 && tick.word(1) == tick.port(ID) + 100, "words are kept");
            return answer(play, tick, "r");
        }

        @Override
        public void halted(final Play play, final Tick tick) {
            require(tick.word(0) > 0 && tick.word(1) == tick.port(ID) + 100, "words are kept");
            play.note("h", tick.port(ID));
        }

        private static Status answer(final Play play, final Tick tick, final String what) {
            play.note(what, tick.port(ID));
            tick.word(0, tick.word(0) + 1);
            return play.script.answer(tick.port(ID), tick.frame());
        }

        private static void require(final boolean holds, final String what) {
            if (!holds) {
                throw new AssertionError(what);
            }
        }
    }
}
