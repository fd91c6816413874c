package ringside.simulator.disk;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/** The bytes of a file, as processes see them and as the disk has them. */
final class Inode {
    private static final int FIRST_BYTES = 512;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;
    private byte[] onDisk = new byte[0];
    private int sizeOnDisk;
    /** What may differ from the disk. */
    private int dirtyFrom = Integer.MAX_VALUE;

    private int dirtyTo;
    /** A sync failed: the system took what it could not write for written, and never tries again. */
    private boolean isForgotten;

    private boolean isMapped;
    /** Stored into without a word, so that all of it may differ from the disk at any moment. */
    private boolean isMemory;

    int size() {
        return size;
    }

    byte[] bytes() {
        return bytes;
    }

    int sizeOnDisk() {
        return sizeOnDisk;
    }

    /** The whole file in memory, stored into by whoever has it. */
    UnsafeBuffer memory() {
        isMemory = true;
        clean();
        return map(size);
    }

    private void clean() {
        dirtyFrom = isMemory ? 0 : Integer.MAX_VALUE;
        dirtyTo = isMemory ? size : 0;
    }

    /** The bytes in memory, which from now on has room for so many and stays where it is. */
    UnsafeBuffer map(final int capacity) {
        grow(capacity);
        isMapped = true;
        return new UnsafeBuffer(bytes);
    }

    private void grow(final int capacity) {
        if (capacity > bytes.length) {
            if (isMapped) {
                throw new IllegalStateException("a mapped file grows beyond its " + bytes.length + " bytes");
            }
            bytes = Arrays.copyOf(bytes, Math.max(capacity, Math.min(1 << 20, 2 * bytes.length)));
        }
    }

    /** Says that bytes were stored there. */
    void stored(final int from, final int to) {
        dirtyFrom = Math.min(dirtyFrom, from);
        dirtyTo = Math.max(dirtyTo, to);
        if (to > size) {
            size = to;
        }
    }

    void write(final byte[] from, final int fromOffset, final int at, final int length) {
        grow(at + length);
        System.arraycopy(from, fromOffset, bytes, at, length);
        stored(at, at + length);
    }

    void truncate(final int newSize) {
        if (newSize < size) {
            Arrays.fill(bytes, newSize, size, (byte) 0);
            stored(newSize, size);
            size = newSize;
        }
    }

    /** Brings everything to the disk, which has it from now on: or says so, after a sync that failed. */
    void sync() {
        if (!isForgotten) {
            if (dirtyFrom < dirtyTo) {
                final int to = Math.min(dirtyTo, bytes.length);
                if (to > onDisk.length) {
                    onDisk = Arrays.copyOf(onDisk, isMapped ? bytes.length : to);
                }
                System.arraycopy(bytes, dirtyFrom, onDisk, dirtyFrom, to - dirtyFrom);
            }
            sizeOnDisk = size;
        }
        clean();
    }

    /** A sync fails, and none that follows does anything. */
    void forget() {
        isForgotten = true;
    }

    /** Changes bits of a byte, here and on the disk. */
    void flip(final int at, final int bits) {
        bytes[at] ^= (byte) bits;
        if (at < onDisk.length) {
            onDisk[at] ^= (byte) bits;
        }
    }

    /** Cuts the file off, on the disk too. */
    void cutOff(final int from) {
        truncate(from);
        if (from < sizeOnDisk) {
            Arrays.fill(onDisk, from, sizeOnDisk, (byte) 0);
            sizeOnDisk = from;
        }
    }

    /**
     * The power is gone: of what was not synced, each piece of so many bytes may have reached the disk or not.
     *
     * @param reached asked for each piece, and for the size
     */
    void losePower(final int pieceBytes, final BooleanSupplier reached) {
        final int sizeAfter = size == sizeOnDisk || reached.getAsBoolean() ? size : sizeOnDisk;
        final byte[] after = Arrays.copyOf(onDisk, Math.max(FIRST_BYTES, Math.max(sizeAfter, onDisk.length)));
        final int to = Math.min(dirtyTo, bytes.length);
        for (int at = dirtyFrom / pieceBytes * pieceBytes; at < to; at += pieceBytes) {
            final int end = Math.min(at + pieceBytes, Math.min(to, after.length));
            if (at < end && differs(after, at, end) && reached.getAsBoolean()) {
                System.arraycopy(bytes, at, after, at, end - at);
            }
        }
        if (sizeAfter < after.length) {
            Arrays.fill(after, sizeAfter, after.length, (byte) 0);
        }
        bytes = after;
        size = sizeAfter;
        onDisk = after.clone();
        sizeOnDisk = sizeAfter;
        isMapped = false;
        isMemory = false;
        isForgotten = false;
        clean();
    }

    private boolean differs(final byte[] other, final int from, final int to) {
        return !Arrays.equals(bytes, from, to, other, from, to);
    }

    /** The process that mapped it is gone. */
    void unmap() {
        if (isMemory) {
            isMemory = false;
            dirtyFrom = 0;
            dirtyTo = size;
        }
        isMapped = false;
    }
}
