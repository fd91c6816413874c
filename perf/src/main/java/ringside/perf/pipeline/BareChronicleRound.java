package ringside.perf.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.core.io.ReferenceOwner;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.Event;
import ringside.engine.event.EventConsumer;
import ringside.engine.ring.RingReader;
import ringside.perf.RunFailedException;

/**
 * The baseline: the same producers and ring, and one handler that appends every batch as one message of a Chronicle queue.
 * No header, no checksum, no marks, no logic. Its file is reserved and touched too.
 */
final class BareChronicleRound {
    private static final int PAGE_BYTES = 4_096;
    private static final int SLICE_BYTES = 1 << 18;
    private static final int WAIT_FOR_HEADER_MS = 1;
    private static final String FILE_OF_CYCLE_0 = "19700101.cq4";

    private BareChronicleRound() {}

    static Round run(final PipelineSettings settings, final Path directory) {
        try {
            reserve(directory.resolve(FILE_OF_CYCLE_0), settings.fileBytes());
            return runReserved(settings, directory);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Round runReserved(final PipelineSettings settings, final Path directory) throws IOException {
        try (ChronicleQueue queue = SingleChronicleQueueBuilder.binary(directory)
                        .rollCycle(LegacyRollCycles.DAILY)
                        .timeProvider(() -> 0)
                        .blockSize(settings.fileBytes())
                        .timeoutMS(WAIT_FOR_HEADER_MS)
                        .build();
                ExcerptAppender appender = queue.createAppender()) {
            // Made here, used by the stage's thread only.
            appender.singleThreadedCheckDisabled(true);
            try (DocumentContext made = appender.writingDocument()) {
                made.rollbackOnClose();
            }
            final ReferenceOwner owner = ReferenceOwner.temporary("baseline");
            final MappedBytesStore mapping = touch(mapped(appender), owner, settings.fileBytes());
            try {
                return run(settings, appender);
            } finally {
                mapping.release(owner);
            }
        }
    }

    /** Real blocks: a file of zeros, which Chronicle takes as one that nobody has written to yet. */
    private static void reserve(final Path file, final int lengthBytes) throws IOException {
        final ByteBuffer zeros = ByteBuffer.allocateDirect(SLICE_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (channel.position() < lengthBytes) {
                channel.write(zeros.clear());
            }
        }
    }

    /** Has every page of the file in the mapping. */
    private static MappedBytesStore touch(final MappedBytes bytes, final ReferenceOwner owner, final int lengthBytes)
            throws IOException {
        final MappedBytesStore mapping = bytes.mappedFile().acquireByteStore(owner, 0);
        final UnsafeBuffer memory = new UnsafeBuffer(mapping.addressForRead(0), lengthBytes);
        for (int at = 0; at < lengthBytes; at += PAGE_BYTES) {
            memory.compareAndSetInt(at, 0, 0);
        }
        return mapping;
    }

    private static Round run(final PipelineSettings settings, final ExcerptAppender appender) {
        final TrivialLogic count = new TrivialLogic(settings.eventsPerRound());
        final Appending appending = new Appending(appender, count);
        final MappedBytes file = mapped(appender);
        final long beforeBytes = file.writePosition();
        final long elapsedNs;
        try (RingStage stage = new RingStage(settings.graph(), appending)) {
            elapsedNs = Producers.run(settings, stage::offerAll, count.done(), stage::isDead);
        }
        count.requireComplete(PipelineSettings.PRODUCERS);
        return new Round(settings.eventsPerRound(), elapsedNs, file.writePosition() - beforeBytes);
    }

    private static MappedBytes mapped(final ExcerptAppender appender) {
        final var wire = appender.wire();
        if (wire == null) {
            throw new RunFailedException("Chronicle made no file for the baseline");
        }
        return (MappedBytes) wire.bytes();
    }

    /** The handler: gathers a batch, event by event, and hands it to Chronicle whole, which copies it into its file. */
    private static final class Appending implements RingStage.BatchHandler, EventConsumer {
        private final ExcerptAppender appender;
        private final TrivialLogic count;
        private final UnsafeBuffer batch = new UnsafeBuffer(
                ByteBuffer.allocateDirect(PipelineSettings.RING.maxBatchEvents() * PipelineSettings.EVENT_BYTES));
        private final PointerBytesStore source = new PointerBytesStore();
        private int lengthBytes;

        Appending(final ExcerptAppender appender, final TrivialLogic count) {
            this.appender = appender;
            this.count = count;
        }

        @Override
        public void onBatch(final RingReader events) {
            lengthBytes = 0;
            events.applyTo(this);
            source.set(batch.addressOffset(), lengthBytes);
            appender.writeBytes(source);
        }

        @Override
        public void apply(final Event event) {
            for (int i = 0; i < PipelineSettings.EVENT_BYTES; i += Long.BYTES) {
                batch.putLong(lengthBytes + i, event.buffer().getLong(i));
            }
            lengthBytes += PipelineSettings.EVENT_BYTES;
            count.apply(event);
        }
    }
}
