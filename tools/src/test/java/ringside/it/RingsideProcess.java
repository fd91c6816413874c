package ringside.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** The shaded jar in a process of its own, as an operator starts it. */
final class RingsideProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
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
    record Result(int exitCode, String out, String err) {
        /** The one JSON object that it printed. */
        JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (final JsonProcessingException e) {
                throw new AssertionError("not one JSON object: '" + out + "'; standard error: " + err, e);
            }
        }

        /** The JSON objects that it printed, one a line. */
        List<JsonNode> jsonLines() {
            return out.lines()
                    .map(line -> new Result(exitCode, line, err).json())
                    .toList();
        }

        /** The same, once it is known to have ended so. */
        Result require(final int expectedExitCode) {
            if (exitCode != expectedExitCode) {
                throw new AssertionError("exit status " + exitCode + " instead of " + expectedExitCode
                        + "; standard output: " + out + "; standard error: " + err);
            }
            return this;
        }
    }

    /** Starts {@code java -jar ringside.jar ARGUMENTS}. */
    static RingsideProcess start(final String... arguments) {
        return startOn(Path.of(System.getProperty("java.home")), arguments);
    }

    /** The same on another JDK. */
    static RingsideProcess startOn(final Path javaHome, final String... arguments) {
        return start(javaHome, List.of(), arguments);
    }

    /** The same for what ends soon: most of such a run is the JVM's start, which this halves. */
    static RingsideProcess startBrief(final String... arguments) {
        return start(
                Path.of(System.getProperty("java.home")),
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                arguments);
    }

    /** The same with so many open files at most. */
    static RingsideProcess startWithFiles(final int files, final String... arguments) {
        final List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + files + "; exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+PerfDisableSharedMem", "-jar", jar().toString()));
        command.addAll(List.of(arguments));
        try {
            return new RingsideProcess(new ProcessBuilder(command).start());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with these options of the JVM's. */
    static RingsideProcess startUnder(final List<String> jvmOptions, final String... arguments) {
        return start(Path.of(System.getProperty("java.home")), jvmOptions, arguments);
    }

    /** The same with another jar. */
    static RingsideProcess startJar(final Path jar, final String... arguments) {
        return launch(Path.of(System.getProperty("java.home")), List.of(), List.of("-jar", jar.toString()), arguments);
    }

    /** The same behind other words, such as those that choose its network. */
    static RingsideProcess startBehind(final List<String> prefix, final String... arguments) {
        final List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+PerfDisableSharedMem", "-jar", jar().toString()));
        command.addAll(List.of(arguments));
        try {
            return new RingsideProcess(new ProcessBuilder(command).start());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with the games of these tests on the class path. */
    static RingsideProcess startWithTests(final String... arguments) {
        return startWithTestsUnder(List.of(), arguments);
    }

    /** The same with further options of the JVM's. */
    static RingsideProcess startWithTestsUnder(final List<String> jvmOptions, final String... arguments) {
        final List<String> options = new ArrayList<>(List.of("-XX:+UseSerialGC"));
        options.addAll(jvmOptions);
        options.addAll(opens());
        return launch(
                Path.of(System.getProperty("java.home")),
                options,
                List.of("-cp", jar() + File.pathSeparator + testClasses(), "ringside.cli.Main"),
                arguments);
    }

    private static Path testClasses() {
        try {
            return Path.of(RingsideProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (final URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the jar's manifest opens when it is started as a jar. */
    private static List<String> opens() {
        final List<String> options = new ArrayList<>();
        try (JarFile file = new JarFile(jar().toFile())) {
            final Attributes manifest = file.getManifest().getMainAttributes();
            for (final String kind : List.of("Add-Exports", "Add-Opens")) {
                for (final String each : manifest.getValue(kind).strip().split("\\s+", -1)) {
                    options.add("--" + kind.toLowerCase(Locale.ROOT) + "=" + each + "=ALL-UNNAMED");
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return options;
    }

    private static RingsideProcess start(
            final Path javaHome, final List<String> jvmOptions, final String... arguments) {
        return launch(javaHome, jvmOptions, List.of("-jar", jar().toString()), arguments);
    }

    private static RingsideProcess launch(
            final Path javaHome, final List<String> jvmOptions, final List<String> what, final String... arguments) {
        final List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.add("-Xmx512m");
        command.add("-XX:+PerfDisableSharedMem");
        command.addAll(jvmOptions);
        command.addAll(what);
        command.addAll(List.of(arguments));
        try {
            return new RingsideProcess(new ProcessBuilder(command).start());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs to the end, which must come within a minute. */
    static Result run(final String... arguments) throws InterruptedException {
        try (RingsideProcess run = startBrief(arguments)) {
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

    /** Waits until that stands somewhere in standard error. */
    void awaitError(final String words) throws InterruptedException {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!err().contains(words)) {
            if (System.nanoTime() > endNs) {
                throw new AssertionError("'" + words + "' did not come; standard error: " + err());
            }
            TimeUnit.MILLISECONDS.sleep(20);
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
