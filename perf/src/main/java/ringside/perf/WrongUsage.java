package ringside.perf;

import picocli.CommandLine;

/** Answers a wrong option or argument with one line, and where help is. */
final class WrongUsage implements CommandLine.IParameterExceptionHandler {
    @Override
    public int handleParseException(final CommandLine.ParameterException e, final String[] arguments) {
        final CommandLine line = e.getCommandLine();
        line.getErr().println("ringside-perf: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, line.getErr());
        line.getErr().println("Help: ringside-perf " + path(line) + "--help");
        return ExitCode.USAGE;
    }

    private static String path(final CommandLine line) {
        final String name = line.getCommandSpec().qualifiedName(" ");
        return name.contains(" ") ? name.substring(name.indexOf(' ') + 1) + " " : "";
    }
}
