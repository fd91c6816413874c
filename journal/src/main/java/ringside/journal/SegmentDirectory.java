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
import ringside.journal.JournalException.Code;

/** What is done to segment files as files: setting aside, removing, naming what failed. Stateless. */
final class SegmentDirectory {
    /** A folder in which Chronicle makes the next segment begins with this. */
    static final String SCRATCH = ".new-";

    private static final String ASIDE = "set-aside";
    private static final int ROOM_BYTES = 1 << 20;
    private static final int COPY_BYTES = 1 << 16;

    private SegmentDirectory() {}

    /** Removes what a killed process left of segments that never entered the journal. */
    static void sweep(final Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (final Path left : files.filter(SegmentDirectory::isScratch).toList()) {
                delete(left);
            }
        } catch (final IOException e) {
            throw failed(directory, "cannot be swept", e);
        }
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
            force(directory);
        } catch (final IOException e) {
            throw failed(directory, "what follows the last good record cannot be set aside", e);
        }
        return kept;
    }

    private static void move(final Path directory, final String name, final List<String> kept) throws IOException {
        final Path file = directory.resolve(name);
        if (contentEnd(file, 0) > 0) {
            final Path target = asideFile(directory, name);
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
                for (int i = part - 1; i >= 0; i--) {
                    if (window.buffer().getByte(window.index(at) + i) != 0) {
                        end = at + i + 1;
                        break;
                    }
                }
            }
            return end;
        }
    }

    static List<String> dropBefore(final Path directory, final RecordAddress first) {
        final List<String> names = SegmentNames.list(directory);
        final List<String> dropped = new ArrayList<>();
        try {
            for (int i = 0; i < Math.min(first.segment(), names.size()); i++) {
                Files.delete(directory.resolve(names.get(i)));
                dropped.add(names.get(i));
            }
            force(directory);
        } catch (final IOException e) {
            throw failed(directory, "old segments cannot be removed", e);
        }
        return dropped;
    }

    /** Brings names of files to the disk: without this a new file may be gone after a loss of power. */
    static void force(final Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
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
