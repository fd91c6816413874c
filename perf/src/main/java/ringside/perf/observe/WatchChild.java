package ringside.perf.observe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import ringside.bots.Histograms;
import ringside.perf.EncodedHistogram;
import ringside.perf.ExitCode;
import ringside.perf.RunFailedException;
import ringside.perf.child.Json;
import ringside.perf.child.Leash;

/** The observers, in a process and so with a clock of their own. */
@Command(name = "watch", hidden = true, description = "Clients of plain sockets; started by observe.")
public final class WatchChild implements Callable<Integer> {
    private static final int SLACK_SECONDS = 60;
    private static final long REST_MS = 500;
    private static final long JOIN_LIMIT_NS = 30_000_000_000L;

    @Option(names = "--host", required = true)
    private String host;

    @Option(names = "--port", required = true)
    private int port;

    @Option(names = "--matches", required = true)
    private int matches;

    @Option(names = "--observers", required = true)
    private int count;

    @Option(names = "--warmup", required = true)
    private int warmupSeconds;

    @Option(names = "--seconds", required = true)
    private int seconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Leash.endAfter(warmupSeconds + seconds + SLACK_SECONDS);
        Leash.endWithParent();
        final List<Observer> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(join(1 + (int) ((long) i * matches / count)));
        }
        all.forEach(Observer::start);
        TimeUnit.SECONDS.sleep(warmupSeconds);
        all.forEach(each -> each.measure(true));
        TimeUnit.SECONDS.sleep(seconds);
        all.forEach(Observer::rest);
        TimeUnit.MILLISECONDS.sleep(REST_MS);
        all.forEach(each -> each.measure(false));
        final Sighting seen = seen(all);
        for (final Observer each : all) {
            if (each.problem().isEmpty()) {
                each.leave();
            }
        }
        Leash.say(Leash.RESULT + Json.write(seen));
        return ExitCode.OK;
    }

    /** A server that is overloaded for a moment lets nobody in, and says so: who asks again later is. */
    private Observer join(final int match) throws InterruptedException {
        final long limitNs = System.nanoTime() + JOIN_LIMIT_NS;
        while (true) {
            try {
                return new Observer(host, port, match);
            } catch (final IOException e) {
                if (System.nanoTime() > limitNs) {
                    throw new RunFailedException("observe: " + e.getMessage(), e);
                }
                TimeUnit.MILLISECONDS.sleep(REST_MS);
            }
        }
    }

    private static Sighting seen(final List<Observer> all) {
        final Histogram inputToView = new Histogram(3);
        final Histogram aboveFrame = new Histogram(3);
        final Histogram lateness = new Histogram(3);
        all.forEach(each -> each.addTo(inputToView, aboveFrame, lateness));
        return new Sighting(
                all.size(),
                all.stream().mapToLong(Observer::inputs).sum(),
                all.stream().mapToLong(Observer::refusedInputs).sum(),
                Map.of(
                        Histograms.INPUT_TO_VIEW, EncodedHistogram.of(inputToView),
                        Histograms.ABOVE_FRAME, EncodedHistogram.of(aboveFrame),
                        Histograms.LATENESS, EncodedHistogram.of(lateness)),
                all.stream()
                        .map(Observer::problem)
                        .filter(text -> !text.isEmpty())
                        .distinct()
                        .toList());
    }
}
