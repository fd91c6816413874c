package ringside.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Numbers of matches: from 1, rising, never given twice in a data directory, though the engines forget matches that are over.
 * The last one given stands in the file {@code DIR/match-numbers}, in ten digits.
 *
 * <p>The number tells the engine: {@code (match - 1) % engines}. Safe for many threads; writes to the disk.
 */
final class MatchNumbers implements AutoCloseable {
    private static final int DIGITS = 10;

    private final Path file;
    private final FileChannel channel;
    private final int engines;
    private final boolean synced;
    private int last;

    private MatchNumbers(
            final Path file, final FileChannel channel, final int engines, final boolean synced, final int last) {
        this.file = file;
        this.channel = channel;
        this.engines = engines;
        this.synced = synced;
        this.last = last;
    }

    /**
     * Goes on above what was given.
     *
     * @param known the highest number of a match that the engines know
     * @param synced whether a number must survive the loss of power before it is used
     */
    static MatchNumbers open(final Path file, final int engines, final int known, final boolean synced) {
        try {
            final int written = Files.exists(file) ? read(file) : 0;
            final FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new MatchNumbers(file, channel, engines, synced, Math.max(written, known));
        } catch (final IOException e) {
            throw ServerException.configuration("match numbers " + file + ": cannot be used: " + e, e);
        }
    }

    private static int read(final Path file) throws IOException {
        final String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        // Empty when the process died between making the file and the first number.
        if (!text.matches("[0-9]{0," + DIGITS + "}") || (!text.isEmpty() && Long.parseLong(text) > Integer.MAX_VALUE)) {
            throw ServerException.configuration("match numbers " + file
                    + ": holds something else than the last number given; delete it, and numbers go on above the "
                    + "matches that are known");
        }
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    /** The engine of a match. */
    static int engineOf(final int match, final int engines) {
        return Math.floorMod(match - 1, engines);
    }

    /** The number that an engine would get next. */
    synchronized int peek(final int engine) {
        return last + 1 + Math.floorMod(engine - engineOf(last + 1, engines), engines);
    }

    /** A number for a match of that engine. */
    synchronized int take(final int engine) {
        last = peek(engine);
        final byte[] text = String.format("%0" + DIGITS + "d%n", last).getBytes(StandardCharsets.ISO_8859_1);
        try {
            channel.write(ByteBuffer.wrap(text), 0);
            if (synced) {
                channel.force(false);
            }
        } catch (final IOException e) {
            throw ServerException.configuration("match numbers " + file + ": cannot be written: " + e, e);
        }
        return last;
    }

    /** The last one that was given. */
    synchronized int last() {
        return last;
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            throw ServerException.configuration("match numbers " + file + ": cannot be closed: " + e, e);
        }
    }
}
