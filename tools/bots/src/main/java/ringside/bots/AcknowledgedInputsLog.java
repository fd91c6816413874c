package ringside.bots;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of every input that a view showed to be consumed, so that a test can look each up in the journal. One line each:
 *
 * <pre>
 * match player inputSeq frame epoch
 * </pre>
 *
 * Inputs below the last one that a resumed seat was told to hold are not among them, for nobody said whether they were
 * taken. Thread-safe.
 */
public final class AcknowledgedInputsLog implements AutoCloseable {
    private final BufferedWriter out;

    /** Writes a new file, in place of one of that name. */
    public AcknowledgedInputsLog(final Path file) throws IOException {
        out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII);
    }

    synchronized void add(final int match, final int player, final int inputSeq, final int frame, final long epoch) {
        try {
            out.write(match + " " + player + " " + inputSeq + " " + frame + " " + epoch + "\n");
        } catch (final IOException e) {
            throw new UncheckedIOException("acknowledged inputs: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
