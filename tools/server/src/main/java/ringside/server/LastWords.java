package ringside.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A line for when there is no memory left to make one: everything that it takes was made before. Thread-safe. */
final class LastWords {
    private static final byte[] LINE = "java.lang.OutOfMemoryError, and no memory to say where: the server stops\n"
            .getBytes(StandardCharsets.UTF_8);
    private static final FileOutputStream ERR = new FileOutputStream(FileDescriptor.err);

    private LastWords() {}

    /** Has everything made that {@link #say} takes. */
    static void prepare() {
        // Loading this class did it.
    }

    static void say() {
        try {
            ERR.write(LINE);
        } catch (final IOException e) {
            // Nobody can be told.
        }
    }
}
