package ringside.it;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the records stand in a segment, read as journal/FORMAT.md says and with none of the journal's own code: what a
 * test damages must not be found by what it tests.
 */
final class JournalRecords {
    private static final int LENGTH_MASK = 0x3FFF_FFFF;
    private static final int CHRONICLES_OWN = 0x4000_0000;
    private static final int SEGMENT_END = 0xC000_0000;
    private static final int FIRST_POSITION = 8;

    private JournalRecords() {}

    /**
     * A record and the frame around it.
     *
     * @param at its first byte in the file; the word of its frame is the four bytes before
     */
    record Place(int at, int lengthBytes, long firstPosition) {}

    static List<Place> of(final Path segment) throws IOException {
        final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment)).order(ByteOrder.LITTLE_ENDIAN);
        final List<Place> places = new ArrayList<>();
        int at = 0;
        while (at + Integer.BYTES <= bytes.capacity()) {
            final int word = bytes.getInt(at);
            if (word == 0 || word == SEGMENT_END) {
                break;
            }
            final int length = word & LENGTH_MASK;
            final int contents = at + Integer.BYTES;
            if ((word & CHRONICLES_OWN) == 0) {
                places.add(new Place(contents, length, bytes.getLong(contents + FIRST_POSITION)));
            }
            at = contents + length + 3 & ~3;
        }
        return places;
    }

    /** Turns one bit of a file. */
    static void flip(final Path file, final int at, final int bit) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= (byte) (1 << bit);
        Files.write(file, bytes);
    }

    /** Cuts a file off. */
    static void truncate(final Path file, final int lengthBytes) throws IOException {
        Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), lengthBytes));
    }
}
