package ringside.perf.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import ringside.perf.RunFailedException;

/**
 * Another process of this same program. It ends when its standard input does, so it never outlives its parent; what it has
 * to say are lines on standard output. Used by one thread.
 */
final class ChildProcess implements AutoCloseable {
    private static final int END_SECONDS = 20;
    private static final int MOST_LINES = 64;
    private static final String MAIN = "ringside.perf.Main";

    private final String name;
    private final Process process;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MOST_LINES);

    private ChildProcess(final String name, final Process process) {
        this.name = name;
        this.process = process;
        final Thread reader = new Thread(this::readLines, "output of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a hidden verb below {@code net}, with the JVM flags of this process. */
    static ChildProcess start(final String verb, final List<String> arguments) {
        final List<String> command = new ArrayList<>(javaCommand());
        command.add("net");
        command.add(verb);
        command.addAll(arguments);
        try {
            return new ChildProcess(
                    "net " + verb,
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (final IOException e) {
            throw new RunFailedException("net " + verb + ": cannot be started: " + e.getMessage(), e);
        }
    }

    private static List<String> javaCommand() {
        final String classPath = System.getProperty("java.class.path", "");
        final List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.add("-Dorg.slf4j.simpleLogger.log.ringside=warn");
        // A debugger or an agent of ours is not the children's.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-agentlib") && !flag.startsWith("-javaagent"))
                .forEach(command::add);
        if (classPath.endsWith(".jar") && !classPath.contains(System.getProperty("path.separator", ":"))) {
            command.addAll(List.of("-jar", classPath));
        } else {
            command.addAll(List.of("-cp", classPath, MAIN));
        }
        return command;
    }

    private void readLines() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.put(line);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(name + ": its output cannot be read", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long pid() {
        return process.pid();
    }

    /** The next line that begins like this, without the beginning. */
    String line(final String beginning, final int mostSeconds) throws InterruptedException {
        final long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(mostSeconds);
        while (System.nanoTime() < untilNs) {
            final boolean wasAlive = process.isAlive();
            final String line = lines.poll(100, TimeUnit.MILLISECONDS);
            if (line != null && line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
            if (line == null && !wasAlive) {
                throw new RunFailedException(name + ": ended with exit status " + process.exitValue()
                        + " before it said what was waited for; its own words are above");
            }
        }
        throw new RunFailedException(name + ": said nothing for " + mostSeconds + " seconds");
    }

    /** Asks it to stop. */
    void endInput() {
        try {
            process.getOutputStream().close();
        } catch (final IOException alreadyGone) {
            process.destroy();
        }
    }

    @Override
    public void close() {
        endInput();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (final InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
