package ringside.server;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.latency.LatencyRecorders;
import ringside.latency.LatencyStage;
import ringside.latency.RecentPauses;
import ringside.latency.StageRecorder;

/**
 * When the JVM let every thread stand still: for its collector, or for anything else. The JVM itself tells it, to the nanosecond, in
 * its unified log, of which this asks for one more file; beans and notifications of collectors count in milliseconds. On a JVM that
 * has no such log, or cannot be asked, nothing is recorded, which is said once.
 *
 * <pre>
 * [74554401148433ns] Safepoint "G1CollectFull", Time since last: … ns, Reaching safepoint: 1914 ns, …, Total: 49975447 ns
 * </pre>
 *
 * One thread.
 */
final class SafepointLog implements AutoCloseable {
    static final String FILE = "safepoints.log";

    private static final Logger LOG = LoggerFactory.getLogger("ringside.server");
    private static final Pattern LINE = Pattern.compile(
            "\\[(\\d+)ns\\].*Safepoint \"([^\"]+)\".*Reaching safepoint: (\\d+) ns,.*Total: (\\d+) ns.*");

    /** The names of what collectors do while every thread stands still; others are not for them. */
    private static final Pattern COLLECTION =
            Pattern.compile("G1.*|[XZ][A-Z].*|Shenandoah.*|Parallel.*|Serial.*|GenCollect.*|CollectFor.*");

    private static final long NOTED_NS = 100_000;
    private static final int MOST_BYTES_AT_ONCE = 1 << 20;

    private final Path file;
    private final StageRecorder pauses;
    private final StageRecorder reaching;
    private final RecentPauses recent = new RecentPauses(NOTED_NS);
    private boolean isAsked;
    private boolean isOn;
    private long readTo;

    /** @param folder where the file is made, of which the last one or two MiB are kept */
    SafepointLog(final Path folder, final LatencyRecorders recorders) {
        file = folder.resolve(FILE);
        pauses = recorders.of(LatencyStage.GC_PAUSE);
        reaching = recorders.of(LatencyStage.SAFEPOINT);
    }

    /** The last pauses of the collector that were worth a note. */
    RecentPauses recent() {
        return recent;
    }

    /** Records what came since the last call; the first call asks the JVM for it. */
    void read() {
        if (!isAsked) {
            isAsked = true;
            isOn = begin();
        }
        if (isOn) {
            try {
                readOn();
            } catch (final IOException e) {
                isOn = false;
                LOG.warn("latency: safepoints are recorded no further: {}: {}", file, e.getMessage());
            }
        }
    }

    private boolean begin() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(file);
            final String said = ask(
                    "output=\"file=" + file + "\"",
                    "output_options=\"filecount=1,filesize=1M\"",
                    "what=\"safepoint=info\"",
                    "decorators=\"timenanos\"");
            if (!Files.exists(file)) {
                LOG.info("latency: safepoints are not recorded: {}", said.strip());
                return false;
            }
            return true;
        } catch (final IOException | JMException e) {
            LOG.info("latency: safepoints are not recorded: this JVM has no log of them ({})", e.toString());
            return false;
        }
    }

    private static String ask(final String... words) throws JMException {
        return String.valueOf(ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "vmLog",
                        new Object[] {words},
                        new String[] {String[].class.getName()}));
    }

    private void readOn() throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            final long length = in.length();
            if (length < readTo) {
                // The JVM began the file anew.
                readTo = 0;
            }
            final int bytes = (int) Math.min(MOST_BYTES_AT_ONCE, length - readTo);
            if (bytes == 0) {
                return;
            }
            final byte[] read = new byte[bytes];
            in.seek(readTo);
            in.readFully(read);
            final String text = new String(read, StandardCharsets.US_ASCII);
            final int end = text.lastIndexOf('\n') + 1;
            readTo += end;
            text.substring(0, end).lines().forEach(this::line);
        }
    }

    void line(final String line) {
        final Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return;
        }
        reaching.record(Long.parseLong(parts.group(3)));
        if (COLLECTION.matcher(parts.group(2)).matches()) {
            final long lengthNs = Long.parseLong(parts.group(4));
            pauses.record(lengthNs);
            recent.note(Long.parseLong(parts.group(1)), lengthNs);
        }
    }

    /** The JVM writes no further. */
    @Override
    public void close() {
        if (isOn) {
            isOn = false;
            try {
                ask("output=\"file=" + file + "\"", "what=\"all=off\"");
            } catch (final JMException e) {
                LOG.debug("latency: the JVM's log goes on: {}", e.toString());
            }
        }
    }
}
