package ringside.io.session;

import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.logic.GameType;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.Wire;
import ringside.layout.XxHash64;
import ringside.snapshot.codec.SharedRows;
import ringside.snapshot.codec.ViewEncoder;
import ringside.snapshot.codec.WireLayout;

/**
 * What views are made with: what those of one match have in common while it is shown, and what each of them may show, one
 * for each game; and the messages
 * of one view, before it is known that they are good. One for all clients of an event loop; not thread-safe.
 */
final class ViewScratch {
    private static final int MAX_PARTS = 128;

    private final UnsafeBuffer buffer;
    private final int strideBytes;
    private final Map<WireLayout, SharedRows> rows = new HashMap<>();
    private final Map<GameType, Sights> sights = new HashMap<>();
    private final SnapshotEffects effects = new SnapshotEffects();
    private final InputWay input = new InputWay();
    private final int[] lengths = new int[MAX_PARTS];
    private int count;
    private long bytes;

    ViewScratch(final int maxPartBytes, final int maxParts) {
        strideBytes = Wire.TYPE_BYTES + maxPartBytes;
        buffer = new UnsafeBuffer(new byte[strideBytes * maxParts]);
    }

    SharedRows rows(final WireLayout wire) {
        final SharedRows known = rows.get(wire);
        if (known != null) {
            return known;
        }
        final SharedRows made = new SharedRows(wire);
        rows.put(wire, made);
        return made;
    }

    Sights sights(final GameType type) {
        final Sights known = sights.get(type);
        if (known != null) {
            return known;
        }
        final Sights made = new Sights(type);
        sights.put(type, made);
        return made;
    }

    SnapshotEffects effects() {
        return effects;
    }

    /** The input that is followed by the view that is made now. */
    InputWay input() {
        return input;
    }

    void encode(final ViewEncoder encoder) {
        count = 0;
        bytes = 0;
        int at = 0;
        int length = encoder.encodePart(buffer, at + Wire.TYPE_BYTES);
        while (length > 0) {
            buffer.putByte(at, MessageType.VIEW.code());
            lengths[count] = Wire.TYPE_BYTES + length;
            bytes += lengths[count];
            count++;
            at += strideBytes;
            if (at + strideBytes > buffer.capacity()) {
                break;
            }
            length = encoder.encodePart(buffer, at + Wire.TYPE_BYTES);
        }
    }

    void sendTo(final Outlet outlet) {
        for (int i = 0; i < count; i++) {
            outlet.send(buffer, i * strideBytes, lengths[i]);
        }
    }

    /** What {@link #storeTo} needs at most. */
    int storedBytes() {
        return (int) bytes + count * Short.BYTES;
    }

    /** Hands the messages to a view that was begun. */
    void storeTo(final ViewTape tape) {
        for (int i = 0; i < count; i++) {
            tape.add(buffer, i * strideBytes, lengths[i]);
        }
    }

    /** What tells these messages from any others. */
    long digest() {
        long digest = count;
        for (int i = 0; i < count; i++) {
            digest = XxHash64.hash(buffer, i * strideBytes, lengths[i], digest);
        }
        return digest;
    }

    int count() {
        return count;
    }

    long bytes() {
        return bytes;
    }
}
