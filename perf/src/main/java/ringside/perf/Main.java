package ringside.perf;

import picocli.CommandLine;

/** {@code java -jar ringside-perf.jar VERB}. */
public final class Main {
    private Main() {}

    public static void main(final String[] arguments) {
        Logging.configure();
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command line, for tests too. */
    public static CommandLine commandLine() {
        final CommandLine line = new CommandLine(new PerfCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        // A script may append its own choice to a command that has one.
        line.setOverwrittenOptionsAllowed(true);
        line.setExecutionExceptionHandler(new Failures());
        line.setParameterExceptionHandler(new WrongUsage());
        return line;
    }
}
