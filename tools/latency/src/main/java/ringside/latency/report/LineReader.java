package ringside.latency.report;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lines of a file with their numbers and places. A line above the bound is told of and skipped, so that any file can be read. */
final class LineReader implements Closeable {
    /** Far above the longest interval that a histogram of all values there are would make. */
    static final int MOST_LINE_BYTES = 4 << 20;

    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private byte[] bytes = new byte[4_096];
    private int length;
    private long lineBytes;
    private long offset;
    private long number;
    private boolean isEnded = true;

    LineReader(final InputStream in) {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
    }

    /** Reads a line; false at the end. */
    boolean next() throws IOException {
        offset += number == 0 ? 0 : lineBytes;
        length = 0;
        lineBytes = 0;
        isEnded = false;
        for (int one = in.read(); one >= 0; one = in.read()) {
            lineBytes++;
            if (one == '\n') {
                isEnded = true;
                break;
            }
            if (length < MOST_LINE_BYTES) {
                if (length == bytes.length) {
                    bytes = Arrays.copyOf(bytes, 2 * length);
                }
                bytes[length++] = (byte) one;
            }
        }
        number++;
        return lineBytes > 0;
    }

    /** The line, a character a byte. */
    String text() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** The same as people wrote it. */
    String words() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
    }

    /** Where it begins, in bytes. */
    long offset() {
        return offset;
    }

    /** From 1. */
    long number() {
        return number;
    }

    /** Whether the line's end was there too. */
    boolean isEnded() {
        return isEnded;
    }

    boolean isTooLong() {
        return lineBytes > MOST_LINE_BYTES;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
