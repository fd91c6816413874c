package ringside.perf.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import ringside.perf.RunFailedException;

/**
 * Another process of this same program. It ends when its standard input does, so it never outlives its parent; what it has
 * to say are lines on standard output. Used by one thread.
 */
public final class ChildProcess implements AutoCloseable {
    private static final int END_SECONDS = 20;
    private static final int MOST_LINES = 64;

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

    /**
     * Starts a verb of this program, with the JVM flags of this process.
     *
     * @param words the verb, with those that it stands below before it
     * @throws RunFailedException when no process can be started
     */
    public static ChildProcess start(final List<String> words, final List<String> arguments) {
        return start(words, arguments, List.of());
    }

    /** The same with more JVM flags. */
    public static ChildProcess start(final List<String> words, final List<String> arguments, final List<String> flags) {
        final String name = String.join(" ", words);
        final List<String> command = JavaCommand.ofThisProgram(flags);
        command.addAll(words);
        command.addAll(arguments);
        try {
            return new ChildProcess(
                    name,
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (final IOException e) {
            throw new RunFailedException(name + ": cannot be started: " + e.getMessage(), e);
        }
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

    public long pid() {
        return process.pid();
    }

    /** The next line that begins like this, without the beginning. */
    public String line(final String beginning, final int mostSeconds) throws InterruptedException {
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
    public void endInput() {
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
