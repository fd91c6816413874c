package ringside.journal;

import org.agrona.DirectBuffer;

/** Takes whole records as they stand in a journal, each verified: {@link RecordFormat} says what is in them. */
@FunctionalInterface
public interface RecordHandler {
    /** The bytes are only lent. */
    void onRecord(DirectBuffer buffer, int offset, int lengthBytes);
}
