package ringside.journal.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own, with this one's class path and flags. */
public final class Forked implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    private Forked(final Process process) {
        this.process = process;
        lines = process.inputReader(StandardCharsets.UTF_8);
    }

    /** One that keeps all that it appends. */
    public static Forked appender(final Path directory, final long clockMs) {
        return appender(directory, clockMs, 0);
    }

    /** One that removes its oldest files when they take more than so many bytes; 0: never. */
    public static Forked appender(final Path directory, final long clockMs, final long keptBytes) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-") || argument.startsWith("-XX:+Perf"))
                .forEach(command::add);
        command.addAll(List.of(
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Appender.class.getName(),
                directory.toString(),
                Long.toString(clockMs),
                Long.toString(keptBytes)));
        try {
            return new Forked(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** The next line of its output; null at the end. */
    public String line() {
        try {
            return lines.readLine();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kill -9, and what it had still printed. */
    public List<String> kill() {
        // The process itself would close its output with it.
        process.toHandle().destroyForcibly();
        final List<String> rest = new ArrayList<>();
        for (String line = line(); line != null; line = line()) {
            rest.add(line);
        }
        return rest;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
