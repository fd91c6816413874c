package ringside.perf.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import ringside.bots.Bots;
import ringside.bots.BotsProgress;
import ringside.bots.BotsResult;
import ringside.bots.BotsSettings;
import ringside.bots.Histograms;
import ringside.perf.EncodedHistogram;

/** The real server's clients: bots that play the published trace. */
final class BotsLoad {
    /** The bots tell where they stand once a second; so that the window ends while all still play. */
    private static final int AFTER_WINDOW_SECONDS = 1;

    private final NetPlan plan;
    private final LoadTarget target;
    private final CpuWindow cpu;

    BotsLoad(final NetPlan plan, final LoadTarget target) {
        this.plan = plan;
        this.target = target;
        cpu = target.cpu();
    }

    LoadResult run() throws IOException, InterruptedException {
        final BotsSettings settings = BotsSettings.of("tcp://" + target.host() + ":" + target.port())
                .withPlayers(target.clients())
                .withMatchIds(target.matchIds())
                .withHz(plan.hz())
                .withSeconds(plan.warmupSeconds() + plan.seconds() + AFTER_WINDOW_SECONDS)
                .withWarmupSeconds(plan.warmupSeconds())
                .withJoinsPerSecond(target.joinsPerSecond(plan))
                .withThreads(NetPlan.loadThreads());
        return result(Bots.run(settings, this::progress));
    }

    private void progress(final BotsProgress progress) {
        final int elapsedSeconds = progress.elapsedSeconds();
        if (!cpu.isBegun() && elapsedSeconds >= Math.max(1, plan.warmupSeconds())) {
            cpu.begin(progress.viewsReceived());
        } else if (cpu.isBegun() && !cpu.isEnded() && elapsedSeconds >= plan.warmupSeconds() + plan.seconds()) {
            cpu.end(progress.viewsReceived());
        }
    }

    private LoadResult result(final BotsResult bots) {
        final LoadResult.Window window = cpu.window();
        // Never 0: what is no number is no JSON either.
        final double viewsPerClientSecond =
                Math.max(1, window.views()) * 1e9 / Math.max(1, window.elapsedNs()) / Math.max(1, bots.clients());
        final List<String> problems = new ArrayList<>(bots.problems());
        final int missing = target.clients() - bots.clients();
        if (missing > 0) {
            problems.add(missing + " clients got no seat");
        }
        return new LoadResult(
                window,
                new LoadResult.Traffic(
                        bots.bytesPerClientPerSecond() / viewsPerClientSecond,
                        (double) bots.bytesSentPerClientPerSecond() / plan.hz(),
                        bots.inputsSent(),
                        bots.inputsRefused() + bots.inputsDropped()),
                new LoadResult.Latencies(
                        bots.inputToView(),
                        bots.inputToViewAboveFrame(),
                        bots.generatorLatenessP99Ns(),
                        bots.generatorWasBottleneck(),
                        encoded(bots.histograms())),
                bots.errors() + bots.resumes() + missing,
                problems);
    }

    private static SortedMap<String, String> encoded(final Histograms histograms) {
        final SortedMap<String, String> all = new TreeMap<>();
        histograms.all().forEach((name, histogram) -> all.put(name, EncodedHistogram.of(histogram)));
        return all;
    }
}
