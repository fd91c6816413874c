package ringside.perf.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.core.io.ReferenceOwner;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;
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

    /** How the handler gathers a batch before Chronicle takes it. */
    enum Gathering {
        /** Event by event, as a handler is given them: the baseline. */
        BY_EVENT {
            @Override
            RingStage.BatchHandler into(final BareAppending appending) {
                return batch -> {
                    batch.applyTo(appending);
                    appending.commit();
                };
            }
        },
        /** Claim by claim, looking at no event: the least that can be done. */
        BY_CLAIM {
            @Override
            RingStage.BatchHandler into(final BareAppending appending) {
                return batch -> {
                    batch.addTo(appending);
                    appending.commit();
                };
            }
        };

        abstract RingStage.BatchHandler into(BareAppending appending);
    }

    private BareChronicleRound() {}

    static Round run(final PipelineSettings settings, final Gathering gathering, final Path directory) {
        try {
            reserve(directory.resolve(FILE_OF_CYCLE_0), settings.fileBytes());
            return runReserved(settings, gathering, directory);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Round runReserved(final PipelineSettings settings, final Gathering gathering, final Path directory)
            throws IOException {
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
                return run(settings, gathering, appender);
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

    private static Round run(
            final PipelineSettings settings, final Gathering gathering, final ExcerptAppender appender) {
        final BareAppending appending = new BareAppending(appender, settings.eventsPerRound());
        final MappedBytes file = mapped(appender);
        final long beforeBytes = file.writePosition();
        final long elapsedNs;
        try (RingStage stage = new RingStage(settings.graph(), gathering.into(appending))) {
            elapsedNs = Producers.run(settings, stage::offerAll, appending.done(), stage::isDead);
        }
        return new Round(settings.eventsPerRound(), elapsedNs, file.writePosition() - beforeBytes);
    }

    private static MappedBytes mapped(final ExcerptAppender appender) {
        final var wire = appender.wire();
        if (wire == null) {
            throw new RunFailedException("Chronicle made no file for the baseline");
        }
        return (MappedBytes) wire.bytes();
    }
}
