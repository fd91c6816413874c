package ringside.journal;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** What a journal that copies another writer's records asks of each before it is appended. Not thread-safe. */
final class Copying {
    private final Chain chain;
    private final ServerId serverId;
    private final Delivery delivery = new Delivery();

    Copying(final Chain chain, final ServerId serverId) {
        this.chain = chain;
        this.serverId = serverId;
    }

    Chain chain() {
        return chain;
    }

    /** Throws CORRUPT or WRONG_SERVER unless this is, whole and unchanged, the record that comes next. */
    void require(final DirectBuffer record, final int offset, final int lengthBytes, final int maxRecordBytes) {
        final String fault = fault(record, offset, lengthBytes);
        if (fault != null) {
            throw corrupt(fault);
        }
        if (lengthBytes > maxRecordBytes) {
            throw new JournalException(
                    JournalException.Code.TOO_LARGE,
                    "a record of " + lengthBytes + " bytes, this journal's hold " + maxRecordBytes
                            + "; a larger segment size allows more");
        }
        Delivery.requireEvents(record, offset, "copied");
        if (KeptEpoch.isFirst(record, offset)) {
            final ServerId wrote = IdentityReader.read(record, offset).serverId();
            if (!wrote.equals(serverId)) {
                throw new JournalException(
                        JournalException.Code.WRONG_SERVER,
                        "a record of server " + wrote + ", this journal is server " + serverId + "'s");
            }
        }
    }

    private @Nullable String fault(final DirectBuffer record, final int offset, final int lengthBytes) {
        final String fault = chain.fault(record, offset, lengthBytes);
        if (fault == null && RecordFormat.firstPosition(record, offset) != chain.nextPosition()) {
            // The first record of a journal that begins in the midst: the chain alone would let it begin earlier.
            return "the record is of position " + RecordFormat.firstPosition(record, offset) + ", not "
                    + chain.nextPosition();
        }
        return fault;
    }

    private JournalException corrupt(final String fault) {
        return new JournalException(
                JournalException.Code.CORRUPT,
                chain.nextPosition(),
                "not the record of position " + chain.nextPosition() + ": " + fault,
                null);
    }

    void accept(final DirectBuffer record, final int offset, final int lengthBytes) {
        chain.accept(record, offset, lengthBytes);
    }

    void deliver(final DirectBuffer record, final int offset, final long from, final JournalHandler handler) {
        delivery.deliver(record, offset, from, handler);
    }
}
