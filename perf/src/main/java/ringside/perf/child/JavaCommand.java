package ringside.perf.child;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** How this program is started once more. */
public final class JavaCommand {
    private static final String MAIN = "ringside.perf.Main";

    private JavaCommand() {}

    /**
     * The words before a verb: this JVM with its flags and some more, and this program.
     *
     * @return a list of the caller's own
     */
    public static List<String> ofThisProgram(final List<String> flags) {
        return of(System.getProperty("java.home"), flags);
    }

    /** The same with the JVM of another home. */
    public static List<String> of(final String javaHome, final List<String> flags) {
        final String classPath = System.getProperty("java.class.path", "");
        final List<String> command = new ArrayList<>();
        command.add(javaHome + "/bin/java");
        command.add("-Dorg.slf4j.simpleLogger.log.ringside=warn");
        // A debugger or an agent of ours is not the children's.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-agentlib") && !flag.startsWith("-javaagent"))
                .forEach(command::add);
        command.addAll(flags);
        if (classPath.endsWith(".jar") && !classPath.contains(System.getProperty("path.separator", ":"))) {
            command.addAll(List.of("-jar", classPath));
        } else {
            command.addAll(List.of("-cp", classPath, MAIN));
        }
        return command;
    }
}
