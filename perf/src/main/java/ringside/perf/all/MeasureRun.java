package ringside.perf.all;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ringside.perf.RunFailedException;
import ringside.perf.child.JavaCommand;

/** Runs a measure in a JVM of its own, so that none warms another up; what it says goes to a file and to whoever looks on. */
final class MeasureRun {
    private static final int SLACK_SECONDS = 180;
    private static final int SLACK_TIMES = 5;
    private static final int KEPT_LINES = 12;
    private static final int END_SECONDS = 20;

    private final String javaHome;
    private final boolean quick;
    private final Path folder;

    /** @param javaHome of the JVM that measures */
    MeasureRun(final String javaHome, final boolean quick, final Path folder) {
        this.javaHome = javaHome;
        this.quick = quick;
        this.folder = folder;
    }

    /** The measure's result of an earlier run in the same folder, or null. */
    static @Nullable JsonNode earlier(final Path folder, final String name) {
        final Path file = folder.resolve(name + ".json");
        try {
            return Files.isRegularFile(file) ? new ObjectMapper().readTree(file.toFile()) : null;
        } catch (final IOException damaged) {
            return null;
        }
    }

    List<String> arguments(final Measure measure) {
        final List<String> words = new ArrayList<>(measure.command());
        if (quick) {
            words.addAll(measure.quick());
        }
        words.add("--json");
        return words;
    }

    /** As a person would type it. */
    String typed(final Measure measure) {
        final List<String> words = new ArrayList<>(List.of("java"));
        words.addAll(measure.flags());
        words.add("-jar perf/target/ringside-perf.jar");
        words.addAll(arguments(measure));
        return String.join(" ", words);
    }

    Outcome run(final Measure measure, final Consumer<String> said) {
        final List<String> command = JavaCommand.of(javaHome, measure.flags());
        command.addAll(arguments(measure));
        final long beganNs = System.nanoTime();
        final Deque<String> lastWords = new ArrayDeque<>();
        final Path out = folder.resolve(measure.name() + ".part");
        try {
            final Process process =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).start();
            final Thread atExit = new Thread(process::destroy, "end of " + measure.name());
            Runtime.getRuntime().addShutdownHook(atExit);
            try {
                final Thread listener = listen(measure, process, lastWords, said);
                final int exit = await(measure, process);
                listener.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
                final JsonNode result = keep(measure, out, exit);
                return new Outcome(
                        measure, result, exit, (System.nanoTime() - beganNs) / 1e9, typed(measure), words(lastWords));
            } finally {
                process.destroy();
                Runtime.getRuntime().removeShutdownHook(atExit);
                Files.deleteIfExists(out);
            }
        } catch (final IOException e) {
            throw new RunFailedException(measure.name() + ": " + e.getMessage(), e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunFailedException(measure.name() + ": interrupted", e);
        }
    }

    private static String words(final Deque<String> lines) {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    private int await(final Measure measure, final Process process) throws InterruptedException {
        final int expected = quick ? measure.quickSeconds() : measure.seconds();
        if (!process.waitFor(SLACK_SECONDS + (long) SLACK_TIMES * expected, TimeUnit.SECONDS)) {
            process.destroy();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        return process.waitFor();
    }

    private Thread listen(
            final Measure measure, final Process process, final Deque<String> lastWords, final Consumer<String> said) {
        final Thread thread = new Thread(
                () -> {
                    try (BufferedReader in = process.errorReader(StandardCharsets.UTF_8);
                            PrintWriter log = new PrintWriter(
                                    Files.newBufferedWriter(folder.resolve(measure.name() + ".log")), true)) {
                        for (String line = in.readLine(); line != null; line = in.readLine()) {
                            log.println(line);
                            said.accept(line);
                            synchronized (lastWords) {
                                lastWords.addLast(line);
                                if (lastWords.size() > KEPT_LINES) {
                                    lastWords.removeFirst();
                                }
                            }
                        }
                    } catch (final IOException e) {
                        throw new UncheckedIOException(measure.name() + ": what it says cannot be read", e);
                    }
                },
                "words of " + measure.name());
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Keeps what it printed where that is a result. A failed run leaves none, so that it is measured again. */
    private @Nullable JsonNode keep(final Measure measure, final Path out, final int exit) throws IOException {
        final Path file = folder.resolve(measure.name() + ".json");
        final JsonNode result;
        try {
            result = new ObjectMapper().readTree(Files.readString(out));
        } catch (final JsonProcessingException e) {
            Files.deleteIfExists(file);
            return null;
        }
        if (!result.isObject()) {
            Files.deleteIfExists(file);
            return null;
        }
        if (exit == 0) {
            Files.writeString(file, result.toPrettyString() + "\n");
        } else {
            Files.deleteIfExists(file);
        }
        return result;
    }
}
