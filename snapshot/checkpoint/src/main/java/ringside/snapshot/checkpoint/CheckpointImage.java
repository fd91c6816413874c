package ringside.snapshot.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.MatchCopy;
import ringside.engine.logic.MatchSlot;
import ringside.layout.Layout;
import ringside.layout.XxHash64;

/**
 * All of an engine's memory in one run of bytes, as it stands on disk:
 *
 * <pre>
 * offset  length  what
 * 0       8       "RSCHECK2": magic and format version; in "RSCHECK1" the identity at the end is missing
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
 * then    4       length of the identity
 *         n       what the epoch says of the engine that wrote it, in UTF-8; 0 bytes when nothing is known
 * end-8   8       XXH64 of everything before
 * </pre>
 *
 * All numbers are little-endian; {@code snapshot/checkpoint/FORMAT.md} says the same and what the blocks hold. Logic's thread captures
 * and hands the image to another, which gathers, seals and writes it.
 */
public final class CheckpointImage {
    static final long MAGIC = 0x324B4345_48435352L;
    static final long MAGIC_1 = 0x314B4345_48435352L;
    static final int HEADER_BYTES = 88;
    static final int MATCH_HEADER_BYTES = 16;
    static final int HASH_BYTES = 8;
    static final int SERVER_ID_BYTES = 32;

    /** What one buffer, and one array when it is read back, can hold. */
    private static final long MAX_BYTES = Integer.MAX_VALUE - 8;

    static final int VERSION = 7;
    static final int LENGTH = 8;
    static final int POSITION = 16;
    static final int EPOCH = 24;
    static final int SERVER_ID = 32;
    static final int TICK = 64;
    static final int MATCHES = 68;
    static final int ENGINE_LAYOUT = 72;
    static final int ENGINE_BYTES = 80;

    static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private final byte[] identity;
    private ByteBuffer bytes = ByteBuffer.allocateDirect(64 * 1024);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final List<MatchCopy> copies = new ArrayList<>();
    private int matches;
    private int matchesAt;
    private int maxRewindFrames;
    private boolean isGathered;
    private int lengthBytes;

    /** An image of an engine of which nothing is said. */
    public CheckpointImage() {
        this("");
    }

    /** An image of an engine whose epoch has that identity: {@code ringside.replay.EngineIdentity} as text. */
    public CheckpointImage(final String identityJson) {
        identity = identityJson.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Copies the engine's own block and notes the matches, for {@link #gather} to copy. Called right after a FRAME was applied, by
     * the thread that applies events. Allocates only when there are more matches, or more that stand still, than ever before.
     *
     * @param position of that FRAME
     */
    public void capture(final EngineMemory memory, final long position) {
        capture(memory, position, false);
    }

    /** The same; {@code atOnce} copies the matches too, for as long as that takes. */
    public void capture(final EngineMemory memory, final long position, final boolean atOnce) {
        final DirectBuffer engine = memory.state().block();
        final List<MatchSlot> slots = memory.matches();
        matches = slots.size();
        matchesAt = HEADER_BYTES + engine.capacity();
        maxRewindFrames = memory.settings().maxRewindFrames();
        isGathered = false;
        reserve(matchesAt, matchesAt);
        buffer.putLong(0, MAGIC, LE);
        buffer.putLong(POSITION, position, LE);
        buffer.putLong(EPOCH, memory.state().epoch(), LE);
        buffer.putInt(TICK, memory.state().tick(), LE);
        buffer.putInt(MATCHES, matches, LE);
        buffer.putLong(ENGINE_LAYOUT, memory.state().layout().hash(), LE);
        buffer.putLong(ENGINE_BYTES, engine.capacity(), LE);
        buffer.putBytes(HEADER_BYTES, engine, 0, engine.capacity());
        while (copies.size() < matches) {
            copies.add(new MatchCopy());
        }
        for (int i = 0; i < matches; i++) {
            copies.get(i).note(slots.get(i), position, atOnce);
        }
    }

    /**
     * Copies the matches that were noted. Any thread that was handed the image.
     *
     * @return false when logic was faster than the copying: the image is void, capture another
     * @throws CheckpointException when the memory is larger than an image can be
     */
    public boolean gather() {
        long length = (long) matchesAt + Integer.BYTES + identity.length + HASH_BYTES;
        for (int i = 0; i < matches; i++) {
            length += MATCH_HEADER_BYTES + layoutOf(i).blockBytes();
        }
        if (length > MAX_BYTES) {
            throw new CheckpointException("checkpoint at position " + position() + ": the engine's memory takes "
                    + length + " bytes, a checkpoint holds " + MAX_BYTES + "; spread the matches over several engines");
        }
        reserve(length, matchesAt);
        int at = matchesAt;
        boolean whole = true;
        for (int i = 0; i < matches; i++) {
            final Layout layout = layoutOf(i);
            final int blockBytes = layout.blockBytes();
            buffer.putInt(at, copies.get(i).slot().id(), LE);
            buffer.putInt(at + 4, blockBytes, LE);
            buffer.putLong(at + 8, layout.hash(), LE);
            whole &= copies.get(i).copyTo(buffer, at + MATCH_HEADER_BYTES, maxRewindFrames);
            copies.get(i).release();
            at += MATCH_HEADER_BYTES + blockBytes;
        }
        buffer.putInt(at, identity.length, LE);
        buffer.putBytes(at + Integer.BYTES, identity);
        lengthBytes = (int) length;
        buffer.putLong(LENGTH, lengthBytes, LE);
        isGathered = whole;
        return whole;
    }

    private Layout layoutOf(final int index) {
        return copies.get(index).slot().type().layout();
    }

    private void reserve(final long length, final int kept) {
        if (length > bytes.capacity()) {
            final ByteBuffer larger = ByteBuffer.allocateDirect((int) Math.min(MAX_BYTES, length + length / 4));
            larger.put(0, bytes, 0, Math.min(kept, bytes.capacity()));
            bytes = larger;
            buffer.wrap(bytes);
        }
    }

    /** Adds the server's id and the closing hash; the image is whole after this. Not on the logic thread. */
    public ByteBuffer seal(final String serverId) {
        if (!isGathered && !gather()) {
            throw new CheckpointException("checkpoint at position " + position()
                    + ": logic went on faster than its memory was copied; the next one may be whole");
        }
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
