package ringside.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class EncodedHistogramTest {
    @Test
    void a_histogram_is_the_same_after_it_was_text() {
        final Histogram histogram = new Histogram(3);
        for (int i = 0; i < 10_000; i++) {
            histogram.recordValue(i * 7_919L);
        }
        assertEquals(histogram, EncodedHistogram.read(EncodedHistogram.of(histogram)));
    }

    @Test
    void text_that_is_no_histogram_is_named() {
        assertThrows(RunFailedException.class, () -> EncodedHistogram.read("no Base64!"));
        assertThrows(RunFailedException.class, () -> EncodedHistogram.read("AAAAAAAAAAAAAAAA"));
    }
}
