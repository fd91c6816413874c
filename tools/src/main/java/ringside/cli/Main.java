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
        System.exit(commandLine(arguments).execute(arguments));
    }

    /** The command line with every verb. */
    static CommandLine commandLine() {
        return with(Verbs.NAMES);
    }

    /** The same with the verb alone that the arguments begin with, if they do: to read what all say of themselves takes a while. */
    static CommandLine commandLine(final String... arguments) {
        return arguments.length > 0 && Verbs.NAMES.contains(arguments[0])
                ? with(List.of(arguments[0]))
                : with(Verbs.NAMES);
    }

    private static CommandLine with(final List<String> verbs) {
        final CommandLine line = new CommandLine(new RootCommand());
        verbs.forEach(verb -> line.addSubcommand(Verbs.of(verb)));
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
