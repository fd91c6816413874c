package ringside.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ringside.replay.standby.Standing;
import ringside.server.admin.AdminPages;
import ringside.server.metrics.MemberMetrics;
import ringside.server.metrics.MetricsPage;
import ringside.server.metrics.StandbyFigures;

/** What a server that follows shows to monitoring. Any thread. */
final class StandbyPages implements AdminPages {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Supplier<? extends Iterable<FollowingEngine>> engines;
    private final Supplier<@Nullable String> wrong;
    private final MetricsPage metrics = new MetricsPage();

    /**
     * Pages of a standby.
     *
     * @param wrong why it can follow no further; null while it can
     */
    StandbyPages(final Supplier<? extends Iterable<FollowingEngine>> engines, final Supplier<@Nullable String> wrong) {
        this.engines = engines;
        this.wrong = wrong;
    }

    @Override
    public @Nullable Page page(final String path, final @Nullable String accept) {
        return switch (path) {
            case "/metrics" -> metrics(accept);
            case "/healthz" -> health();
            case "/readyz" -> new Page(UNAVAILABLE, TEXT, "this is a standby: players are at the primary\n");
            default -> null;
        };
    }

    private Page health() {
        final String why = wrong.get();
        return why == null ? new Page(OK, TEXT, "ok\n") : new Page(UNAVAILABLE, TEXT, why + "\n");
    }

    private Page metrics(final @Nullable String accept) {
        final Map<String, Long> ends = new TreeMap<>();
        final List<StandbyFigures> figures = new ArrayList<>();
        for (final FollowingEngine each : engines.get()) {
            figures.add(figures(each.engine().engine(), each.standing()));
            each.ends().all().forEach((reason, count) -> ends.merge(reason.name(), count, Long::sum));
        }
        final MetricsPage.Page page =
                metrics.write(accept, Build.version(), all -> MemberMetrics.add(all, figures, ends));
        return new Page(OK, page.contentType(), page.text());
    }

    private static StandbyFigures figures(final int engine, final Standing standing) {
        return new StandbyFigures(
                engine,
                standing.epoch().number(),
                standing.position(),
                standing.lag(),
                standing.lagNs(),
                standing.silentNs(),
                standing.isLive(),
                standing.inSync(),
                standing.isMember(),
                standing.set().size(),
                standing.hashOk(),
                standing.framesCompared(),
                standing.shadowing().matchesDiffering(),
                standing.shadowing().matchesPassedOver());
    }
}
