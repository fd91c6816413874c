package ringside.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ringside.replay.EngineMatch;
import ringside.replay.EngineRecording;
import ringside.replay.MatchSource;
import ringside.replay.file.MatchFile;

/** {@code PATH [--engine K]}: a recording, in a data directory or a match file. */
final class RecordedPath {
    @Parameters(
            index = "0",
            paramLabel = "PATH",
            description = "A data directory, or a file that `replay export` wrote.")
    private Path path;

    @Option(names = "--engine", paramLabel = "K", description = "Only this engine of a data directory.")
    private @Nullable Integer engine;

    Path path() {
        return path;
    }

    /** The words that name it to a verb in another process. */
    List<String> words() {
        final String absolute = path.toAbsolutePath().toString();
        return engine == null ? List.of(absolute) : List.of(absolute, "--engine", engine.toString());
    }

    /** Whether it is a match file. */
    boolean isFile() {
        return isFile(path);
    }

    private static boolean isFile(final Path path) {
        // What is no directory is opened as a file, which says by name what it is instead.
        return !path.toFile().isDirectory() && path.toFile().exists();
    }

    MatchFile file() {
        return MatchFile.open(path);
    }

    /** All engines of the data directory, or the one asked for. */
    List<EngineRecording> engines() {
        return engines(path, engine);
    }

    static List<EngineRecording> engines(final Path dir, final @Nullable Integer engine) {
        final List<EngineRecording> found = EngineRecording.allOf(dir);
        if (engine == null) {
            return found;
        }
        final List<EngineRecording> chosen =
                found.stream().filter(each -> each.engine() == engine).toList();
        if (chosen.isEmpty()) {
            throw new UsageException(dir + ": has no engine " + engine + "; it has "
                    + found.stream().map(each -> String.valueOf(each.engine())).collect(Collectors.joining(", ")));
        }
        return chosen;
    }

    /** The recorded match: of a data directory the one of that number. */
    MatchSource match(final @Nullable Integer match) {
        return match(path, engine, match);
    }

    /** The same for any path. */
    static MatchSource match(final Path path, final @Nullable Integer engine, final @Nullable Integer match) {
        if (isFile(path)) {
            final MatchFile file = MatchFile.open(path);
            if (match != null && match != file.match()) {
                throw new UsageException("--match " + match + ": " + path + " holds match " + file.match());
            }
            return file;
        }
        if (match == null) {
            throw new UsageException(path + ": a data directory holds many matches; say which with --match");
        }
        return new EngineMatch(engineOf(path, engine, match), match);
    }

    /** The engine that recorded a match. */
    EngineRecording engineOf(final int match) {
        return engineOf(path, engine, match);
    }

    /** A match's number tells its engine, unless one was picked. */
    static EngineRecording engineOf(final Path dir, final @Nullable Integer engine, final int match) {
        final List<EngineRecording> engines = engines(dir, engine);
        return engines.get(engines.size() == 1 ? 0 : Math.floorMod(match - 1, engines.size()));
    }
}
