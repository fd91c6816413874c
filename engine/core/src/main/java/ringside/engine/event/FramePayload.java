package ringside.engine.event;

import java.nio.ByteOrder;

/**
 * What the clock decided when it published a FRAME.
 *
 * <pre>
 * 0  4  frames skipped since the last FRAME, because the engine could not keep up
 * 4  1  1 while the engine is overloaded, else 0
 * </pre>
 */
public final class FramePayload {
    /** Bytes of the payload. */
    public static final int LENGTH = 8;

    private FramePayload() {}

    public static Event write(final Event event, final int skippedFrames, final boolean overloaded) {
        event.begin(EventType.FRAME, 0, 0, LENGTH);
        event.buffer().putInt(Event.HEADER_BYTES, skippedFrames, ByteOrder.LITTLE_ENDIAN);
        event.buffer().putByte(Event.HEADER_BYTES + 4, (byte) (overloaded ? 1 : 0));
        return event;
    }

    public static int skippedFrames(final Event event) {
        return event.buffer().getInt(Event.HEADER_BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    public static boolean overloaded(final Event event) {
        return event.buffer().getByte(Event.HEADER_BYTES + 4) != 0;
    }
}
