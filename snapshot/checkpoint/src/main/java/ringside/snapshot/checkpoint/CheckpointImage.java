package ringside.snapshot.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.MatchSlot;
import ringside.layout.XxHash64;

/**
 * All of an engine's memory in one run of bytes, as it stands on disk:
 *
 * <pre>
 * offset  length  what
 * 0       8       "RSCHECK1": magic and format version
 * 8       8       length of all that follows and precedes, in bytes
 * 16      8       position of the last event that the memory follows from: always a FRAME
 * 24      8       epoch
 * 32      32      server id, 32 hexadecimal digits
 * 64      4       tick of the engine
 * 68      4       matches
 * 72      8       hash of the layout of the engine's own block
 * 80      8       length of the engine's own block
 * 88      n       the engine's own block
 * then for each match, in the order of the directory:
 *         4       match
 *         4       length of its block
 *         8       hash of its layout
 *         n       its block
 * end-8   8       XXH64 of everything before
 * </pre>
 *
 * All numbers are little-endian. One thread fills an image and hands it to another that writes it.
 */
public final class CheckpointImage {
    static final long MAGIC = 0x314B4345_48435352L;
    static final int HEADER_BYTES = 88;
    static final int MATCH_HEADER_BYTES = 16;
    static final int HASH_BYTES = 8;
    static final int SERVER_ID_BYTES = 32;

    /** What one buffer, and one array when it is read back, can hold. */
    private static final long MAX_BYTES = Integer.MAX_VALUE - 8;

    static final int LENGTH = 8;
    static final int POSITION = 16;
    static final int EPOCH = 24;
    static final int SERVER_ID = 32;
    static final int TICK = 64;
    static final int MATCHES = 68;
    static final int ENGINE_LAYOUT = 72;
    static final int ENGINE_BYTES = 80;

    static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private ByteBuffer bytes = ByteBuffer.allocateDirect(64 * 1024);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private int lengthBytes;

    /**
     * Copies the memory in. Called between two events, right after a FRAME was applied, by the thread that applies them.
     * Allocates only when the memory has outgrown the image.
     *
     * @param position of that FRAME
     * @throws CheckpointException when the memory is larger than an image can be; nothing was copied
     */
    public void capture(final EngineMemory memory, final long position) {
        final DirectBuffer engine = memory.state().block();
        final List<MatchSlot> matches = memory.matches();
        long length = (long) HEADER_BYTES + engine.capacity() + HASH_BYTES;
        for (int i = 0, n = matches.size(); i < n; i++) {
            length += MATCH_HEADER_BYTES + matches.get(i).state().layout().blockBytes();
        }
        reserve(length, position);
        buffer.putLong(0, MAGIC, LE);
        buffer.putLong(LENGTH, lengthBytes, LE);
        buffer.putLong(POSITION, position, LE);
        buffer.putLong(EPOCH, memory.state().epoch(), LE);
        buffer.putInt(TICK, memory.state().tick(), LE);
        buffer.putInt(MATCHES, matches.size(), LE);
        buffer.putLong(ENGINE_LAYOUT, memory.state().layout().hash(), LE);
        buffer.putLong(ENGINE_BYTES, engine.capacity(), LE);
        buffer.putBytes(HEADER_BYTES, engine, 0, engine.capacity());
        int at = HEADER_BYTES + engine.capacity();
        for (int i = 0, n = matches.size(); i < n; i++) {
            at = putMatch(at, matches.get(i));
        }
    }

    private void reserve(final long length, final long position) {
        if (length > MAX_BYTES) {
            throw new CheckpointException("checkpoint at position " + position + ": the engine's memory takes " + length
                    + " bytes, a checkpoint holds " + MAX_BYTES + "; spread the matches over several engines");
        }
        lengthBytes = (int) length;
        if (lengthBytes > bytes.capacity()) {
            bytes = ByteBuffer.allocateDirect((int) Math.min(MAX_BYTES, length + length / 4));
            buffer.wrap(bytes);
        }
    }

    private int putMatch(final int at, final MatchSlot match) {
        final int blockBytes = match.state().layout().blockBytes();
        buffer.putInt(at, match.id(), LE);
        buffer.putInt(at + 4, blockBytes, LE);
        buffer.putLong(at + 8, match.state().layout().hash(), LE);
        buffer.putBytes(at + MATCH_HEADER_BYTES, match.state().block(), 0, blockBytes);
        return at + MATCH_HEADER_BYTES + blockBytes;
    }

    /** Adds the server's id and the closing hash; the image is whole after this. Not on the logic thread. */
    ByteBuffer seal(final String serverId) {
        if (serverId.length() != SERVER_ID_BYTES) {
            throw new IllegalArgumentException("server id '" + serverId + "' has not 32 digits");
        }
        buffer.putStringWithoutLengthAscii(SERVER_ID, serverId);
        final int end = lengthBytes - HASH_BYTES;
        buffer.putLong(end, XxHash64.hash(buffer, 0, end, 0), LE);
        return bytes.duplicate().position(0).limit(lengthBytes);
    }

    /** Position of the last event that the captured memory follows from. */
    public long position() {
        return buffer.getLong(POSITION, LE);
    }

    /** The engine's tick when the memory was captured. */
    public int tick() {
        return buffer.getInt(TICK, LE);
    }

    public int lengthBytes() {
        return lengthBytes;
    }
}
