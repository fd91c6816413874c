package ringside.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** {@code java -jar ringside.jar VERB}. */
public final class Main {
    /** When this class was loaded, a tenth of a second after the process began. */
    static final long BEGAN_NS = System.nanoTime();

    private Main() {}

    public static void main(final String[] arguments) {
        Logging.configure();
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command line, for tests too. */
    static CommandLine commandLine() {
        final CommandLine line = new CommandLine(new RootCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(new Failures());
        line.setParameterExceptionHandler(new WrongUsage());
        final CommandLine serve = line.getSubcommands().get("serve");
        if (serve != null) {
            final List<String> footer =
                    new ArrayList<>(List.of("", "Keys of a configuration file, their defaults and meanings:"));
            ServerOptions.keys().forEach(each -> footer.add(each.replace("%", "%%")));
            serve.getCommandSpec().usageMessage().footer(footer.toArray(String[]::new));
        }
        return line;
    }
}
