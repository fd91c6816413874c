package ringside.latency.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One of the worst moments of a stage, and what all stages reached in it.
 *
 * @param fromMs milliseconds since the epoch
 */
record Moment(int index, long fromMs, List<Reached> reached) {
    /**
     * The largest value of a stage in the moment.
     *
     * @param rank in how many moments of the run the stage reached as much, this one included: 1 for a highest that stands alone
     */
    record Reached(StageRun stage, long value, int rank) {}

    /** The moments in which a stage reached most, the worst first. */
    static List<Moment> worst(final Run run, final StageRun stage, final int count) {
        return IntStream.range(0, run.moments().count())
                .filter(each -> stage.peak(each) != StageRun.NO_PEAK)
                .boxed()
                .sorted(Comparator.comparingLong((Integer each) -> -stage.peak(each)))
                .limit(count)
                .map(each -> of(run, each))
                .toList();
    }

    private static Moment of(final Run run, final int index) {
        final List<Reached> reached = new ArrayList<>();
        for (final StageRun each : run.stages()) {
            final long value = each.peak(index);
            if (value != StageRun.NO_PEAK) {
                final long asHigh = each.peaks().filter(peak -> peak >= value).count();
                reached.add(new Reached(each, value, (int) asHigh));
            }
        }
        return new Moment(index, run.moments().fromMs() + index * run.moments().widthMs(), reached);
    }
}
