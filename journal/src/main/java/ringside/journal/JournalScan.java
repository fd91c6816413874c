package ringside.journal;

import org.jspecify.annotations.Nullable;

/**
 * Walks records, verifies each, and judges the end by the marks. Used by everything that reads a journal, so that all agree
 * on what is there. Not thread-safe.
 */
final class JournalScan {
    private static final String WAY_OUT = "; `journal repair` sets aside what follows";

    private final RecordCursor cursor;
    private final Chain chain;
    private @Nullable String damage;
    private boolean gone;
    private RecordAddress goodEnd;

    JournalScan(final RecordCursor cursor, final Chain chain) {
        this.cursor = cursor;
        this.chain = chain;
        goodEnd = cursor.end();
    }

    /** Whether there is a further good record: then the cursor stands on it and the chain includes it. */
    boolean next() {
        if (damage != null) {
            return false;
        }
        final RecordCursor.Step step = cursor.next();
        if (step == RecordCursor.Step.RECORD) {
            return verified();
        }
        if (step == RecordCursor.Step.DAMAGED) {
            gone = cursor.looksUnwritten();
            damage = cursor.problem() + " (" + cursor.place() + ")";
        }
        return false;
    }

    private boolean verified() {
        String fault = chain.fault(cursor.buffer(), cursor.offset(), cursor.lengthBytes());
        if (fault != null) {
            cursor.reload();
            fault = chain.fault(cursor.buffer(), cursor.offset(), cursor.lengthBytes());
        }
        if (fault != null) {
            requireKnownVersion(fault);
            gone = cursor.looksUnwritten();
            damage = fault + " (" + cursor.place() + ")";
            return false;
        }
        chain.accept(cursor.buffer(), cursor.offset(), cursor.lengthBytes());
        goodEnd = cursor.end();
        return true;
    }

    /** What another version wrote is no damage: nobody shall set it aside. */
    private void requireKnownVersion(final String fault) {
        if (RecordFormat.isOfOtherVersion(
                cursor.buffer(), cursor.offset(), cursor.lengthBytes(), new RecordChecksum())) {
            throw new JournalException(
                    JournalException.Code.FORMAT,
                    "journal at position " + chain.nextPosition() + " (" + cursor.place() + "): " + fault
                            + "; use the build that wrote it, or a newer one");
        }
    }

    /** Whether something stands where the next record should that is not a good record. */
    boolean damaged() {
        return damage != null;
    }

    /** Where the last good record ends. */
    RecordAddress goodEnd() {
        return goodEnd;
    }

    /** The end that {@link #next()} came to, in the light of marks that were read after it. */
    JournalEnd judge(final Mark appended, final Mark synced) {
        final long next = chain.nextPosition();
        if (damage != null) {
            return judgeDamage(damage, next, appended, synced);
        }
        if (next <= appended.position()) {
            return judgeMissing(next, appended, synced);
        }
        if (chain.filledEpoch() > appended.epoch()) {
            // An epoch's first record is on the disk, marks included, before a second one is appended.
            return JournalEnd.corrupt(
                    appended.position() + 1,
                    "the marks are of epoch " + appended.epoch() + ", the journal goes on to epoch "
                            + chain.filledEpoch() + " and position " + (next - 1) + ": one of the two is an older copy;"
                            + " restore both from one backup, or `journal repair` believes the journal");
        }
        if (chain.contradicts(synced)) {
            return next - 1 == synced.position()
                    ? JournalEnd.corrupt(
                            next, "the last record, which holds no event, was synced and is missing" + WAY_OUT)
                    : JournalEnd.corrupt(synced.position(), "this is not the record that was synced" + WAY_OUT);
        }
        if (chain.contradicts(appended)) {
            return next - 1 == appended.position()
                    ? JournalEnd.tailLost(next, 0, "the last record, which holds no event, is missing")
                    : JournalEnd.corrupt(
                            appended.position(), "this is not the record that the marks speak of" + WAY_OUT);
        }
        return JournalEnd.clean(next);
    }

    private JournalEnd judgeDamage(final String what, final long next, final Mark appended, final Mark synced) {
        // A record beyond the mark is one that was being appended: whole or not, nobody was told of it.
        if (!gone || next <= synced.position() || (next <= appended.position() && cursor.holds(chain::isTheNext))) {
            return JournalEnd.corrupt(next, what + WAY_OUT);
        }
        return next > appended.position()
                ? JournalEnd.clean(next)
                : JournalEnd.tailLost(
                        next, appended.position() - next + 1, "never reached the disk (" + cursor.place() + ")");
    }

    private JournalEnd judgeMissing(final long next, final Mark appended, final Mark synced) {
        if (next <= synced.position()) {
            return JournalEnd.corrupt(
                    next,
                    "events up to " + synced.position() + " were synced and are missing (" + cursor.place() + ")"
                            + WAY_OUT);
        }
        if (cursor.holds(chain::isTheNext)) {
            return JournalEnd.corrupt(
                    next, "the event is there, but its frame is damaged (" + cursor.place() + ")" + WAY_OUT);
        }
        return JournalEnd.tailLost(
                next,
                appended.position() - next + 1,
                "appended up to " + appended.position() + " (" + cursor.place() + ")");
    }
}
