package ringside.perf.formats;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import ringside.perf.RunFailedException;

/** Writes and reads the same messages in every format, in turn. */
final class FormatsRun {
    private static final int MESSAGES = 64;
    private static final int BATCH = 500;
    private static final int WARM_BATCHES = 60;

    private final List<StateMessage> messages = new ArrayList<>();
    private final long batchNs;
    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** @param measureNs how long each measured round of a format lasts, for writing and for reading */
    FormatsRun(final long measureNs) {
        batchNs = measureNs;
        for (int i = 0; i < MESSAGES; i++) {
            messages.add(StateMessage.of(1_000 + i));
        }
    }

    /**
     * One round of a format.
     *
     * @param bytes of a message on average
     * @param writeBytesAllocated for each message
     */
    record Round(double writeNs, double readNs, double bytes, double writeBytesAllocated, double readBytesAllocated) {}

    static List<Format> formats() {
        return List.of(new JavaFormat(), new JsonFormat(), new FlatBuffersFormat(), new RingsideFormat());
    }

    /** Runs a format until the JVM has compiled it, and checks that what is read is what was written. */
    void warmUp(final Format format) {
        for (int batch = 0; batch < WARM_BATCHES; batch++) {
            for (int i = 0; i < BATCH; i++) {
                final StateMessage message = messages.get(i % MESSAGES);
                format.write(message);
                if (format.read() != message.sum()) {
                    throw new RunFailedException(format.title() + ": what was read is not what was written");
                }
            }
        }
    }

    Round round(final Format format) {
        final long self = Thread.currentThread().getId();
        long bytes = 0;
        long count = 0;
        final long allocatedBefore = thread.getThreadAllocatedBytes(self);
        final long beganNs = System.nanoTime();
        long nowNs = beganNs;
        while (nowNs - beganNs < batchNs) {
            for (int i = 0; i < BATCH; i++) {
                bytes += format.write(messages.get(i % MESSAGES));
            }
            count += BATCH;
            nowNs = System.nanoTime();
        }
        final double writeNs = (double) (nowNs - beganNs) / count;
        final double written = (double) (thread.getThreadAllocatedBytes(self) - allocatedBefore) / count;
        return read(format, writeNs, (double) bytes / count, written);
    }

    private Round read(final Format format, final double writeNs, final double bytes, final double written) {
        final long self = Thread.currentThread().getId();
        final StateMessage message = messages.get(0);
        format.write(message);
        final int expected = message.sum() * BATCH;
        long count = 0;
        final long allocatedBefore = thread.getThreadAllocatedBytes(self);
        final long beganNs = System.nanoTime();
        long nowNs = beganNs;
        while (nowNs - beganNs < batchNs) {
            int sum = 0;
            for (int i = 0; i < BATCH; i++) {
                sum += format.read();
            }
            if (sum != expected) {
                throw new RunFailedException(format.title() + ": what was read is not what was written");
            }
            count += BATCH;
            nowNs = System.nanoTime();
        }
        return new Round(
                writeNs,
                (double) (nowNs - beganNs) / count,
                bytes,
                written,
                (double) (thread.getThreadAllocatedBytes(self) - allocatedBefore) / count);
    }
}
