package ringside.replay;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.agrona.BitUtil;
import org.agrona.collections.IntArrayList;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.Event;
import ringside.journal.EpochStart;

/**
 * A stretch of a journal that several threads play at the same time, each of them the matches of its share:
 *
 * <pre>
 * offset  length  what, of each entry
 * 0       4       EVENT, HASH or EPOCH
 * 4       4       number of the share that it is for; ALL: for all
 * 8       8       position of an EVENT; value of a HASH; of an EPOCH its number among the batch's
 * 16      n       an EVENT in its canonical form; of a HASH match (4) and frame (4)
 * </pre>
 *
 * and what each share has to tell of it, in the order of the entries: three numbers each.
 *
 * <p>One thread fills it and hands it out, those of the shares read it and say that they have, then it is the first one's again.
 */
final class EventBatch {
    /** For every share. */
    static final int ALL = -1;

    private static final int BYTES = 1 << 18;
    private static final int HEAD_BYTES = 16;
    private static final int LARGEST_ENTRY = HEAD_BYTES + Event.MAX_BYTES;

    private static final int EVENT = 1;
    private static final int HASH = 2;
    private static final int EPOCH = 3;

    private static final int SHARE = 4;
    private static final int VALUE = 8;
    private static final int FRAME = HEAD_BYTES + 4;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[BYTES]);
    private final List<EpochStart> epochs = new ArrayList<>();
    private final List<IntArrayList> told = new ArrayList<>();
    private CountDownLatch readers = new CountDownLatch(0);
    private long lastPosition;
    private int end;

    EventBatch(final int shares) {
        for (int i = 0; i < shares; i++) {
            told.add(new IntArrayList());
        }
    }

    /** Takes what a share is given, in the order of the journal. */
    interface Taker {
        /** An event; {@code at} says where it stands in the batch. */
        void event(int at, Event event);

        /** The recorded hash of a frame that passed. */
        void hash(int match, int frame, long hash);

        /** A further epoch begins. */
        void epoch(EpochStart start);
    }

    // ---- filled by one

    /** Makes it empty. */
    void begin() {
        end = 0;
        epochs.clear();
        told.forEach(IntArrayList::clear);
        readers = new CountDownLatch(told.size());
    }

    /** Position of the last event in it, or of one before. */
    long lastPosition() {
        return lastPosition;
    }

    /** Whether anything can be added. */
    boolean hasRoom() {
        return BYTES - end >= LARGEST_ENTRY;
    }

    void add(final int share, final Event event) {
        lastPosition = event.position();
        head(EVENT, share, lastPosition);
        bytes.putBytes(end + HEAD_BYTES, event.buffer(), 0, event.lengthBytes());
        end += HEAD_BYTES + event.lengthBytes();
    }

    void addHash(final int share, final int match, final int frame, final long hash) {
        head(HASH, share, hash);
        bytes.putInt(end + HEAD_BYTES, match, LE);
        bytes.putInt(end + FRAME, frame, LE);
        end += HEAD_BYTES + BitUtil.SIZE_OF_LONG;
    }

    void addEpoch(final EpochStart start) {
        head(EPOCH, ALL, epochs.size());
        epochs.add(start);
        end += HEAD_BYTES;
    }

    private void head(final int what, final int share, final long value) {
        bytes.putInt(end, what, LE);
        bytes.putInt(end + SHARE, share, LE);
        bytes.putLong(end + VALUE, value, LE);
    }

    // ---- read by many

    /** Gives out what is for a share; for {@link #ALL} everything. */
    void giveTo(final int share, final Taker taker) {
        final Event event = new Event();
        int at = 0;
        while (at < end) {
            final int what = bytes.getInt(at, LE);
            final int of = bytes.getInt(at + SHARE, LE);
            final boolean isWanted = share == ALL || of == ALL || of == share;
            final long value = bytes.getLong(at + VALUE, LE);
            if (what == EVENT) {
                event.wrap(bytes, at + HEAD_BYTES, end - at - HEAD_BYTES);
                final int length = event.lengthBytes();
                if (isWanted) {
                    event.wrap(bytes, at + HEAD_BYTES, length);
                    event.position(value);
                    taker.event(at, event);
                }
                at += HEAD_BYTES + length;
            } else if (what == HASH) {
                if (isWanted) {
                    taker.hash(bytes.getInt(at + HEAD_BYTES, LE), bytes.getInt(at + FRAME, LE), value);
                }
                at += HEAD_BYTES + BitUtil.SIZE_OF_LONG;
            } else {
                taker.epoch(epochs.get((int) value));
                at += HEAD_BYTES;
            }
        }
    }

    /** What a share tells, three numbers each, the first of them where the entry stands that it is about. */
    IntArrayList told(final int share) {
        return told.get(share);
    }

    /** A share has read it. */
    void done() {
        readers.countDown();
    }

    /** Waits until every share has read it. */
    void awaitAll() throws InterruptedException {
        readers.await();
    }
}
