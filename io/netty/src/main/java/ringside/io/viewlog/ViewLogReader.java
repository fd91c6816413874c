package ringside.io.viewlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.session.AcknowledgedViews;
import ringside.io.session.ViewLogEntry;
import ringside.io.session.ViewProof;
import ringside.snapshot.codec.ViewLimits;

/** Reads what {@link ViewLogWriter} wrote, each file up to its good end. Reads each epoch as a whole into memory. */
public final class ViewLogReader {
    /** Is told entries, one after the other. */
    @FunctionalInterface
    private interface Entries {
        void log(DirectBuffer from, int offset, int lengthBytes);
    }

    private final SortedMap<Long, List<Path>> files = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();

    /** The log in a folder, which need not be there. */
    public ViewLogReader(final Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.list(folder)) {
            all.sorted().forEach(file -> {
                final long epoch = ViewLogFormat.epochOf(file);
                if (epoch >= 0) {
                    files.computeIfAbsent(epoch, each -> new ArrayList<>()).add(file);
                }
            });
        } catch (final IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
    }

    public boolean isEmpty() {
        return files.isEmpty();
    }

    /** What was found wrong so far: files that end early, and why. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** A proof of the views of an epoch, with all that was logged of them; null where nothing was. */
    public @Nullable ViewProof proofOf(final long epoch) {
        ViewProof proof = null;
        for (final Path file : files.getOrDefault(epoch, List.of())) {
            final ByteBuffer bytes = read(file);
            final ViewLimits limits = ViewLogFormat.limitsOf(bytes);
            if (limits == null) {
                notes.add(file + ": is no log of views that this build reads; passed over");
            } else {
                final ViewProof told = proof == null ? new ViewProof(limits) : proof;
                proof = told;
                blocks(file, bytes, told::log);
            }
        }
        if (proof != null) {
            proof.ready();
        }
        return proof;
    }

    /** What the players of a match had acknowledged, as far as the log goes. */
    public AcknowledgedViews acknowledgedIn(final int match) {
        final AcknowledgedViews views = new AcknowledgedViews(match);
        for (final List<Path> epoch : files.values()) {
            views.epoch();
            for (final Path file : epoch) {
                final ByteBuffer bytes = read(file);
                if (ViewLogFormat.limitsOf(bytes) != null) {
                    blocks(file, bytes, views::log);
                }
            }
        }
        return views;
    }

    private static ByteBuffer read(final Path file) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (final IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    private void blocks(final Path file, final ByteBuffer bytes, final Entries told) {
        int at = ViewLogFormat.HEAD_BYTES;
        while (at < bytes.limit()) {
            final int room = bytes.limit() - at - ViewLogFormat.BLOCK_HEAD_BYTES;
            final int length = room < 0 ? -1 : bytes.getInt(at);
            if (length <= 0
                    || length > room
                    || ViewLogFormat.checksum(bytes, at + ViewLogFormat.BLOCK_HEAD_BYTES, length)
                            != bytes.getInt(at + 4)
                    || !entries(bytes, at + ViewLogFormat.BLOCK_HEAD_BYTES, length, told)) {
                notes.add(file + ": is good up to byte " + at + " of " + bytes.limit()
                        + "; what follows was torn off or damaged and is not read");
                return;
            }
            at += ViewLogFormat.BLOCK_HEAD_BYTES + length;
        }
    }

    private static boolean entries(
            final ByteBuffer bytes, final int offset, final int lengthBytes, final Entries told) {
        final UnsafeBuffer all = new UnsafeBuffer(bytes);
        int at = offset;
        final int end = offset + lengthBytes;
        while (at + ViewLogEntry.HEAD_BYTES <= end) {
            final int length = bytes.getShort(at) & 0xFFFF;
            if (length < ViewLogEntry.HEAD_BYTES || length > end - at) {
                return false;
            }
            told.log(all, at, length);
            at += length;
        }
        return at == end;
    }
}
