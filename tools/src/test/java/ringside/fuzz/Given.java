package ringside.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/** What a target was given, in the form in which what it stands for wants it. */
final class Given {
    private Given() {}

    static byte[] bytes(final UnsafeBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    static String text(final UnsafeBuffer buffer, final int offset, final int length) {
        return new String(bytes(buffer, offset, length), StandardCharsets.UTF_8);
    }

    static byte[] utf8(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A folder of this process's own, gone with it. */
    static Path folder(final String name) {
        try {
            final Path folder = Files.createTempDirectory("ringside-fuzz-" + name);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder and all that is in it, if it is there. */
    static void delete(final Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            final List<Path> last = new ArrayList<>(all.toList());
            Collections.reverse(last);
            for (final Path each : last) {
                Files.deleteIfExists(each);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(final Path file, final byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
