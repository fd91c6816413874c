package ringside.perf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What figures were measured on. Without it they say nothing.
 *
 * @param system name, version and architecture
 * @param processor its model, or {@code unknown}
 * @param processors that the JVM may use
 * @param jvm name and version
 * @param flags that the JVM was started with
 */
public record Machine(String system, String processor, int processors, String jvm, List<String> flags) {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    /** This machine and this process. */
    public static Machine current() {
        return new Machine(
                property("os.name") + " " + property("os.version") + " " + property("os.arch"),
                processorModel(),
                Runtime.getRuntime().availableProcessors(),
                property("java.vm.name") + " " + property("java.vm.version"),
                ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    private static String property(final String name) {
        return System.getProperty(name, "unknown");
    }

    private static String processorModel() {
        if (!Files.isReadable(CPUINFO)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(CPUINFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (final IOException e) {
            return "unknown";
        }
    }

    /** Adds {@code machine}, {@code jvm} and {@code flags} to a result. */
    public void putInto(final ObjectNode result) {
        final ObjectNode machine = result.putObject("machine");
        machine.put("system", system);
        machine.put("processor", processor);
        machine.put("processors", processors);
        result.put("jvm", jvm);
        final ArrayNode array = result.putArray("flags");
        flags.forEach(array::add);
    }

    /** For people, on one line. */
    @Override
    public String toString() {
        return processors + " x " + processor + ", " + system + ", " + jvm
                + (flags.isEmpty() ? "" : ", " + String.join(" ", flags));
    }
}
