package ringside.perf.takeover;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import ringside.perf.UsageException;

/** Of measures that start servers as processes: what is started, and where it keeps its folders. */
final class ServersOption {
    @Option(
            names = "--dir",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where folders are made meanwhile (${DEFAULT-VALUE}).")
    private Path dir;

    @Option(
            names = "--jar",
            defaultValue = "tools/target/ringside.jar",
            description = "The server to start (${DEFAULT-VALUE}).")
    private Path jar;

    Path dir() {
        return dir;
    }

    Path jar() {
        return jar;
    }

    /** Throws {@link UsageException} when the jar is not there. */
    void requireJar() {
        if (!Files.isRegularFile(jar)) {
            throw new UsageException("--jar " + jar + ": no such file; build it with mvn package, or name it");
        }
    }
}
