package ringside.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.journal.JournalException.Code;

/** What is done to segment files as files: setting aside, removing, naming what failed. Stateless. */
final class SegmentDirectory {
    /** A folder in which Chronicle makes the next segment begins with this. */
    static final String SCRATCH = ".new-";

    /** What is behind the name of a file that is not whole yet. */
    static final String UNFINISHED = ".tmp";

    /** Holds the first record of an epoch whose segment was removed while the epoch goes on. */
    static final String EPOCH = "epoch";

    private static final String ASIDE = "set-aside";
    private static final int ROOM_BYTES = 1 << 20;
    private static final int COPY_BYTES = 1 << 16;

    private SegmentDirectory() {}

    /**
     * Removes what a killed process left: of segments that never entered the journal, of files that are not whole, and the
     * compressed form of a segment whose plain form is still there, for that one counts.
     */
    static void sweep(final Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (final Path left : files.toList()) {
                if (isScratch(left)) {
                    delete(left);
                } else if (left.toString().endsWith(UNFINISHED)) {
                    Files.deleteIfExists(left);
                }
            }
            for (final String name : SegmentNames.list(directory)) {
                final Path plain = directory.resolve(name);
                if (Files.exists(plain)) {
                    Files.deleteIfExists(SegmentNames.compressed(plain));
                }
            }
        } catch (final IOException e) {
            throw failed(directory, "cannot be swept", e);
        }
    }

    /** The file that holds a segment: the plain one, or else the compressed one. */
    static Path holding(final Path plain) {
        final Path compressed = SegmentNames.compressed(plain);
        return Files.exists(plain) || !Files.exists(compressed) ? plain : compressed;
    }

    private static boolean isScratch(final Path path) {
        return String.valueOf(path.getFileName()).startsWith(SCRATCH);
    }

    /** Removes a folder of files, if it is there. */
    static void delete(final Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (final Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    /** Throws when the disk cannot take Chronicle's own small files: it would meet that as a fault in a mapping. */
    static void requireRoom(final Path folder) throws IOException {
        final Path probe = folder.resolve("room");
        try (FileChannel channel = FileChannel.open(probe, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            final ByteBuffer zeros = ByteBuffer.allocate(ROOM_BYTES);
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** See {@link RecordStore#setAside}. */
    static List<String> setAside(final Path directory, final RecordAddress from) {
        final List<String> names = SegmentNames.list(directory);
        final List<String> kept = new ArrayList<>();
        try {
            for (int i = names.size() - 1; i > from.segment(); i--) {
                move(directory, names.get(i), kept);
            }
            if (from.segment() < names.size()) {
                cut(directory, names.get(from.segment()), from.offset(), kept);
            }
            FolderSync.force(directory);
        } catch (final IOException e) {
            throw failed(directory, "what follows the last good record cannot be set aside", e);
        }
        return kept;
    }

    private static void move(final Path directory, final String name, final List<String> kept) throws IOException {
        final Path file = holding(directory.resolve(name));
        if (!file.endsWith(name) || contentEnd(file, 0) > 0) {
            final Path target = asideFile(directory, String.valueOf(file.getFileName()));
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            kept.add(target.toString());
        } else {
            Files.delete(file);
        }
    }

    private static void cut(final Path directory, final String name, final long offset, final List<String> kept)
            throws IOException {
        if (offset == 0) {
            move(directory, name, kept);
            return;
        }
        final Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            expand(directory, file, offset, kept);
        }
        final long end = contentEnd(file, offset);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (end > offset + ChronicleFrame.WORD_BYTES) {
                final Path target = asideFile(directory, name + "-" + offset);
                try (FileChannel copy =
                        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    channel.transferTo(offset, end - offset, copy);
                    copy.force(true);
                }
                kept.add(target.toString());
            }
            final ByteBuffer word = ByteBuffer.allocate(ChronicleFrame.WORD_BYTES);
            word.order(ByteOrder.LITTLE_ENDIAN).putInt(0, ChronicleFrame.END_OF_FILE);
            channel.write(word, offset);
            channel.truncate(offset + ChronicleFrame.WORD_BYTES);
            channel.force(true);
        }
    }

    /** Makes a plain segment of what a compressed one holds up to an offset, and keeps the compressed one beside. */
    private static void expand(final Path directory, final Path plain, final long upToBytes, final List<String> kept)
            throws IOException {
        final Path compressed = SegmentNames.compressed(plain);
        final Path fresh = plain.resolveSibling(plain.getFileName() + UNFINISHED);
        final Path target = asideFile(directory, String.valueOf(compressed.getFileName()));
        try (SegmentBytes from = CompressedSegment.open(compressed);
                FileChannel to = FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            final ByteBuffer part = ByteBuffer.allocate(COPY_BYTES);
            for (long at = 0; at < upToBytes; ) {
                part.clear().limit((int) Math.min(COPY_BYTES, upToBytes - at));
                if (from.read(part, at) < 0) {
                    throw new IOException(compressed + " ends at byte " + at + " of its contents");
                }
                at += part.position();
                to.write(part.flip());
            }
            to.force(true);
        }
        // A copy first: at every moment either form is in its place, and what is cut off is kept.
        Files.copy(compressed, target);
        kept.add(target.toString());
        Files.move(fresh, plain, StandardCopyOption.ATOMIC_MOVE);
        FolderSync.force(directory);
        Files.delete(compressed);
    }

    private static Path asideFile(final Path directory, final String name) throws IOException {
        final Path aside = Files.createDirectories(directory.resolve(ASIDE));
        for (int n = 1; ; n++) {
            final Path file = aside.resolve(name + "." + n);
            if (!Files.exists(file)) {
                return file;
            }
        }
    }

    /** Where the last byte that is not zero ends, from an offset on; from 0 it is looked for behind Chronicle's own frames. */
    private static long contentEnd(final Path file, final long offset) throws IOException {
        try (FileWindow window = FileWindow.open(file)) {
            long from = offset;
            if (offset == 0) {
                int word;
                while (window.load(from, ChronicleFrame.WORD_BYTES)
                        && (word = window.buffer().getInt(window.index(from), ByteOrder.LITTLE_ENDIAN))
                                != ChronicleFrame.END_OF_FILE
                        && ChronicleFrame.isComplete(word)
                        && ChronicleFrame.isChroniclesOwn(word)) {
                    from = ChronicleFrame.next(from, ChronicleFrame.lengthBytes(word));
                }
            }
            long end = 0;
            final long size = window.sizeBytes();
            for (long at = from; at < size; at += COPY_BYTES) {
                final int part = (int) Math.min(COPY_BYTES, size - at);
                if (!window.load(at, part)) {
                    break;
                }
                final int bytes = contentEnd(window.buffer(), window.index(at), part);
                end = bytes > 0 ? at + bytes : end;
            }
            return end;
        }
    }

    /** The same in memory; by words, for nearly all of a segment that was being written is zeros, and every start looks at it. */
    private static int contentEnd(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        int end = lengthBytes;
        while (end >= Long.BYTES && buffer.getLong(offset + end - Long.BYTES) == 0) {
            end -= Long.BYTES;
        }
        while (end > 0 && buffer.getByte(offset + end - 1) == 0) {
            end--;
        }
        return end;
    }

    /** See {@link RecordStore#keepEpoch}. */
    static void keepEpoch(final Path directory, final DirectBuffer record, final int offset, final int lengthBytes) {
        final Path file = directory.resolve(EPOCH);
        final Path fresh = directory.resolve(EPOCH + UNFINISHED);
        final byte[] bytes = new byte[lengthBytes];
        record.getBytes(offset, bytes);
        try {
            Files.write(fresh, bytes);
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            FolderSync.force(directory);
        } catch (final IOException e) {
            throw failed(file, "cannot be written", e);
        }
    }

    /** See {@link RecordCursor#keptEpoch}. */
    static @Nullable DirectBuffer keptEpoch(final Path directory) {
        final Path file = directory.resolve(EPOCH);
        try {
            return Files.exists(file) ? new UnsafeBuffer(Files.readAllBytes(file)) : null;
        } catch (final IOException e) {
            throw new JournalException(Code.NOT_READABLE, -1, "journal file " + file + ": cannot be read: " + e, e);
        }
    }

    static List<String> dropBefore(final Path directory, final RecordAddress first) {
        final List<String> names = SegmentNames.list(directory);
        final List<String> dropped = new ArrayList<>();
        try {
            for (int i = 0; i < Math.min(first.segment(), names.size()); i++) {
                final Path plain = directory.resolve(names.get(i));
                Files.deleteIfExists(SegmentNames.compressed(plain));
                Files.deleteIfExists(plain);
                dropped.add(names.get(i));
            }
            FolderSync.force(directory);
        } catch (final IOException e) {
            throw failed(directory, "old segments cannot be removed", e);
        }
        return dropped;
    }

    /** The named failure behind an error at a file. */
    static JournalException failed(final Path file, final String what, final Throwable cause) {
        if (cause instanceof JournalException named) {
            return named;
        }
        final String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        // Linux says ENOSPC and EDQUOT in words only.
        if (message.contains("no space left") || message.contains("quota exceeded")) {
            return new JournalException(
                    Code.FULL,
                    -1,
                    "JOURNAL_FULL: " + file + ": " + what + ": the disk is full; make room and start again",
                    cause);
        }
        return new JournalException(
                Code.NOT_WRITABLE,
                -1,
                "journal file " + file + ": " + what + ": " + cause + "; mend it and start again",
                cause);
    }
}
