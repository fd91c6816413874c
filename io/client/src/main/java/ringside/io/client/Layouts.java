package ringside.io.client;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.ProtocolException;
import ringside.layout.Layout;
import ringside.layout.LayoutJson;
import ringside.layout.XxHash64;
import ringside.snapshot.codec.WireLayout;

/** The layouts that servers sent, each read once however many clients play it. Thread-safe. */
public final class Layouts {
    private final ConcurrentHashMap<String, WireLayout> byText = new ConcurrentHashMap<>();

    /** The layout of that text; throws {@link ProtocolException} when it is none or not of that hash. */
    WireLayout read(final String text, final long expectedHash) {
        final WireLayout known = byText.get(text);
        final WireLayout wire = known == null ? new WireLayout(parse(text, expectedHash)) : known;
        if (wire.layout().hash() != expectedHash) {
            throw new ProtocolException(DisconnectReason.BAD_MESSAGE, "layout_hash");
        }
        final WireLayout first = byText.putIfAbsent(text, wire);
        return first == null ? wire : first;
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
