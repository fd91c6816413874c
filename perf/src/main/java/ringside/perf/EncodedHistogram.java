package ringside.perf;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** A whole histogram as text: HdrHistogram's compressed form in Base64, as its logs have it. */
public final class EncodedHistogram {
    private EncodedHistogram() {}

    public static String of(final Histogram histogram) {
        final ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        final int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    /** Throws {@link RunFailedException} when the text is something else. */
    public static Histogram read(final String text) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
        } catch (final DataFormatException | IllegalArgumentException e) {
            throw new RunFailedException("what should be a histogram is none: " + e.getMessage(), e);
        }
    }
}
