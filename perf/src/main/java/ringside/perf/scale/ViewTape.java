package ringside.perf.scale;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The parts that one client was sent, in order, in memory that was there before. One writer; read when it has ended. */
final class ViewTape {
    private static final int LENGTH_BYTES = 4;
    private static final int ROOM_FOR_ONE_VIEW = 16 << 10;

    private final UnsafeBuffer memory;
    private int end;

    ViewTape(final int capacityBytes) {
        memory = new UnsafeBuffer(ByteBuffer.allocateDirect(Math.max(capacityBytes, 2 * ROOM_FOR_ONE_VIEW)));
    }

    /** True when a further view might not fit. */
    boolean isFull() {
        return end + ROOM_FOR_ONE_VIEW > memory.capacity();
    }

    void clear() {
        end = 0;
    }

    void add(final DirectBuffer from, final int offset, final int length) {
        memory.putInt(end, length);
        memory.putBytes(end + LENGTH_BYTES, from, offset, length);
        end += LENGTH_BYTES + length;
    }

    DirectBuffer memory() {
        return memory;
    }

    boolean hasPart(final int at) {
        return at < end;
    }

    int lengthAt(final int at) {
        return memory.getInt(at);
    }

    static int partAt(final int at) {
        return at + LENGTH_BYTES;
    }

    int next(final int at) {
        return at + LENGTH_BYTES + memory.getInt(at);
    }
}
