package ringside.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ringside.replay.EngineRecording;

/** {@code DIR [--engine K]}: which recordings a verb works on. */
final class Recordings {
    @Parameters(index = "0", paramLabel = "DIR", description = "A data directory.")
    private Path dir;

    @Option(names = "--engine", paramLabel = "K", description = "Only this engine of it.")
    private @Nullable Integer engine;

    Path dir() {
        return dir;
    }

    /** All engines, or the one asked for. */
    List<EngineRecording> all() {
        return RecordedPath.engines(dir, engine);
    }
}
