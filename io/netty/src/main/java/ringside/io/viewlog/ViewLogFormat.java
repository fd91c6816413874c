package ringside.io.viewlog;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import ringside.snapshot.codec.ViewLimits;

/**
 * The files of a log of views. All numbers are little-endian.
 *
 * <pre>
 * 0   8  RSVIEWS1: magic and version
 * 8   8  epoch that the views were shown under
 * 16  32 the limits of views, in the order of {@link ViewLimits}, 4 bytes each
 * 48     blocks, one behind the other; each: 4 bytes of its entries, 4 CRC32C of them, the entries
 *        ({@link ringside.io.session.ViewLogEntry})
 * </pre>
 *
 * Files of an epoch are named by it and by their order; each is closed when it has grown so long, and the next one begun.
 */
final class ViewLogFormat {
    static final int HEAD_BYTES = 48;
    static final int BLOCK_HEAD_BYTES = 8;

    /** The longest block. */
    static final int MOST_BLOCK_BYTES = 1 << 20;

    static final String SUFFIX = ".views";

    private static final long MAGIC = 0x3153_5745_4956_5352L;
    private static final int LIMITS_AT = 16;

    private ViewLogFormat() {}

    static String nameOf(final long epoch, final int file) {
        return String.format(Locale.ROOT, "%012d-%06d%s", epoch, file, SUFFIX);
    }

    /** The epoch that a file is named by; -1 for what is no such file. */
    static long epochOf(final Path file) {
        final String name = String.valueOf(file.getFileName());
        return name.matches("\\d{12}-\\d{6}\\.views") ? Long.parseLong(name.substring(0, 12)) : -1;
    }

    static ByteBuffer head(final long epoch, final ViewLimits limits) {
        final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(MAGIC).putLong(epoch);
        head.putInt(limits.maxPartBytes()).putInt(limits.maxPartsPerView());
        head.putInt(limits.historyFrames()).putInt(limits.inFlightParts());
        head.putInt(limits.pendingSure()).putInt(limits.pendingMomentary());
        head.putInt(limits.momentaryFrames()).putInt(limits.budgetBytes());
        return head.flip();
    }

    /** The limits that a head names; null when it is none. */
    static @Nullable ViewLimits limitsOf(final ByteBuffer head) {
        if (head.remaining() < HEAD_BYTES || head.getLong(0) != MAGIC) {
            return null;
        }
        try {
            return new ViewLimits(
                    head.getInt(LIMITS_AT),
                    head.getInt(LIMITS_AT + 4),
                    head.getInt(LIMITS_AT + 8),
                    head.getInt(LIMITS_AT + 12),
                    head.getInt(LIMITS_AT + 16),
                    head.getInt(LIMITS_AT + 20),
                    head.getInt(LIMITS_AT + 24),
                    head.getInt(LIMITS_AT + 28));
        } catch (final IllegalArgumentException e) {
            return null;
        }
    }

    static int checksum(final ByteBuffer bytes, final int offset, final int lengthBytes) {
        final CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().position(offset).limit(offset + lengthBytes));
        return (int) crc.getValue();
    }
}
