package ringside.perf.scale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ringside.perf.RunFailedException;

/**
 * A run in a JVM of its own, with the heap that it needs. The child ends when this process does: its standard input is the
 * tie, see {@link #endWithParent}.
 */
final class ScaleProcess {
    private static final String MAIN = "ringside.perf.Main";

    private ScaleProcess() {}

    /**
     * Runs it and returns its result; its progress goes to standard error.
     *
     * @param flags for its JVM, besides those of this one
     * @param more options of the verb
     */
    static JsonNode result(
            final ScalePlan plan,
            final List<String> flags,
            final List<String> more,
            final @Nullable Path directory,
            final @Nullable Path profile) {
        final String answer = output(plan, with("--json", more), flags, directory, profile);
        try {
            return new ObjectMapper().readTree(answer);
        } catch (final JsonProcessingException e) {
            throw new RunFailedException("scale: the run answered with something else than a result", e);
        }
    }

    /** Runs it and returns what it prints for people. */
    static String text(
            final ScalePlan plan,
            final List<String> flags,
            final List<String> more,
            final @Nullable Path directory,
            final @Nullable Path profile) {
        return output(plan, more, flags, directory, profile);
    }

    private static List<String> with(final String option, final List<String> more) {
        return Stream.concat(Stream.of(option), more.stream()).toList();
    }

    private static String output(
            final ScalePlan plan,
            final List<String> form,
            final List<String> flags,
            final @Nullable Path directory,
            final @Nullable Path profile) {
        final List<String> command = command(plan, flags, profile != null);
        command.add("scale");
        command.addAll(ScaleOptions.arguments(plan));
        command.addAll(form);
        command.add("--in-process");
        command.add("--tied");
        if (directory != null) {
            command.add("--dir=" + directory.toAbsolutePath());
        }
        if (profile != null) {
            command.add("--profile=" + profile.toAbsolutePath());
        }
        try {
            final Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            final String answer;
            try {
                answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } finally {
                process.getOutputStream().close();
            }
            final int status = process.waitFor();
            if (status != 0) {
                throw new RunFailedException(
                        "scale: the run ended with exit status " + status + "; its own words are above");
            }
            return answer;
        } catch (final IOException e) {
            throw new RunFailedException("scale: a JVM cannot be started: " + e.getMessage(), e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunFailedException("scale: interrupted", e);
        }
    }

    private static List<String> command(final ScalePlan plan, final List<String> flags, final boolean profiled) {
        final String classPath = System.getProperty("java.class.path", "");
        final List<String> given = Stream.concat(
                        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                                .filter(flag -> !flag.startsWith("-agentlib") && !flag.startsWith("-javaagent")),
                        flags.stream())
                .toList();
        final List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(given);
        command.addAll(Memory.flags(plan, given));
        if (profiled) {
            // Samples between safepoints are put to the line that ran, not to the next poll.
            command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints"));
        }
        if (classPath.endsWith(".jar") && !classPath.contains(System.getProperty("path.separator", ":"))) {
            command.addAll(List.of("-jar", classPath));
        } else {
            command.addAll(List.of("-cp", classPath, MAIN));
        }
        return command;
    }

    /** Ends this process, and removes what it wrote, when the one that started it is gone. */
    static void endWithParent(final int failedStatus) {
        final Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // The parent says nothing.
                        }
                    } catch (final IOException e) {
                        // As good as gone.
                    }
                    System.exit(failedStatus);
                },
                "parent watch");
        watch.setDaemon(true);
        watch.start();
    }
}
