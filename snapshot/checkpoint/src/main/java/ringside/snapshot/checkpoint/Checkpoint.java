package ringside.snapshot.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.GameType;
import ringside.layout.StateException;
import ringside.layout.XxHash64;

/** A whole, checked checkpoint as it was read. See {@link CheckpointImage} for its form. */
public final class Checkpoint {
    private static final long NOWHERE = -1;

    private final String name;
    private final UnsafeBuffer buffer;

    private Checkpoint(final String name, final UnsafeBuffer buffer) {
        this.name = name;
        this.buffer = buffer;
    }

    /** Checks length and hash; throws {@link CheckpointException} when the bytes are no whole checkpoint. */
    public static Checkpoint of(final String name, final ByteBuffer bytes) {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes, bytes.position(), bytes.remaining());
        final int smallest = CheckpointImage.HEADER_BYTES + CheckpointImage.HASH_BYTES;
        if (buffer.capacity() < smallest || !isCheckpoint(buffer)) {
            throw new CheckpointException("checkpoint " + name + ": not a checkpoint of this format");
        }
        requireKnownVersion(name, buffer);
        final long length = buffer.getLong(CheckpointImage.LENGTH, CheckpointImage.LE);
        if (length != buffer.capacity()) {
            throw new CheckpointException(
                    "checkpoint " + name + ": cut off, " + buffer.capacity() + " of " + length + " bytes are there");
        }
        final int end = (int) length - CheckpointImage.HASH_BYTES;
        if (XxHash64.hash(buffer, 0, end, 0) != buffer.getLong(end, CheckpointImage.LE)) {
            throw new CheckpointException("checkpoint " + name + ": its bytes do not have the hash that they had when "
                    + "they were written");
        }
        requireParts(name, buffer, end);
        return new Checkpoint(name, buffer);
    }

    /** A hash is soon put right: what the checkpoint says of the lengths of its parts must come out at its end. */
    private static void requireParts(final String name, final UnsafeBuffer buffer, final int end) {
        final long engineBytes = buffer.getLong(CheckpointImage.ENGINE_BYTES, CheckpointImage.LE);
        final int matches = buffer.getInt(CheckpointImage.MATCHES, CheckpointImage.LE);
        long at = engineBytes < 0 || engineBytes > end || matches < 0
                ? NOWHERE
                : CheckpointImage.HEADER_BYTES + engineBytes;
        for (int i = 0; i < matches && at >= 0; i++) {
            at = behind(buffer, at + CheckpointImage.MATCH_HEADER_BYTES, at + Integer.BYTES, end);
        }
        if (at >= 0 && buffer.getLong(0, CheckpointImage.LE) == CheckpointImage.MAGIC) {
            at = behind(buffer, at + Integer.BYTES, at, end);
        }
        if (at != end) {
            throw new CheckpointException(
                    "checkpoint " + name + ": its parts do not fit together; no program of this kind wrote it");
        }
    }

    /** Where a part ends whose length stands somewhere before it; {@link #NOWHERE} when that is beyond the end. */
    private static long behind(final UnsafeBuffer buffer, final long part, final long lengthAt, final int end) {
        if (part > end) {
            return NOWHERE;
        }
        final int length = buffer.getInt((int) lengthAt, CheckpointImage.LE);
        return length < 0 || length > end - part ? NOWHERE : part + length;
    }

    private static boolean isCheckpoint(final UnsafeBuffer buffer) {
        return (buffer.getLong(0, CheckpointImage.LE) ^ CheckpointImage.MAGIC) << Byte.SIZE == 0;
    }

    private static void requireKnownVersion(final String name, final UnsafeBuffer buffer) {
        final long magic = buffer.getLong(0, CheckpointImage.LE);
        if (magic != CheckpointImage.MAGIC && magic != CheckpointImage.MAGIC_1) {
            final char version = (char) (buffer.getByte(CheckpointImage.VERSION) & 0xFF);
            throw new CheckpointException("checkpoint " + name + ": format "
                    + (Character.isLetterOrDigit(version) ? String.valueOf(version) : "unknown")
                    + ", this program reads 1 and 2");
        }
    }

    public String name() {
        return name;
    }

    /** Position of the last event that it follows from. */
    public long position() {
        return buffer.getLong(CheckpointImage.POSITION, CheckpointImage.LE);
    }

    public long epoch() {
        return buffer.getLong(CheckpointImage.EPOCH, CheckpointImage.LE);
    }

    public int tick() {
        return buffer.getInt(CheckpointImage.TICK, CheckpointImage.LE);
    }

    public int matches() {
        return buffer.getInt(CheckpointImage.MATCHES, CheckpointImage.LE);
    }

    public String serverId() {
        return buffer.getStringWithoutLengthAscii(CheckpointImage.SERVER_ID, CheckpointImage.SERVER_ID_BYTES);
    }

    public int lengthBytes() {
        return buffer.capacity();
    }

    /** Its bytes, to be handed on as they are. */
    public DirectBuffer bytes() {
        return buffer;
    }

    /** What the epoch said of the engine that wrote it; empty when it was written before that was kept. */
    public String identityJson() {
        if (buffer.getLong(0, CheckpointImage.LE) == CheckpointImage.MAGIC_1) {
            return "";
        }
        int at = CheckpointImage.HEADER_BYTES + (int) buffer.getLong(CheckpointImage.ENGINE_BYTES, CheckpointImage.LE);
        for (int i = 0; i < matches(); i++) {
            at += CheckpointImage.MATCH_HEADER_BYTES + buffer.getInt(at + 4, CheckpointImage.LE);
        }
        final byte[] identity = new byte[buffer.getInt(at, CheckpointImage.LE)];
        buffer.getBytes(at + Integer.BYTES, identity);
        return new String(identity, StandardCharsets.UTF_8);
    }

    /** Told of matches that are left out. */
    @FunctionalInterface
    public interface LeftOut {
        void match(int match, long layoutHash);
    }

    /** Fills memory that holds no match yet. Throws when it was made under other settings or for other games. */
    public void restoreInto(final EngineMemory memory) {
        restoreInto(memory, layoutHash -> null);
    }

    /**
     * The same where matches may go on under another type.
     *
     * @param heirs the type under which matches of a layout that the memory's games do not have go on, or null
     */
    public void restoreInto(final EngineMemory memory, final LongFunction<@Nullable GameType> heirs) {
        restore(memory, heirs, null);
    }

    /** The same without those matches whose layout the memory's games do not have. */
    public void restoreCarried(final EngineMemory memory, final LeftOut told) {
        restore(memory, layoutHash -> null, told);
    }

    /** What no engine can have been in is named like any other damage: whoever restores takes another checkpoint then. */
    private void restore(
            final EngineMemory memory, final LongFunction<@Nullable GameType> heirs, final @Nullable LeftOut told) {
        try {
            restoreAll(memory, heirs, told);
        } catch (final StateException | IllegalArgumentException e) {
            throw new CheckpointException(
                    "checkpoint " + name + ": holds no state of its layouts: " + e.getMessage(), e);
        }
    }

    private void restoreAll(
            final EngineMemory memory, final LongFunction<@Nullable GameType> heirs, final @Nullable LeftOut told) {
        final int engineBytes = (int) buffer.getLong(CheckpointImage.ENGINE_BYTES, CheckpointImage.LE);
        if (!memory.takesEngine(buffer.getLong(CheckpointImage.ENGINE_LAYOUT, CheckpointImage.LE), engineBytes)) {
            throw new CheckpointException("checkpoint " + name + ": made under other engine settings");
        }
        memory.restoreEngine(buffer, CheckpointImage.HEADER_BYTES, engineBytes);
        int at = CheckpointImage.HEADER_BYTES + engineBytes;
        for (int i = 0; i < matches(); i++) {
            final int match = buffer.getInt(at, CheckpointImage.LE);
            final int blockBytes = buffer.getInt(at + 4, CheckpointImage.LE);
            final long layoutHash = buffer.getLong(at + 8, CheckpointImage.LE);
            final GameType carried = memory.types().find(layoutHash);
            final GameType type = carried == null ? heirs.apply(layoutHash) : carried;
            if (type == null && told == null) {
                throw new CheckpointException("checkpoint " + name + ": match " + match + " has layout "
                        + XxHash64.hex(layoutHash) + ", which this build does not carry: "
                        + memory.types().all());
            }
            if (type != null && blockBytes != type.layout().blockBytes()) {
                throw new CheckpointException("checkpoint " + name + ": match " + match + " has " + blockBytes
                        + " bytes, its layout has " + type.layout().blockBytes());
            }
            if (type != null) {
                memory.restoreMatch(
                        match, layoutHash, type, buffer, at + CheckpointImage.MATCH_HEADER_BYTES, position());
            } else if (told != null) {
                memory.passOver(match, layoutHash);
                told.match(match, layoutHash);
            }
            at += CheckpointImage.MATCH_HEADER_BYTES + blockBytes;
        }
    }
}
