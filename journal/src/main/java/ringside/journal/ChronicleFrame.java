package ringside.journal;

/**
 * How Chronicle Queue frames what it appends, in all files of data format 1. A frame begins at a multiple of 4 with a
 * little-endian word, and so many bytes follow:
 *
 * <pre>
 * bits 0 to 29  length in bytes
 * bit 30        1: Chronicle's own (file header, index), 0: a record
 * bit 31        1: not complete
 * word 0        nothing written here yet
 * C0000000      the end: nothing will follow in this file
 * </pre>
 */
final class ChronicleFrame {
    static final int WORD_BYTES = 4;
    static final int NOTHING = 0;
    static final int END_OF_FILE = 0xC000_0000;

    private static final int LENGTH = 0x3FFF_FFFF;
    private static final int CHRONICLES_OWN = 0x4000_0000;
    private static final int NOT_COMPLETE = 0x8000_0000;

    private ChronicleFrame() {}

    static boolean isComplete(final int word) {
        return (word & NOT_COMPLETE) == 0;
    }

    static boolean isChroniclesOwn(final int word) {
        return (word & CHRONICLES_OWN) != 0;
    }

    static int lengthBytes(final int word) {
        return word & LENGTH;
    }

    /** Where the frame after one of that length at that offset begins. */
    static long next(final long offset, final int lengthBytes) {
        return (offset + WORD_BYTES + lengthBytes + 3) & ~3L;
    }
}
