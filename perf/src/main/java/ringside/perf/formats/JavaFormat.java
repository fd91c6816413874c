package ringside.perf.formats;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;

/** The platform's own serialization. */
final class JavaFormat implements Format {
    private byte[] written = new byte[0];

    @Override
    public String title() {
        return "Java serialization";
    }

    @Override
    public String key() {
        return "java";
    }

    @Override
    public int write(final StateMessage message) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(message);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        written = bytes.toByteArray();
        return written.length;
    }

    @Override
    @SuppressWarnings("BanSerializableRead") // What this very process wrote.
    public int read() {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(written))) {
            return ((StateMessage) in.readObject()).sum();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final ClassNotFoundException e) {
            throw new IllegalStateException("the class that was written is gone", e);
        }
    }
}
