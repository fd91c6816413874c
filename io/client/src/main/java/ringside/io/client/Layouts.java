package ringside.io.client;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.ProtocolException;
import ringside.layout.Layout;
import ringside.layout.LayoutJson;
import ringside.layout.XxHash64;

/** The layouts that servers sent, each read once however many clients play it. Thread-safe. */
public final class Layouts {
    private final ConcurrentHashMap<String, Layout> byText = new ConcurrentHashMap<>();

    /** The layout of that text; throws {@link ProtocolException} when it is none or not of that hash. */
    Layout read(final String text, final long expectedHash) {
        final Layout known = byText.get(text);
        final Layout layout = known == null ? parse(text, expectedHash) : known;
        if (layout.hash() != expectedHash) {
            throw new ProtocolException(DisconnectReason.BAD_MESSAGE, "layout_hash");
        }
        final Layout first = byText.putIfAbsent(text, layout);
        return first == null ? layout : first;
    }

    private static Layout parse(final String text, final long expectedHash) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (XxHash64.hash(new UnsafeBuffer(bytes), 0, bytes.length, 0) != expectedHash) {
            throw new ProtocolException(DisconnectReason.BAD_MESSAGE, "layout_hash");
        }
        try {
            return LayoutJson.read(text);
        } catch (final RuntimeException e) {
            throw new ProtocolException(DisconnectReason.BAD_MESSAGE, "layout");
        }
    }
}
