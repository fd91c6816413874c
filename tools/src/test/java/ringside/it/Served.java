package ringside.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code serve} in a process of its own, ready, on ports that the system chose. */
final class Served implements AutoCloseable {
    private static final Pattern HTTP = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/");
    private static final Pattern TCP = Pattern.compile("tcp://127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern ADMIN = Pattern.compile("admin (127\\.0\\.0\\.1:\\d+)");
    private static final Pattern FINAL_HASH = Pattern.compile("final hash ([0-9a-f]{16})");

    private final RingsideProcess process;
    private final String ready;

    private Served(final RingsideProcess process, final String ready) {
        this.process = process;
        this.ready = ready;
    }

    static Served start(final Path dir, final String... options) throws InterruptedException {
        return ready(RingsideProcess.start(arguments(dir, options).toArray(new String[0])));
    }

    /** The same with these options of the JVM's. */
    static Served startUnder(final List<String> jvmOptions, final Path dir, final String... options)
            throws InterruptedException {
        return ready(
                RingsideProcess.startUnder(jvmOptions, arguments(dir, options).toArray(new String[0])));
    }

    /** The same with the games of these tests. */
    static Served startWithTests(final Path dir, final String... options) throws InterruptedException {
        return ready(RingsideProcess.startWithTests(arguments(dir, options).toArray(new String[0])));
    }

    private static Served ready(final RingsideProcess process) throws InterruptedException {
        try {
            return new Served(process, process.awaitLine("ready"));
        } catch (final InterruptedException | RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    /** Starts a server that is expected to end by itself, and waits for that. */
    static RingsideProcess.Result refused(final Path dir, final String... options) throws InterruptedException {
        return RingsideProcess.run(arguments(dir, options).toArray(new String[0]));
    }

    /** Its command line: on any ports, but for those given. */
    static List<String> arguments(final Path dir, final String... options) {
        final List<String> arguments = new ArrayList<>(List.of("serve", "--dir", dir.toString()));
        arguments.addAll(List.of(options));
        for (final String port : List.of("--http", "--tcp")) {
            if (!arguments.contains(port)) {
                arguments.addAll(List.of(port, "0"));
            }
        }
        return arguments;
    }

    int httpPort() {
        return port(HTTP);
    }

    int tcpPort() {
        return port(TCP);
    }

    /** The admin port, as {@code --admin} wants it. */
    String admin() {
        final Matcher matcher = ADMIN.matcher(ready);
        if (!matcher.find()) {
            throw new AssertionError("no admin port in: " + ready);
        }
        return matcher.group(1);
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.kill();
    }

    String url() {
        return "tcp://127.0.0.1:" + tcpPort();
    }

    private int port(final Pattern pattern) {
        final Matcher matcher = pattern.matcher(ready);
        if (!matcher.find()) {
            throw new AssertionError("no such port in: " + ready);
        }
        return Integer.parseInt(matcher.group(1));
    }

    long pid() {
        return process.pid();
    }

    String err() {
        return process.err();
    }

    /** Ends it cleanly, and returns the final hash that it prints. */
    String stop() throws InterruptedException {
        final RingsideProcess.Result result = process.stop();
        final Matcher matcher = FINAL_HASH.matcher(result.err());
        if (!matcher.find()) {
            throw new AssertionError("no final hash in: " + result.err());
        }
        return matcher.group(1);
    }

    @Override
    public void close() {
        process.close();
    }
}
