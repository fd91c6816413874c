package ringside.perf.frame;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import ringside.engine.game.Past;
import ringside.engine.math.Fixed;
import ringside.layout.FixedColumn;
import ringside.layout.Rows;
import ringside.layout.Table;
import ringside.perf.JsonOption;
import ringside.perf.Machine;

/** Every part, in the order in which it was measured. */
record FrameResult(List<Part> parts, Trees trees, Machine machine) {
    private static final int FRAMES = 500;
    private static final int WARM_FRAMES = 20_000;
    private static final int MATCHES = 2000;
    private static final int LOOKS = 100_000;
    private static final int MOST_AGE_FRAMES = 12;
    private static final int TREE_FRAMES = 500;
    private static final int TREE_WARM_FRAMES = 20_000;
    private static final int TREE_PROBED_FRAMES = 10_000;

    FrameResult {
        parts = List.copyOf(parts);
    }

    static FrameResult measure(final int batches, final Consumer<String> progress) {
        final List<Part> parts = new ArrayList<>();
        final ArenaMatch arena = new ArenaMatch();
        for (int i = 0; i < WARM_FRAMES; i++) {
            arena.frame();
        }
        progress.accept("whole frames");
        final Part inputs = Part.measure("", "", batches, FRAMES, batch -> {
            int sum = 0;
            for (int i = 0; i < FRAMES; i++) {
                sum += arena.inputsOnly();
            }
            return sum;
        });
        parts.add(Part.measure("whole frame", "frameNs", batches, FRAMES, batch -> {
                    for (int i = 0; i < FRAMES; i++) {
                        arena.frame();
                    }
                    return arena.match().frame();
                })
                .less(inputs));
        progress.accept("the state's hash");
        parts.add(Part.measure("hash", "hashNs", batches, FRAMES, batch -> {
            long hash = 0;
            for (int i = 0; i < FRAMES; i++) {
                hash += arena.match().hash();
            }
            return (int) hash;
        }));
        progress.accept("snapshots");
        final int base = arena.match().frame();
        parts.add(Part.measure("copy into the ring", "copyNs", batches, FRAMES, batch -> {
            for (int i = 0; i < FRAMES; i++) {
                arena.publishOnly(base + batch * FRAMES + i);
            }
            return base;
        }));
        progress.accept("sight");
        parts.add(Part.measure("sight, a viewer", "visibleNs", batches, 100 * ArenaMatches.PLAYERS, batch -> {
            int rows = 0;
            for (int i = 0; i < 100; i++) {
                rows += arena.seeAll();
            }
            return rows;
        }));
        progress.accept("looking back");
        parts.add(Part.measure("position of a row in the past", "rewindNs", batches, LOOKS, batch -> look(arena)));
        progress.accept("steps");
        final Part drive = Part.measure("", "", batches, FRAMES, batch -> {
            for (int i = 0; i < FRAMES; i++) {
                arena.driveOnly();
            }
            return arena.match().frame();
        });
        parts.add(Part.measure("the game's step", "stepNs", batches, FRAMES, batch -> {
                    for (int i = 0; i < FRAMES; i++) {
                        arena.stepOnly();
                    }
                    return arena.match().frame();
                })
                .less(drive));
        progress.accept("many matches");
        final ArenaMatches many = new ArenaMatches(MATCHES);
        final int fewer = Math.min(batches, 150);
        final Part manyInputs = Part.measure("", "", fewer, MATCHES, batch -> many.inputsOnly());
        parts.add(Part.measure("whole frame, one of 2,000", "coldFrameNs", fewer, MATCHES, batch -> many.frame())
                .less(manyInputs));
        progress.accept("behaviour trees");
        return new FrameResult(parts, Trees.measure(batches), Machine.current());
    }

    /**
     * What behaviour trees cost.
     *
     * @param nodes of the tree
     * @param tick a tick of it
     * @param allocatedBytes in many ticks
     */
    record Trees(int nodes, Part tick, long allocatedBytes) {
        static Trees measure(final int batches) {
            final BotTrees trees = new BotTrees();
            trees.play(TREE_WARM_FRAMES);
            final Part tick = Part.measure(
                    "tick of a bot's tree",
                    "treeTickNs",
                    batches,
                    TREE_FRAMES * BotTrees.BOTS,
                    batch -> trees.play(TREE_FRAMES));
            return new Trees(trees.nodes(), tick, trees.allocatedBytes(TREE_PROBED_FRAMES));
        }

        long ticksPerSecond() {
            return Math.round(1e9 / tick.medianNs());
        }
    }

    private static int look(final ArenaMatch arena) {
        final Table bodies = arena.type().layout().table("players");
        final FixedColumn x = (FixedColumn) bodies.column("x");
        final FixedColumn y = (FixedColumn) bodies.column("y");
        int sum = 0;
        int row = arena.match().first(bodies);
        for (int i = 0; i < LOOKS; i++) {
            final int age = Fixed.ONE + (int) ((i * 40_503L) % ((MOST_AGE_FRAMES - 1) * Fixed.ONE));
            final Past past = arena.match().past(age);
            sum += past.get(row, x) + past.get(row, y);
            row = arena.match().next(bodies, row);
            row = row == Rows.NONE ? arena.match().first(bodies) : row;
        }
        return sum;
    }

    ObjectNode toJson() {
        final ObjectNode root = JsonOption.object();
        for (final Part part : parts) {
            root.put(part.key(), tenths(part.medianNs()));
        }
        root.put("treeTicksPerSecond", trees.ticksPerSecond());
        root.put("treeNodes", trees.nodes());
        root.put("treeAllocatedBytes", trees.allocatedBytes());
        final ObjectNode fastest = root.putObject("fastest");
        for (final Part part : parts) {
            fastest.put(part.key(), tenths(part.fastestNs()));
        }
        machine.putInto(root);
        return root;
    }

    private static double tenths(final double value) {
        return Math.round(value * 10) / 10.0;
    }

    void print(final PrintWriter out) {
        out.printf(Locale.ROOT, "%-32s %12s %12s%n", "ns", "median", "fastest");
        for (final Part part : parts) {
            out.printf(Locale.ROOT, "%-32s %12.1f %12.1f%n", part.name(), part.medianNs(), part.fastestNs());
        }
        out.printf(
                Locale.ROOT,
                "%-32s %12.1f %12.1f%n",
                trees.tick().name(),
                trees.tick().medianNs(),
                trees.tick().fastestNs());
        out.printf(
                Locale.ROOT,
                "a tree of %d nodes: %,d ticks a second, %d bytes allocated%n",
                trees.nodes(),
                trees.ticksPerSecond(),
                trees.allocatedBytes());
        out.println(machine);
        out.flush();
    }
}
