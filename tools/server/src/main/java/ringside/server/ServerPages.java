package ringside.server;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ringside.io.session.EdgeCounters;
import ringside.server.admin.AdminPages;
import ringside.server.metrics.LatencyTotals;
import ringside.server.metrics.MemberFigures;
import ringside.server.metrics.MetricsPage;

/** What a server that serves shows to monitoring. Any thread. */
final class ServerPages implements AdminPages {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final List<EngineHost> engines;
    private final EdgeCounters counters;
    private final LatencyTotals latencies;
    private final Supplier<MemberFigures> members;
    private final BooleanSupplier failed;
    private final MetricsPage metrics = new MetricsPage();

    ServerPages(
            final List<EngineHost> engines,
            final EdgeCounters counters,
            final LatencyTotals latencies,
            final Supplier<MemberFigures> members,
            final BooleanSupplier failed) {
        this.engines = engines;
        this.counters = counters;
        this.latencies = latencies;
        this.members = members;
        this.failed = failed;
    }

    @Override
    public @Nullable Page page(final String path, final @Nullable String accept) {
        return switch (path) {
            case "/metrics" -> metrics(accept);
            case "/healthz" -> said(failed.getAsBoolean() ? List.of("an engine has stopped") : List.of());
            case "/readyz" -> said(whyNobodyMayCome());
            default -> null;
        };
    }

    private Page metrics(final @Nullable String accept) {
        final SortedMap<String, Long> edge = new TreeMap<>();
        counters.forEach((name, value) -> edge.put(name, value));
        final MetricsPage.Page page = metrics.write(
                accept,
                Build.version(),
                engines.stream().map(EngineHost::figures).toList(),
                edge,
                latencies.all(),
                members.get());
        return new Page(OK, page.contentType(), page.text());
    }

    private static Page said(final List<String> problems) {
        return problems.isEmpty()
                ? new Page(OK, TEXT, "ok\n")
                : new Page(UNAVAILABLE, TEXT, String.join("\n", problems) + "\n");
    }

    /** Players of running matches play on meanwhile: it is others that should be sent elsewhere. */
    private List<String> whyNobodyMayCome() {
        final List<String> reasons = new ArrayList<>();
        if (failed.getAsBoolean()) {
            reasons.add("an engine has stopped");
        }
        for (final EngineHost host : engines) {
            if (host.isOverloaded()) {
                reasons.add("engine " + host.engine() + " is overloaded");
            }
            final String shortage = host.shortage();
            if (shortage != null) {
                reasons.add("engine " + host.engine() + ": no new match begins: " + shortage);
            }
        }
        return reasons;
    }
}
