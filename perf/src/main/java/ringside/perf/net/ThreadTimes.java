package ringside.perf.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What each thread of a process has run so far, as Linux counts it; see proc(5), schedstat. */
final class ThreadTimes {
    /** Of the kernel's, who keeps 15 letters of a name. */
    private static final String COMPILER = "CompilerThre";

    private final Map<String, Long> ranNs;
    private final Map<String, String> names;

    private ThreadTimes(final Map<String, Long> ranNs, final Map<String, String> names) {
        this.ranNs = ranNs;
        this.names = names;
    }

    /** As of now. A thread that ends meanwhile is left out. */
    static ThreadTimes of(final long pid) {
        final Map<String, Long> ran = new HashMap<>();
        final Map<String, String> names = new HashMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", String.valueOf(pid), "task"))) {
            for (final Path thread : threads) {
                try {
                    final String id = thread.getFileName().toString();
                    final long ns = Long.parseLong(
                            Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]);
                    names.put(id, Files.readString(thread.resolve("comm")).strip());
                    ran.put(id, ns);
                } catch (final NoSuchFileException gone) {
                    names.remove(thread.getFileName().toString());
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("/proc/" + pid + "/task: cannot be read; is the server gone?", e);
        }
        return new ThreadTimes(ran, names);
    }

    /** What ran since then, by name; threads of one name together, the ones that ran for nothing left out. */
    SortedMap<String, Long> since(final ThreadTimes earlier) {
        final SortedMap<String, Long> byName = new TreeMap<>();
        ranNs.forEach((id, ns) -> {
            final long ranSinceNs = ns - earlier.ranNs.getOrDefault(id, 0L);
            if (ranSinceNs > 0) {
                byName.merge(names.getOrDefault(id, id), ranSinceNs, Long::sum);
            }
        });
        return byName;
    }

    static boolean isCompiler(final String name) {
        return name.contains(COMPILER);
    }
}
