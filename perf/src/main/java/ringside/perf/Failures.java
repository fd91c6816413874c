package ringside.perf;

import picocli.CommandLine;
import ringside.journal.JournalException;

/** Turns what a verb throws into one line and an exit status. What nobody foresaw keeps its stack trace. */
final class Failures implements CommandLine.IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(
            final Exception e, final CommandLine line, final CommandLine.ParseResult parsed) {
        if (e instanceof UsageException) {
            line.getErr().println("ringside-perf: " + e.getMessage());
            return ExitCode.USAGE;
        }
        if (e instanceof JournalException || e instanceof RunFailedException) {
            line.getErr().println("ringside-perf: " + e.getMessage());
            return ExitCode.FALSE;
        }
        line.getErr().println("ringside-perf: an unforeseen failure; please report it with this trace");
        e.printStackTrace(line.getErr());
        return ExitCode.FALSE;
    }
}
