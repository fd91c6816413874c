package ringside.latency.report;

import java.nio.file.Path;

/**
 * A line that could not be read; all others were.
 *
 * @param line counted from 1
 * @param isDamage false for a last line without an end: its writer is still at it, or was killed
 */
public record LogProblem(Path file, long line, String what, boolean isDamage) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + what;
    }
}
