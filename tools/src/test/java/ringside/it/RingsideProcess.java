package ringside.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The shaded jar in a process of its own, as an operator starts it. */
final class RingsideProcess implements AutoCloseable {
    private static final String END = "\u0000";

    private final Process process;
    private final BlockingQueue<String> out = new LinkedBlockingQueue<>();
    private final List<String> err = new ArrayList<>();
    private final Thread outReader;
    private final Thread errReader;

    private RingsideProcess(final Process process) {
        this.process = process;
        outReader = reader(process.inputReader(StandardCharsets.UTF_8), out::add);
        errReader = reader(process.errorReader(StandardCharsets.UTF_8), this::keepError);
    }

    /** What a finished run left. */
    record Result(int exitCode, String out, String err) {}

    /** Starts {@code java -jar ringside.jar ARGUMENTS}. */
    static RingsideProcess start(final String... arguments) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.add("-XX:+PerfDisableSharedMem");
        command.add("-jar");
        command.add(jar().toString());
        command.addAll(List.of(arguments));
        try {
            return new RingsideProcess(new ProcessBuilder(command).start());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs to the end, which must come within a minute. */
    static Result run(final String... arguments) throws InterruptedException {
        try (RingsideProcess run = start(arguments)) {
            return run.await(60);
        }
    }

    /** The jar that this build made. */
    static Path jar() {
        return Path.of(System.getProperty("ringside.jar", "target/ringside.jar"));
    }

    private static Thread reader(final BufferedReader from, final Consumer<String> to) {
        final Thread thread = new Thread(
                () -> {
                    try (from) {
                        String line = from.readLine();
                        while (line != null) {
                            to.accept(line);
                            line = from.readLine();
                        }
                    } catch (final IOException e) {
                        to.accept("(the stream broke: " + e.getMessage() + ")");
                    }
                    to.accept(END);
                },
                "process-output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void keepError(final String line) {
        if (!line.equals(END)) {
            synchronized (err) {
                err.add(line);
            }
        }
    }

    String err() {
        synchronized (err) {
            return String.join("\n", err);
        }
    }

    /** Waits for a line of standard output that begins like this. */
    String awaitLine(final String beginning) throws InterruptedException {
        while (true) {
            final String line = out.poll(60, TimeUnit.SECONDS);
            if (line == null || line.equals(END)) {
                throw new AssertionError("no line '" + beginning + "…' came; standard error: " + err());
            }
            if (line.startsWith(beginning)) {
                return line;
            }
        }
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM, and waits for the end. */
    Result stop() throws InterruptedException {
        // Through the handle: Process.destroy would close the streams before the last words were read.
        process.toHandle().destroy();
        return await(30);
    }

    long pid() {
        return process.pid();
    }

    Result await(final int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after " + seconds + " s; standard error: " + err());
        }
        outReader.join();
        errReader.join();
        final List<String> lines = new ArrayList<>();
        out.drainTo(lines);
        lines.remove(END);
        return new Result(process.exitValue(), String.join("\n", lines), err());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
