package ringside.journal.support;

import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.journal.JournalException;
import ringside.journal.RecordAddress;
import ringside.journal.RecordCursor;
import ringside.journal.RecordStore;

/** A store that fails on demand. */
public final class FaultyStore implements RecordStore {
    private final RecordStore store;
    private boolean failSync;
    private boolean failAppend;
    private Runnable whileSyncing = () -> {};
    private volatile Runnable beforeAppending = () -> {};

    public FaultyStore(final RecordStore store) {
        this.store = store;
    }

    public void failSync(final boolean fail) {
        failSync = fail;
    }

    public void failAppend(final boolean fail) {
        failAppend = fail;
    }

    /** What happens between the beginning of each sync and its end: a disk that takes its time. */
    public void whileSyncing(final Runnable meanwhile) {
        whileSyncing = meanwhile;
    }

    /** What happens before each record is appended. */
    public void beforeAppending(final Runnable first) {
        beforeAppending = first;
    }

    @Override
    public int maxRecordBytes() {
        return store.maxRecordBytes();
    }

    @Override
    public UnsafeBuffer claim() {
        return store.claim();
    }

    @Override
    public void append(final int lengthBytes) {
        if (failAppend) {
            throw new IllegalStateException("planted");
        }
        beforeAppending.run();
        store.append(lengthBytes);
    }

    @Override
    public void sync() {
        if (failSync) {
            throw new JournalException(JournalException.Code.SYNC_FAILED, "planted");
        }
        store.sync();
        whileSyncing.run();
    }

    @Override
    public RecordCursor read() {
        return store.read();
    }

    @Override
    public List<String> setAside(final RecordAddress from) {
        return store.setAside(from);
    }

    @Override
    public void keepEpoch(final DirectBuffer record, final int offset, final int lengthBytes) {
        store.keepEpoch(record, offset, lengthBytes);
    }

    @Override
    public List<String> dropBefore(final RecordAddress first) {
        return store.dropBefore(first);
    }

    @Override
    public boolean shortOfSpace() {
        return store.shortOfSpace();
    }

    @Override
    public void close() {
        store.close();
    }
}
