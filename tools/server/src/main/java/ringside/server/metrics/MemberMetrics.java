package ringside.server.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Puts what is known of members and standbys on the page of metrics. Stateless. */
public final class MemberMetrics {
    private static final double NS_PER_SECOND = 1e9;

    private MemberMetrics() {}

    /** What a primary knows. */
    public static void add(final MetricSnapshots.Builder all, final MemberFigures figures) {
        final List<MemberFigures.OfEngine> engines = figures.engines();
        final Function<MemberFigures.OfEngine, Labels> ofEngine = each -> ofEngine(each.engine());
        gauge(
                all,
                engines,
                each -> ofEngine(each.engine()).merge(Labels.of("level", each.level())),
                "ringside_durability",
                "1 for the level at which the journal is kept",
                each -> 1);
        gauge(
                all,
                engines,
                ofEngine,
                "ringside_in_sync_set_members",
                "Members of the in-sync set, the writer included; 0 while none is kept",
                MemberFigures.OfEngine::setSize);
        gauge(
                all,
                engines,
                ofEngine,
                "ringside_in_sync_waits_for",
                "Members without whom nothing further is safe now",
                MemberFigures.OfEngine::waitsFor);
        gauge(
                all,
                engines,
                ofEngine,
                "ringside_in_sync_stalled",
                "1 while nothing further is shown because members have not got it",
                each -> each.isStalled() ? 1 : 0);
        final List<MemberFigures.Follower> followers = figures.followers();
        final Function<MemberFigures.Follower, Labels> named =
                each -> Labels.of("engine", String.valueOf(each.engine()), "standby", each.name());
        gauge(
                all,
                followers,
                named,
                "ringside_follower_member",
                "1 for a standby in the in-sync set",
                each -> each.isMember() ? 1 : 0);
        gauge(
                all,
                followers,
                named,
                "ringside_follower_live",
                "1 for a standby that follows live",
                each -> each.isLive() ? 1 : 0);
        gauge(
                all,
                followers,
                named,
                "ringside_follower_lag_events",
                "Events that a standby has not acknowledged",
                MemberFigures.Follower::lagEvents);
        gauge(
                all,
                followers,
                named,
                "ringside_follower_lag_seconds",
                "For how long a standby has been behind without a pause",
                each -> each.lagNs() / NS_PER_SECOND);
        gauge(
                all,
                followers,
                named,
                "ringside_follower_frames_compared",
                "Frames whose hashes a standby found equal since it was started",
                MemberFigures.Follower::framesCompared);
        addEnds(all, figures.ends());
    }

    /** What a standby knows of itself. */
    public static void add(
            final MetricSnapshots.Builder all, final List<StandbyFigures> engines, final Map<String, Long> ends) {
        gauge(all, engines, "ringside_epoch", "The epoch of the journal", StandbyFigures::epoch);
        gauge(
                all,
                engines,
                "ringside_standby_position",
                "The last event that was appended and applied",
                StandbyFigures::position);
        gauge(
                all,
                engines,
                "ringside_standby_lag_events",
                "Events that the primary is known to have and this one has not",
                StandbyFigures::lagEvents);
        gauge(
                all,
                engines,
                "ringside_standby_lag_seconds",
                "For how long it has been behind, or without a connection",
                each -> each.lagNs() / NS_PER_SECOND);
        gauge(
                all,
                engines,
                "ringside_standby_silent_seconds",
                "For how long nothing was heard of any primary",
                each -> each.silentNs() / NS_PER_SECOND);
        gauge(all, engines, "ringside_standby_live", "1 while it follows live", each -> each.isLive() ? 1 : 0);
        gauge(all, engines, "ringside_standby_in_sync", "1 while it may be promoted", each -> each.isInSync() ? 1 : 0);
        gauge(
                all,
                engines,
                "ringside_standby_member",
                "1 while it belongs to the in-sync set",
                each -> each.isMember() ? 1 : 0);
        gauge(
                all,
                engines,
                "ringside_in_sync_set_members",
                "Members of the in-sync set, the writer included; 0 while none is kept",
                StandbyFigures::setSize);
        gauge(
                all,
                engines,
                "ringside_standby_hash_ok",
                "0 once a hash was not the primary's",
                each -> each.isHashOk() ? 1 : 0);
        gauge(
                all,
                engines,
                "ringside_standby_matches_differing",
                "Matches of which a frame was not the primary's",
                StandbyFigures::matchesDiffering);
        gauge(
                all,
                engines,
                "ringside_standby_matches_passed_over",
                "Matches that a shadow does not follow, for its build does not carry their logic",
                StandbyFigures::matchesPassedOver);
        final CounterSnapshot.Builder compared = CounterSnapshot.builder()
                .name("ringside_standby_frames_compared")
                .help("Frames whose hashes were the primary's");
        engines.forEach(each -> compared.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(ofEngine(each.engine()))
                .value((double) each.framesCompared())
                .build()));
        all.metricSnapshot(compared.build());
        addEnds(all, ends);
    }

    private static void addEnds(final MetricSnapshots.Builder all, final Map<String, Long> ends) {
        final CounterSnapshot.Builder counter = CounterSnapshot.builder()
                .name("ringside_replication_ends")
                .help("Connections between servers that ended, by reason; LOWER_EPOCH for a reign that was refused");
        // Those of lower epochs are there from the beginning on, so that an alert can wait for the first one.
        final Map<String, Long> shown = new TreeMap<>(Map.of("LOWER_EPOCH", 0L));
        shown.putAll(ends);
        shown.forEach((reason, count) -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(Labels.of("reason", reason))
                .value((double) count)
                .build()));
        all.metricSnapshot(counter.build());
    }

    private static Labels ofEngine(final int engine) {
        return Labels.of("engine", String.valueOf(engine));
    }

    private static void gauge(
            final MetricSnapshots.Builder all,
            final List<StandbyFigures> engines,
            final String name,
            final String help,
            final ToDoubleFunction<StandbyFigures> value) {
        gauge(all, engines, each -> ofEngine(each.engine()), name, help, value);
    }

    private static <T> void gauge(
            final MetricSnapshots.Builder all,
            final List<T> figures,
            final Function<T, Labels> labels,
            final String name,
            final String help,
            final ToDoubleFunction<T> value) {
        // Two may go by one name; a page with the same labels twice is none that can be read, so the worse of the two
        // is told.
        final Map<Labels, Double> values = new TreeMap<>();
        figures.forEach(each -> values.merge(labels.apply(each), value.applyAsDouble(each), Math::max));
        final GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        values.forEach((labelled, each) -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labelled)
                .value(each)
                .build()));
        all.metricSnapshot(gauge.build());
    }
}
