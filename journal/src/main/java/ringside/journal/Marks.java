package ringside.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.journal.JournalException.Code;
import ringside.layout.XxHash64;

/**
 * The marks, kept apart from the journal so that a missing end is noticed: a mapped file of 4,096 bytes, little-endian.
 *
 * <pre>
 * offset  length  what
 * 0       8       magic "RSMARKS" and the format version 1
 * 8       16      server id
 * 24      8       XXH64 of bytes 0 to 24
 * 64      64 * 2  appended mark, two slots written in turn
 * 192     64 * 2  synced mark, likewise
 * 320     64 * 2  retained mark, likewise: its position is the first that must be there
 *
 * slot:
 * 0       8       sequence, rising by one; the slot is the sequence's lowest bit
 * 8       8       position
 * 16      4       epoch
 * 20      4       checksum of the record at the mark
 * 24      8       XXH64 of bytes 0 to 24 of the slot, seeded with the slot's offset
 * </pre>
 *
 * A slot torn by a kill fails its hash and the other one counts: the mark is then one step older. Setting a mark costs a few
 * stores and a hash of 24 bytes, no system call; a mapped page survives the process. {@link #force()} makes it survive the
 * loss of power. One thread sets the appended mark, one other the synced one; any thread reads.
 */
public final class Marks implements MarksView, AutoCloseable {
    /** The size of the file. */
    public static final int FILE_BYTES = 4_096;

    private static final long MAGIC = 0x01_53_4B_52_41_4D_53_52L;
    private static final int SERVER = 8;
    private static final int SERVER_HASH = 24;
    private static final int APPENDED = 64;
    private static final int SYNCED = 192;
    private static final int RETAINED = 320;
    private static final int SLOT_BYTES = 64;
    private static final int HASHED_BYTES = 24;
    private static final int READ_ATTEMPTS = 1_000;

    private final UnsafeBuffer buffer;
    private final String name;
    private final MappedFiles.@Nullable Memory mapped;
    private long appendedSequence;
    private long syncedSequence;
    private boolean closed;

    private Marks(final UnsafeBuffer buffer, final String name, final MappedFiles.@Nullable Memory mapped) {
        this.buffer = buffer;
        this.name = name;
        this.mapped = mapped;
    }

    /** Marks in memory only, for tests and simulators. */
    public static Marks inMemory(final ServerId serverId) {
        final Marks marks = new Marks(new UnsafeBuffer(ByteBuffer.allocateDirect(FILE_BYTES)), "marks in memory", null);
        marks.initialise(serverId);
        return marks;
    }

