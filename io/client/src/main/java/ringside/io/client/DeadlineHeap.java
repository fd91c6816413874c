package ringside.io.client;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The clients of one event loop by their next deadline, the earliest first. Not thread-safe; allocates to grow only. */
final class DeadlineHeap {
    /** Something with a deadline, and a place in at most one heap. */
    abstract static class Entry {
        private long deadlineNs;
        private int place = -1;
    }

    private @Nullable Entry[] entries = new Entry[16];
    private int size;

    /** The earliest deadline; {@link Long#MAX_VALUE} when there is none. */
    long earliestNs() {
        return size == 0 ? Long.MAX_VALUE : at(0).deadlineNs;
    }

    /** Takes out and returns the earliest entry when its deadline has come, else null. */
    @Nullable
    Entry pollDue(final long nowNs) {
        if (size == 0 || at(0).deadlineNs > nowNs) {
            return null;
        }
        final Entry due = at(0);
        remove(due);
        return due;
    }

    /** Adds an entry, or moves it; takes it out for {@link Long#MAX_VALUE}. */
    void set(final Entry entry, final long deadlineNs) {
        if (deadlineNs == Long.MAX_VALUE) {
            remove(entry);
            return;
        }
        entry.deadlineNs = deadlineNs;
        if (entry.place < 0) {
            if (size == entries.length) {
                entries = Arrays.copyOf(entries, size * 2);
            }
            put(entry, size++);
        }
        rise(entry);
        sink(entry);
    }

    /** The entry's deadline; {@link Long#MAX_VALUE} when it is not here. */
    static long deadlineNs(final Entry entry) {
        return entry.place < 0 ? Long.MAX_VALUE : entry.deadlineNs;
    }

    void remove(final Entry entry) {
        final int place = entry.place;
        if (place < 0) {
            return;
        }
        entry.place = -1;
        final Entry last = at(--size);
        entries[size] = null;
        if (last != entry) {
            put(last, place);
            rise(last);
            sink(last);
        }
    }

    private void rise(final Entry entry) {
        while (entry.place > 0) {
            final Entry parent = at((entry.place - 1) / 2);
            if (parent.deadlineNs <= entry.deadlineNs) {
                return;
            }
            swap(parent, entry);
        }
    }

    private void sink(final Entry entry) {
        while (true) {
            final int left = entry.place * 2 + 1;
            if (left >= size) {
                return;
            }
            final boolean rightIsEarlier = left + 1 < size && at(left + 1).deadlineNs < at(left).deadlineNs;
            final Entry child = at(rightIsEarlier ? left + 1 : left);
            if (child.deadlineNs >= entry.deadlineNs) {
                return;
            }
            swap(entry, child);
        }
    }

    private void swap(final Entry upper, final Entry lower) {
        final int place = upper.place;
        put(upper, lower.place);
        put(lower, place);
    }

    private void put(final Entry entry, final int place) {
        entries[place] = entry;
        entry.place = place;
    }

    private Entry at(final int place) {
        final Entry entry = entries[place];
        if (entry == null) {
            throw new IllegalStateException("no entry at " + place + " of " + size);
        }
        return entry;
    }
}
