package ringside.perf.pipeline;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.queue.ExcerptAppender;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.Event;
import ringside.engine.event.EventAppender;
import ringside.engine.event.EventConsumer;

/** Gathers a batch and hands it to Chronicle whole, which copies it into its file. Counts, and does nothing else. */
final class BareAppending implements EventAppender, EventConsumer {
    private final ExcerptAppender appender;
    private final long expected;
    private final CountDownLatch done = new CountDownLatch(1);
    private final UnsafeBuffer batch = new UnsafeBuffer(
            ByteBuffer.allocateDirect(PipelineSettings.RING.maxBatchEvents() * PipelineSettings.EVENT_BYTES));
    private final PointerBytesStore source = new PointerBytesStore();
    private int lengthBytes;
    private long added;

    BareAppending(final ExcerptAppender appender, final long expected) {
        this.appender = appender;
        this.expected = expected;
    }

    /** Opens when all events are appended. */
    CountDownLatch done() {
        return done;
    }

    @Override
    public void apply(final Event event) {
        // Word by word: less than a call that copies.
        for (int i = 0; i < PipelineSettings.EVENT_BYTES; i += Long.BYTES) {
            batch.putLong(lengthBytes + i, event.buffer().getLong(i));
        }
        lengthBytes += PipelineSettings.EVENT_BYTES;
        added++;
    }

    @Override
    public long addAll(final DirectBuffer events, final int offset, final int bytes, final int count) {
        batch.putBytes(lengthBytes, events, offset, bytes);
        lengthBytes += bytes;
        added += count;
        return added - count;
    }

    @Override
    public long add(final Event event) {
        return addAll(event.buffer(), 0, event.lengthBytes(), 1);
    }

    @Override
    public void annotate(final int match, final int frame, final long hash) {
        throw new IllegalStateException("there is no logic that could have found a hash");
    }

    @Override
    public void commit() {
        source.set(batch.addressOffset(), lengthBytes);
        appender.writeBytes(source);
        lengthBytes = 0;
        if (added == expected) {
            done.countDown();
        }
    }

    @Override
    public long appendedPosition() {
        return added - 1;
    }
}
