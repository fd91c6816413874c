package ringside.latency.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What logs of latency hold, by stage and by time. Times are milliseconds since the epoch.
 *
 * @param notes what was noted about machine, JVM and settings
 * @param slowFrames frames over their budget, in the order in which they ended
 * @param moments the finest spans of time there are, an interval each unless there are very many
 */
public record Run(
        List<Path> files,
        long intervals,
        long fromMs,
        long toMs,
        List<String> notes,
        List<LogProblem> problems,
        List<StageRun> stages,
        Moments moments,
        List<SlowFrame> slowFrames) {
    /** So many spans of time of equal width. */
    public record Moments(long fromMs, long widthMs, int count) {}

    public Optional<StageRun> stage(final String tag) {
        return stages.stream().filter(each -> each.tag().equals(tag)).findFirst();
    }

    /** False when a line was damaged or foreign. */
    public boolean isWhole() {
        return problems.stream().noneMatch(LogProblem::isDamage);
    }

    /** What a run is judged by: the whole way of an input, or a frame where no input was measured. */
    public StageRun foremost() {
        return stage("inputToView").or(() -> stage("frame")).orElseGet(() -> stages.get(0));
    }
}
