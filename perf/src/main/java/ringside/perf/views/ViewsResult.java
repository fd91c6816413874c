package ringside.perf.views;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import ringside.perf.JsonOption;
import ringside.perf.Machine;
import ringside.perf.Medians;
import ringside.snapshot.codec.WireLayout;

/**
 * What all scenes came to.
 *
 * @param idleKbps of the field at rest, at 60 views a second
 * @param checkedViews that were decoded and compared
 */
record ViewsResult(
        int frames,
        Measured open,
        Measured fogged,
        List<Measured> cubes,
        double idleKbps,
        long checkedViews,
        Machine machine) {
    private static final int HZ = 60;
    private static final int AGE_FRAMES = 6;
    private static final int[] CUBE_AGES = {1, 6, 12};
    private static final int IDLE_FRAMES = 300;
    private static final int WARM_ROUNDS = 10;

    /**
     * One scene at one age.
     *
     * @param roundNs nanoseconds a view, by round
     * @param sightNs of finding out beforehand what a viewer may see, by round
     */
    record Measured(
            int ageFrames, double bytesPerView, double bitsPerMoved, List<Double> roundNs, List<Double> sightNs) {
        Measured {
            roundNs = List.copyOf(roundNs);
            sightNs = List.copyOf(sightNs);
        }

        double nsPerView() {
            return median(roundNs);
        }

        double sightNsPerView() {
            return median(sightNs);
        }

        private static double median(final List<Double> rounds) {
            return Medians.of(rounds.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    ViewsResult {
        cubes = List.copyOf(cubes);
    }

    static ViewsResult measure(final int frames, final int rounds, final Consumer<String> progress) {
        progress.accept("playing the trace");
        final Bench open = new Bench(new ArenaScene(frames, false), AGE_FRAMES);
        final Bench fogged = new Bench(new ArenaScene(frames, true), AGE_FRAMES);
        progress.accept("moving the cubes");
        final List<Bench> all = new ArrayList<>(List.of(open, fogged));
        final Scene field = new CubeScene(frames, CubeField.MOVING);
        for (final int age : CUBE_AGES) {
            all.add(new Bench(field, age));
        }
        final Bench idle = new Bench(new CubeScene(Math.min(frames, IDLE_FRAMES), 0), AGE_FRAMES);
        progress.accept("comparing what is shown with what is true");
        all.forEach(Bench::check);
        idle.check();
        for (int round = -WARM_ROUNDS; round < rounds; round++) {
            progress.accept(round < 0 ? "warming up" : "round " + (round + 1) + " of " + rounds);
            for (final Bench bench : all) {
                bench.round(round >= 0);
            }
        }
        long checked = idle.checked;
        for (final Bench bench : all) {
            checked += bench.checked;
        }
        return new ViewsResult(
                frames,
                open.result(),
                fogged.result(),
                all.subList(2, all.size()).stream().map(Bench::result).toList(),
                idle.result().bytesPerView() * 8 * HZ / 1000,
                checked,
                Machine.current());
    }

    /** A scene at an age, run again and again. */
    private static final class Bench {
        private final Scene scene;
        private final WireLayout wire;
        private final int ageFrames;
        private final List<Double> roundNs = new ArrayList<>();
        private final List<Double> sightNs = new ArrayList<>();
        private double bytesPerView;
        private double bitsPerMoved;
        private long checked;

        Bench(final Scene scene, final int ageFrames) {
            this.scene = scene;
            this.ageFrames = ageFrames;
            wire = new WireLayout(scene.layout());
        }

        void check() {
            final ViewTruth truth = new ViewTruth(scene, wire);
            final ViewRun run = new ViewRun(scene, wire, ageFrames, truth).run();
            bytesPerView = run.bytesPerView();
            bitsPerMoved = run.bitsPerMoved();
            checked = truth.checked();
        }

        void round(final boolean counts) {
            final ViewRun run = new ViewRun(scene, wire, ageFrames, null).run();
            if (counts) {
                roundNs.add(run.nsPerView());
                sightNs.add(run.sightNsPerView());
            }
        }

        Measured result() {
            return new Measured(ageFrames, bytesPerView, bitsPerMoved, roundNs, sightNs);
        }
    }

    // ---- told

    ObjectNode toJson() {
        final ObjectNode root = JsonOption.object();
        root.put("nsPerView", tenths(open.nsPerView()));
        root.put("bytesPerView", hundredths(open.bytesPerView()));
        root.put("foggedNsPerView", tenths(fogged.nsPerView()));
        root.put("foggedBytesPerView", hundredths(fogged.bytesPerView()));
        root.put("foggedSightNsPerView", tenths(fogged.sightNsPerView()));
        final ObjectNode field = root.putObject("cubes");
        for (final Measured at : cubes) {
            final ObjectNode age = field.putObject("age" + at.ageFrames());
            age.put("bitsPerMovedCube", hundredths(at.bitsPerMoved()));
            age.put("bytesPerView", hundredths(at.bytesPerView()));
            age.put("nsPerView", tenths(at.nsPerView()));
        }
        field.put("idleKbps", hundredths(idleKbps));
        root.put("frames", frames);
        root.put("checkedViews", checkedViews);
        final ObjectNode byRound = root.putObject("rounds");
        put(byRound.putArray("nsPerView"), open);
        put(byRound.putArray("foggedNsPerView"), fogged);
        machine.putInto(root);
        return root;
    }

    private static void put(final ArrayNode to, final Measured measured) {
        for (final double ns : measured.roundNs()) {
            to.add(tenths(ns));
        }
    }

    private static double tenths(final double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static double hundredths(final double value) {
        return Math.round(value * 100) / 100.0;
    }

    void print(final PrintWriter out) {
        out.printf(Locale.ROOT, "%-40s %10s %12s   %s%n", "", "bytes", "ns a view", "lowest to highest");
        print(out, "arena, nothing hidden", open);
        print(out, "arena, fog of war", fogged);
        for (final Measured at : cubes) {
            print(out, "cubes, baselines of age " + at.ageFrames(), at);
        }
        out.printf(
                Locale.ROOT,
                "%nfinding out who sees what in the fog, before that: %,.0f ns a view%n%n",
                fogged.sightNsPerView());
        for (final Measured at : cubes) {
            out.printf(
                    Locale.ROOT,
                    "%.1f bits a moved cube against baselines %d frames old%n",
                    at.bitsPerMoved(),
                    at.ageFrames());
        }
        out.printf(Locale.ROOT, "%.1f kbit/s where nothing moves%n", idleKbps);
        out.printf(Locale.ROOT, "%,d views decoded and compared with the truth%n", checkedViews);
        out.println(machine);
        out.flush();
    }

    private static void print(final PrintWriter out, final String name, final Measured measured) {
        out.printf(
                Locale.ROOT,
                "%-40s %10.1f %,12.0f   %,.0f to %,.0f%n",
                name,
                measured.bytesPerView(),
                measured.nsPerView(),
                Collections.min(measured.roundNs()),
                Collections.max(measured.roundNs()));
    }
}