    /** Makes the file of an empty journal; there must be none. */
    public static Marks create(final Path file, final ServerId serverId, final MappedFiles files) {
        final Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            try (Marks marks = map(fresh, files)) {
                marks.initialise(serverId);
                marks.force();
            }
            Files.move(fresh, file);
            return open(file, files);
        } catch (final IOException e) {
            throw new JournalException(
                    Code.NOT_WRITABLE, -1, "marks " + file + ": cannot be made: " + e.getMessage(), e);
        }
    }

    /** Opens the file for writing. Throws MARKS_LOST when it is missing or damaged. */
    public static Marks open(final Path file, final MappedFiles files) {
        if (!Files.isRegularFile(file)) {
            throw lost(file.toString(), "missing");
        }
        try {
            if (Files.size(file) != FILE_BYTES) {
                throw lost(file.toString(), Files.size(file) + " bytes instead of " + FILE_BYTES);
            }
            final Marks marks = map(file, files);
            marks.check();
            marks.appendedSequence = marks.appended().sequence();
            marks.syncedSequence = marks.synced().sequence();
            return marks;
        } catch (final IOException e) {
            throw new JournalException(Code.NOT_WRITABLE, -1, "marks " + file + ": " + e.getMessage(), e);
        }
    }

    /** The marks as another process sees them: every question reads the file again. Needs no right to write. */
    public static MarksView view(final Path file) {
        return new MarksFileView(file);
    }

    static Marks snapshot(final Path file) {
        final ByteBuffer bytes = ByteBuffer.allocateDirect(FILE_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            int at = 0;
            while (at < FILE_BYTES) {
                final int read = channel.read(bytes, at);
                if (read < 0) {
                    throw lost(file.toString(), at + " bytes instead of " + FILE_BYTES);
                }
                at += read;
            }
        } catch (final NoSuchFileException e) {
            throw lost(file.toString(), "missing");
        } catch (final IOException e) {
            throw new JournalException(Code.NOT_READABLE, -1, "marks " + file + ": " + e.getMessage(), e);
        }
        final Marks marks = new Marks(new UnsafeBuffer(bytes), file.toString(), null);
        marks.check();
        return marks;
    }

    @Override
    public ServerId serverId() {
        return new ServerId(word(SERVER), word(SERVER + 8));
    }

    @Override
    public Mark appended() {
        return read(APPENDED, "appended");
    }

    @Override
    public Mark synced() {
        return read(SYNCED, "synced");
    }

    @Override
    public long retainedFrom() {
        return read(RETAINED, "retained").position() + 1;
    }

    /** Sets the appended mark. The appending thread only; allocates nothing. */
    void appended(final long position, final int epoch, final int recordChecksum) {
        write(APPENDED, ++appendedSequence, position, epoch, recordChecksum);
    }

    /** Sets the synced mark to where the appended one was when the sync began. The syncing thread only. */
    void synced(final Mark mark) {
        write(SYNCED, ++syncedSequence, mark.position(), mark.epoch(), mark.recordChecksum());
    }

    void retainedFrom(final long position) {
        write(RETAINED, read(RETAINED, "retained").sequence() + 1, position - 1, 0, 0);
    }

    /** Brings the marks to the disk. */
    public void force() {
        if (mapped != null && !closed) {
            try {
                mapped.force();
            } catch (final IOException e) {
                throw new JournalException(Code.SYNC_FAILED, -1, "marks " + name + ": " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void close() {
        if (mapped != null && !closed) {
            closed = true;
            mapped.close();
            buffer.wrap(0, 0);
        }
    }

    private static Marks map(final Path file, final MappedFiles files) throws IOException {
        final MappedFiles.Memory mapped = files.map(file, FILE_BYTES);
        return new Marks(mapped.buffer(), file.toString(), mapped);
    }

    private void initialise(final ServerId serverId) {
        put(0, MAGIC);
        put(SERVER, serverId.high());
        put(SERVER + 8, serverId.low());
        put(SERVER_HASH, XxHash64.hash(buffer, 0, HASHED_BYTES, 0));
        for (final int base : new int[] {APPENDED, SYNCED, RETAINED}) {
            write(base, 0, -1, 0, 0);
        }
    }

    private void check() {
        if ((word(0) & 0xFF_FFFF_FFFF_FFFFL) != (MAGIC & 0xFF_FFFF_FFFF_FFFFL)
                || word(SERVER_HASH) != XxHash64.hash(buffer, 0, HASHED_BYTES, 0)) {
            throw lost(name, "damaged at its beginning");
        }
        if (word(0) != MAGIC) {
            throw new JournalException(
                    Code.FORMAT, "marks " + name + ": format version " + (word(0) >>> 56) + ", this program reads 1");
        }
        appended();
        synced();
        retainedFrom();
    }

    private void write(final int base, final long sequence, final long position, final int epoch, final int checksum) {
        final int slot = base + (int) (sequence & 1) * SLOT_BYTES;
        put(slot, sequence);
        put(slot + 8, position);
        put(slot + 16, (epoch & 0xFFFF_FFFFL) | (long) checksum << 32);
        put(slot + HASHED_BYTES, XxHash64.hash(buffer, slot, HASHED_BYTES, slot));
    }

    private Mark read(final int base, final String what) {
        for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
            final Mark first = slot(base);
            final Mark second = slot(base + SLOT_BYTES);
            if (first != null && second != null) {
                return Mark.later(first, second);
            }
            if (first != null) {
                return first;
            }
            if (second != null) {
                return second;
            }
            Thread.onSpinWait();
        }
        throw lost(name, "both slots of the " + what + " mark are damaged");
    }

    private @Nullable Mark slot(final int slot) {
        final long sequence = word(slot);
        final long position = word(slot + 8);
        final long rest = word(slot + 16);
        final long hash = buffer.getLongVolatile(slot + HASHED_BYTES);
        return hash == XxHash64.hash(buffer, slot, HASHED_BYTES, slot)
                        && sequence == word(slot)
                        && position == word(slot + 8)
                        && rest == word(slot + 16)
                ? new Mark(sequence, position, (int) rest, (int) (rest >>> 32))
                : null;
    }

    private long word(final int at) {
        return buffer.getLong(at, ByteOrder.LITTLE_ENDIAN);
    }

    private void put(final int at, final long value) {
        buffer.putLong(at, value, ByteOrder.LITTLE_ENDIAN);
    }

    static JournalException lost(final String name, final String what) {
        return new JournalException(
                Code.MARKS_LOST,
                "marks " + name + ": " + what
                        + ", so the end of the journal cannot be proven; `journal repair` makes new ones"
                        + " from what the journal holds");
    }
}
