package ringside.perf.formats;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON by Jackson's data binding, its reader and writer made once. */
final class JsonFormat implements Format {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectWriter writer = MAPPER.writerFor(StateMessage.class);
    private final ObjectReader reader = MAPPER.readerFor(StateMessage.class);
    private byte[] written = new byte[0];

    @Override
    public String title() {
        return "JSON (Jackson)";
    }

    @Override
    public String key() {
        return "json";
    }

    @Override
    public int write(final StateMessage message) {
        try {
            written = writer.writeValueAsBytes(message);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return written.length;
    }

    @Override
    public int read() {
        try {
            return reader.<StateMessage>readValue(written).sum();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
