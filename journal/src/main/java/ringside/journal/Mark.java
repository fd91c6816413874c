package ringside.journal;

/**
 * How far a journal had come: the last position, in which epoch, and the checksum of the record that held it or followed it.
 * {@code sequence} counts the times the mark was set.
 */
public record Mark(long sequence, long position, int epoch, int recordChecksum) {
    /** The mark of an empty journal. */
    public static final Mark NONE = new Mark(0, -1, 0, 0);

    static Mark later(final Mark a, final Mark b) {
        return a.sequence >= b.sequence ? a : b;
    }
}
