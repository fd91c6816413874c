package ringside.journal;

/**
 * Where an epoch begins in a journal.
 *
 * @param number of the epoch
 * @param writerId who began it
 * @param firstPosition of its first event: the position that followed all earlier ones
 * @param checksumBefore of the record before its first; 0 at the very beginning. Whoever has a record of that checksum that ends there
 *     has the same journal up to there, for each record carries the checksum of the one before
 */
public record EpochBegin(int number, long writerId, long firstPosition, int checksumBefore) {}
