package ringside.cli;

import picocli.CommandLine;
import ringside.io.files.FilesException;
import ringside.journal.JournalException;
import ringside.latency.report.LatencyLogException;
import ringside.replay.ReplayException;
import ringside.replay.file.DamagedFileException;
import ringside.server.ServerException;
import ringside.snapshot.checkpoint.CheckpointException;

/** Turns what a verb throws into one line and an exit status. What nobody foresaw keeps its stack trace. */
final class Failures implements CommandLine.IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(
            final Exception e, final CommandLine line, final CommandLine.ParseResult parsed) {
        if (e instanceof final ServerException server) {
            print(line, server);
            return server.isConfiguration() ? ExitCode.USAGE : ExitCode.FALSE;
        }
        if (e instanceof final JournalException journal) {
            print(line, journal);
            return switch (journal.code()) {
                case LOCKED, NOT_READABLE, NOT_WRITABLE, WRONG_SERVER, FORMAT, NOT_AVAILABLE -> ExitCode.USAGE;
                default -> ExitCode.FALSE;
            };
        }
        if (e instanceof final AdminRefusal refusal) {
            print(line, refusal);
            return refusal.isUsage() ? ExitCode.USAGE : ExitCode.FALSE;
        }
        if (e instanceof ReplayException && e.getCause() instanceof final Error stopped) {
            print(line, e);
            stopped.printStackTrace(line.getErr());
            return ExitCode.FALSE;
        }
        if (e instanceof DamagedFileException) {
            print(line, e);
            return ExitCode.FALSE;
        }
        if (e instanceof ReplayException
                || e instanceof CheckpointException
                || e instanceof FilesException
                || e instanceof LatencyLogException
                || e instanceof UsageException) {
            print(line, e);
            return ExitCode.USAGE;
        }
        line.getErr().println("ringside: an unforeseen failure; please report it with this trace");
        e.printStackTrace(line.getErr());
        return ExitCode.FALSE;
    }

    private static void print(final CommandLine line, final Exception e) {
        line.getErr().println("ringside: " + e.getMessage());
    }
}
