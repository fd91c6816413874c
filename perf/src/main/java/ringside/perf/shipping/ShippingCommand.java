package ringside.perf.shipping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.perf.ExitCode;
import ringside.perf.JsonOption;
import ringside.perf.Machine;
import ringside.perf.Medians;
import ringside.perf.Scratch;
import ringside.perf.UsageException;
import ringside.perf.pipeline.PipelineSettings;

/** {@code shipping}. */
@Command(
        name = "shipping",
        description = {
            "What it costs a primary that a standby follows.",
            "",
            "48-byte events are offered at a steady rate to the ring, journalled at level mapped and applied by trivial logic;",
            "rounds in which nobody follows alternate with rounds in which another process does, over TCP, and discards what",
            "it gets. What is compared is the CPU that this process took, its shipping thread and event loop included."
        },
        footer = {"", "Example: ringside-perf shipping --rate 1000000 --seconds 5 --rounds 5 --json"},
        mixinStandardHelpOptions = true)
public final class ShippingCommand implements Callable<Integer> {
    @Option(names = "--rate", defaultValue = "1000000", description = "Events a second (${DEFAULT-VALUE}).")
    private int rate;

    /** Until compilers are done with what either kind of round runs: their CPU counts like any other. */
    private static final int WARM_UP_ROUNDS = 3;

    @Option(names = "--seconds", defaultValue = "5", description = "A round (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Of each kind, after " + WARM_UP_ROUNDS + " that warm up (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--dir",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where journals are written, and removed again (${DEFAULT-VALUE}).")
    private Path dir;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final long events = (long) rate * seconds;
        if (rate < 1 || seconds < 1 || rounds < 1 || events > PipelineSettings.MAX_EVENTS) {
            throw new UsageException("--rate " + rate + ", --seconds " + seconds + ", --rounds " + rounds
                    + ": at least 1 each, and at most " + PipelineSettings.MAX_EVENTS + " events a round");
        }
        final PipelineSettings settings = PipelineSettings.of((int) (events & ~1L));
        final List<ShippingRound.Result> alone = new ArrayList<>();
        final List<ShippingRound.Result> followed = new ArrayList<>();
        try (Scratch scratch = Scratch.in(dir, settings.fileBytes())) {
            for (int round = 1 - WARM_UP_ROUNDS; round <= rounds; round++) {
                final ShippingRound.Result without = round(settings, scratch, false);
                final ShippingRound.Result with = round(settings, scratch, true);
                json.err()
                        .printf(
                                Locale.ROOT,
                                "round %d: %.0f ns of CPU an event alone, %.0f followed; %,.0f and %,.0f events/s; behind %d%n",
                                round,
                                without.cpuNsPerEvent(),
                                with.cpuNsPerEvent(),
                                without.eventsPerSecond(),
                                with.eventsPerSecond(),
                                with.shippedBehind());
                if (round > 0) {
                    alone.add(without);
                    followed.add(with);
                }
            }
        }
        report(alone, followed);
        return ExitCode.OK;
    }

    private ShippingRound.Result round(final PipelineSettings settings, final Scratch scratch, final boolean isFollowed)
            throws IOException, InterruptedException {
        final Path folder = scratch.folder();
        final ShippingRound.Result result = new ShippingRound(settings, rate).run(folder, isFollowed);
        Scratch.remove(folder);
        return result;
    }

    private static double median(
            final List<ShippingRound.Result> results, final ToDoubleFunction<ShippingRound.Result> value) {
        return Medians.of(results.stream().mapToDouble(value).toArray());
    }

    private void report(final List<ShippingRound.Result> alone, final List<ShippingRound.Result> followed) {
        final double cpuAlone = median(alone, ShippingRound.Result::cpuNsPerEvent);
        final double cpuFollowed = median(followed, ShippingRound.Result::cpuNsPerEvent);
        if (json.isOn()) {
            final ObjectNode root = JsonOption.object();
            root.put("rate", rate);
            root.put("eventsPerSecond", median(followed, ShippingRound.Result::eventsPerSecond));
            root.put("baselineEventsPerSecond", median(alone, ShippingRound.Result::eventsPerSecond));
            root.put("cpuNsPerEvent", cpuFollowed);
            root.put("baselineCpuNsPerEvent", cpuAlone);
            root.put("ratioToBaseline", cpuFollowed / cpuAlone);
            root.put("behindEvents", median(followed, ShippingRound.Result::shippedBehind));
            Machine.current().putInto(root);
            json.print(root);
            return;
        }
        json.out()
                .printf(
                        Locale.ROOT,
                        "%,d events/s offered: %.0f ns of CPU an event, %.0f with one who follows: %.3f times%n%s%n",
                        rate,
                        cpuAlone,
                        cpuFollowed,
                        cpuFollowed / cpuAlone,
                        Machine.current());
        json.out().flush();
    }
}
