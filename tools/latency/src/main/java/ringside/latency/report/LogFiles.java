package ringside.latency.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which files are meant by what was named: files themselves, folders of logs, data directories. */
public final class LogFiles {
    private static final String SUFFIX = ".hlog";

    private LogFiles() {}

    /**
     * The files in the order named, those of a folder by name, which is the order of writing; each once.
     *
     * @param engine only this engine of data directories; null for all
     */
    public static List<Path> find(final List<Path> named, final @Nullable Integer engine) {
        final Set<Path> found = new LinkedHashSet<>();
        for (final Path path : named) {
            try {
                found.addAll(of(path, engine));
            } catch (final IOException e) {
                throw new LatencyLogException(path + ": cannot be listed: " + e.getMessage(), e);
            }
        }
        return List.copyOf(found);
    }

    private static List<Path> of(final Path path, final @Nullable Integer engine) throws IOException {
        if (!Files.exists(path)) {
            throw new LatencyLogException(path + ": there is no such file or folder");
        }
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        final List<Path> found = new ArrayList<>();
        final Path engines = path.resolve("engines");
        if (Files.isDirectory(engines)) {
            for (final Path each : list(engines)) {
                final Path folder = each.resolve("latency");
                final boolean wanted =
                        engine == null || each.getFileName().toString().equals(String.valueOf(engine));
                if (wanted && Files.isDirectory(folder)) {
                    found.addAll(logs(folder));
                }
            }
        } else {
            found.addAll(logs(path));
        }
        if (found.isEmpty()) {
            throw new LatencyLogException(path + ": holds no logs of latency"
                    + (engine == null ? "" : " of engine " + engine)
                    + "; a folder of *.hlog files is meant, or a data directory with engines/K/latency/*.hlog");
        }
        return found;
    }

    private static List<Path> logs(final Path folder) throws IOException {
        return list(folder).stream()
                .filter(file -> file.getFileName().toString().endsWith(SUFFIX) && Files.isRegularFile(file))
                .toList();
    }

    private static List<Path> list(final Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }
}
