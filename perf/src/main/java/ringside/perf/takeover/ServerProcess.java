package ringside.perf.takeover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ringside.perf.RunFailedException;

/** {@code ringside.jar} in a process of its own, as an operator starts it. Used by one thread. */
final class ServerProcess implements AutoCloseable {
    /** This machine, for itself. */
    static final String LOOPBACK = "127.0.0.1";

    private static final int END_SECONDS = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private ServerProcess(final String name, final Process process) {
        this.name = name;
        this.process = process;
        final Thread reader = new Thread(this::readLines, "output of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts it.
     *
     * @param before words before the command, such as those that choose its network
     * @param log where its standard error goes
     */
    static ServerProcess start(
            final Path jar, final List<String> before, final Path log, final List<String> arguments) {
        final List<String> command = new ArrayList<>(before);
        command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx1g", "-XX:+PerfDisableSharedMem"));
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        try {
            return new ServerProcess(
                    arguments.get(0),
                    new ProcessBuilder(command).redirectError(log.toFile()).start());
        } catch (final IOException e) {
            throw new RunFailedException(arguments.get(0) + ": cannot be started: " + e.getMessage(), e);
        }
    }

    private void readLines() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(name + ": its output cannot be read", e);
        }
    }

    /** The next line that begins like this. */
    String line(final String beginning, final int mostSeconds) throws InterruptedException {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(mostSeconds);
        while (System.nanoTime() < endNs) {
            final boolean wasAlive = process.isAlive();
            final String line = lines.poll(50, TimeUnit.MILLISECONDS);
            if (line != null && line.startsWith(beginning)) {
                return line;
            }
            if (line == null && !wasAlive) {
                throw new RunFailedException(name + ": ended with exit status " + process.exitValue());
            }
        }
        throw new RunFailedException(
                name + ": said nothing that begins with '" + beginning + "' for " + mostSeconds + " s");
    }

    /** Everything that it printed, once it has ended. */
    String output() throws InterruptedException {
        process.waitFor();
        final List<String> all = new ArrayList<>();
        for (String line = lines.poll(1, TimeUnit.SECONDS);
                line != null;
                line = lines.poll(100, TimeUnit.MILLISECONDS)) {
            all.add(line);
        }
        return String.join("\n", all);
    }

    int exitValue() throws InterruptedException {
        return process.waitFor();
    }

    /** HOST:PORT of what a line names. */
    static String address(final String line, final String what) {
        final Matcher found =
                Pattern.compile(Pattern.quote(what) + "([0-9.]+:\\d+)").matcher(line);
        if (!found.find()) {
            throw new RunFailedException("no '" + what + "' in: " + line);
        }
        return found.group(1);
    }

    /** A port of this machine that nobody has at the moment. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static JsonNode tree(final String text) {
        try {
            return JSON.readTree(text);
        } catch (final JsonProcessingException e) {
            throw new RunFailedException("not JSON: " + text, e);
        }
    }

    /** SIGSTOP: it does nothing any more, and its connections stay. */
    void freeze() {
        try {
            if (new ProcessBuilder("kill", "-STOP", String.valueOf(process.pid()))
                            .start()
                            .waitFor()
                    != 0) {
                throw new RunFailedException(name + ": cannot be stopped by a signal");
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunFailedException("interrupted", e);
        }
    }

    /** Whether it ends by itself in that time. */
    boolean isOver(final int seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    /** kill -9; returns at once. */
    void kill() {
        process.destroyForcibly();
    }

    /** SIGTERM, and waits for the end. */
    void stop() throws InterruptedException {
        process.toHandle().destroy();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new RunFailedException(name + ": did not stop within " + END_SECONDS + " s");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
