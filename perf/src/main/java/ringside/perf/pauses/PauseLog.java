package ringside.perf.pauses;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import ringside.perf.RunFailedException;

/**
 * Every moment in which the JVM held all threads, from its own log, to the nanosecond. The beans of the collectors count whole
 * milliseconds and, with collectors that work beside the program, whole cycles: neither is a pause. A pause here lasts from the
 * request to hold until threads may go on; so it holds the time that threads took to stop, too.
 */
public final class PauseLog implements AutoCloseable {
    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";
    private static final Pattern LINE = Pattern.compile(
            "\\[(\\d+)ns].*Safepoint \"([^\"]+)\".*Reaching safepoint: +(\\d+) ns.*Total: +(\\d+) ns.*");

    /** Operations of collectors; others are the JVM's own, such as those of its compilers. */
    private static final Pattern COLLECTOR =
            Pattern.compile("(G1|Parallel|Z[A-Z]|X[A-Z]|Shenandoah|Serial|Gen[A-Z]|CollectFor).*");

    private final Path file;

    /**
     * One of them.
     *
     * @param atNs when it ended, since the JVM began
     * @param operation what the threads were held for, in the JVM's words
     * @param reachingNs until the last thread stood
     * @param totalNs all of it
     */
    public record Pause(long atNs, String operation, long reachingNs, long totalNs) {
        public boolean isCollectors() {
            return COLLECTOR.matcher(operation).matches();
        }
    }

    /** Has the JVM log into that file from now on. */
    public PauseLog(final Path file) {
        this.file = file;
        tell("output=" + file, "what=safepoint=info", "decorators=uptimenanos");
    }

    private static void tell(final String... words) {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(new ObjectName(COMMANDS), "vmLog", new Object[] {words}, new String[] {
                        String[].class.getName()
                    });
        } catch (final JMException e) {
            throw new RunFailedException("the JVM does not log its pauses: " + e.getMessage(), e);
        }
    }

    /** Nanoseconds since the JVM began, to the millisecond. */
    public static long uptimeNs() {
        return ManagementFactory.getRuntimeMXBean().getUptime() * 1_000_000;
    }

    /** Those that ended between two moments. */
    public List<Pause> between(final long fromNs, final long toNs) {
        final List<Pause> pauses = new ArrayList<>();
        try (Stream<String> lines = Files.lines(file)) {
            for (final String line : (Iterable<String>) lines::iterator) {
                final Pause pause = parse(line);
                if (pause != null && pause.atNs() >= fromNs && pause.atNs() < toNs) {
                    pauses.add(pause);
                }
            }
        } catch (final IOException e) {
            throw new RunFailedException(file + ": the JVM's log cannot be read: " + e.getMessage(), e);
        }
        return pauses;
    }

    /** Null for a line that tells of none. */
    static @Nullable Pause parse(final String line) {
        final Matcher found = LINE.matcher(line);
        return found.matches()
                ? new Pause(
                        Long.parseLong(found.group(1)),
                        found.group(2),
                        Long.parseLong(found.group(3)),
                        Long.parseLong(found.group(4)))
                : null;
    }

    @Override
    public void close() {
        tell("output=" + file, "what=all=off");
    }
}
