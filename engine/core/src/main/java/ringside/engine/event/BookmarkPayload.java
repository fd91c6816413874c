package ringside.engine.event;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The payload of a BOOKMARK: what somebody said of a moment. Its {@code player} is whoever has the seat, 0 for somebody who
 * only watched; its {@code inputSeq} the asker's own number for it, and its target frame the one that the asker was shown,
 * -1 before the first.
 *
 * <pre>
 * 0  8  connection that the answer goes to
 * 8  n  the text, UTF-8 without control characters, 1 to 200 bytes
 * </pre>
 */
public final class BookmarkPayload {
    /** Bytes before the text. */
    public static final int PREFIX_BYTES = 8;

    /** The longest text. */
    public static final int MAX_TEXT_BYTES = 200;

    /** Where the text begins in the event. */
    public static final int TEXT_OFFSET = Event.HEADER_BYTES + PREFIX_BYTES;

    private BookmarkPayload() {}

    /** Writes a whole BOOKMARK; the text's bytes must have been checked. */
    public static Event write(
            final Event event,
            final int match,
            final int player,
            final int number,
            final int shownFrame,
            final long connection,
            final byte[] text) {
        event.begin(EventType.BOOKMARK, match, player, PREFIX_BYTES + text.length);
        event.inputSeq(number);
        event.targetFrame(shownFrame);
        event.buffer().putLong(Event.HEADER_BYTES, connection, ByteOrder.LITTLE_ENDIAN);
        event.buffer().putBytes(TEXT_OFFSET, text);
        return event;
    }

    public static long connection(final Event event) {
        return event.buffer().getLong(Event.HEADER_BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    public static String text(final Event event) {
        final byte[] text = new byte[event.payloadLength() - PREFIX_BYTES];
        event.buffer().getBytes(TEXT_OFFSET, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** The frame that was marked: the one on the asker's screen, if the match had it by then, else the one it had reached. */
    public static int frame(final Event event, final int reachedFrame) {
        final int shown = event.targetFrame();
        return shown >= 0 && shown <= reachedFrame ? shown : reachedFrame;
    }

    /** True for a payload whose length can be one. */
    public static boolean isWhole(final Event event) {
        final int textBytes = event.payloadLength() - PREFIX_BYTES;
        return textBytes > 0 && textBytes <= MAX_TEXT_BYTES;
    }
}
