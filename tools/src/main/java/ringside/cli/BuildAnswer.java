package ringside.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a verb of another build prints, line by line. Closing it ends the process. */
final class BuildAnswer implements AutoCloseable {
    private final OtherBuild build;
    private final Process process;
    private final BufferedReader lines;
    private final Path err;

    private BuildAnswer(final OtherBuild build, final Process process, final Path err) {
        this.build = build;
        this.process = process;
        this.err = err;
        lines = process.inputReader(StandardCharsets.UTF_8);
    }

    static BuildAnswer to(final OtherBuild build, final List<String> verb) {
        try {
            final Path err = Files.createTempFile("ringside-build", ".err");
            return new BuildAnswer(build, build.run(verb, err.toFile()), err);
        } catch (final IOException e) {
            throw new UncheckedIOException(build + ": cannot be started: " + e.getMessage(), e);
        }
    }

    /** The next line; null at the end of a verb that did well. Throws {@link UsageException} with its last words when it did not. */
    @Nullable
    String next() {
        try {
            final String line = lines.readLine();
            if (line == null && process.waitFor() != 0) {
                final List<String> said = Files.readAllLines(err);
                throw new UsageException(build + ": ended with status " + process.exitValue() + ": "
                        + (said.isEmpty() ? "it said nothing" : said.get(said.size() - 1)));
            }
            return line;
        } catch (final IOException e) {
            throw new UncheckedIOException(build + ": its answer cannot be read: " + e.getMessage(), e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageException(build + ": was interrupted");
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            lines.close();
            Files.deleteIfExists(err);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
