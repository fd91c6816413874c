package ringside.server;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.CodeSource;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Which jar this is. */
public final class Build {
    private static final String FROM_CLASSES = "development";
    private static final int END_OF_DIRECTORY = 0x06054B50;
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT_BYTES = 0xFFFF;
    private static final int DIRECTORY_BYTES = 12;
    private static final int DIRECTORY_OFFSET = 16;

    private static final String VERSION = read();

    private Build() {}

    /**
     * The version in the jar's manifest and, behind a plus sign, what tells this jar from others of that version: 8 hexadecimal
     * digits made of the names and checksums of all that is in it. {@value #FROM_CLASSES} when run from classes.
     */
    public static String version() {
        return VERSION;
    }

    private static String read() {
        final @Nullable String version = Build.class.getPackage().getImplementationVersion();
        final @Nullable CodeSource source = Build.class.getProtectionDomain().getCodeSource();
        if (version == null || source == null) {
            return FROM_CLASSES;
        }
        try {
            final Path jar = Path.of(source.getLocation().toURI());
            return Files.isRegularFile(jar) ? version + "+" + fingerprint(jar) : version;
        } catch (final URISyntaxException | IOException | IllegalArgumentException e) {
            // It runs all the same; only nobody can say which jar of its version it is.
            return version;
        }
    }

    /** Of the directory at the end of the file, which holds a checksum of each entry. */
    static String fingerprint(final Path jar) throws IOException {
        try (FileChannel file = FileChannel.open(jar, StandardOpenOption.READ)) {
            final long size = file.size();
            final int tailBytes = (int) Math.min(size, END_BYTES + LONGEST_COMMENT_BYTES);
            final ByteBuffer tail = read(file, size - tailBytes, tailBytes);
            int end = tailBytes - END_BYTES;
            while (end >= 0 && tail.getInt(end) != END_OF_DIRECTORY) {
                end--;
            }
            if (end < 0) {
                throw new IOException(jar + ": no jar");
            }
            final int bytes = tail.getInt(end + DIRECTORY_BYTES);
            final long offset = tail.getInt(end + DIRECTORY_OFFSET) & 0xFFFF_FFFFL;
            if (bytes < 0 || offset + bytes > size) {
                throw new IOException(jar + ": its directory is not where it says");
            }
            final CRC32C crc = new CRC32C();
            crc.update(read(file, offset, bytes));
            return String.format("%08x", crc.getValue());
        }
    }

    private static ByteBuffer read(final FileChannel file, final long offset, final int lengthBytes)
            throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, offset + bytes.position()) < 0) {
                throw new IOException("the file became shorter");
            }
        }
        return bytes.flip();
    }
}
