package ringside.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the journal small: compresses segments that are full and removes the oldest by age and size, below good checkpoints
 * only. A duty cycle on a thread of its own; a call compresses at most one block (1 MiB), so whoever turns it decides how much
 * of a core it takes. What fails here is told and tried again later: the journal goes on.
 *
 * <p>What was set aside, and a segment in use or not yet synced, is never touched.
 */
public final class JournalKeeper implements Agent {
    private static final long LOOK_EVERY_NS = TimeUnit.SECONDS.toNanos(10);

    /** A start is busy enough without this. */
    private static final long FIRST_LOOK_NS = TimeUnit.MINUTES.toNanos(1);

    private static final long NONE = -1;
    private static final long AFTER_FAILURE_NS = TimeUnit.MINUTES.toNanos(1);

    private final Path directory;
    private final ChronicleRecordStore store;
    private final Marks marks;
    private final KeepConfig config;
    private final RetentionFloor floor;
    private final KeeperListener listener;
    private final LongSupplier clockNs;
    private final long openedMs;
    private final long openedNs;
    private final Map<String, Long> firstPositions = new HashMap<>();
    private long nextLookNs;
    private boolean toldRefused;
    private boolean closed;
    private @Nullable SegmentCompression inHand;

    /** One segment as it stands on the disk. */
    private record Segment(String name, long firstPosition, long bytes, boolean isPlain) {}

    JournalKeeper(
            final Path directory,
            final ChronicleRecordStore store,
            final Marks marks,
            final KeepConfig config,
            final RetentionFloor floor,
            final KeeperListener listener,
            final Journal.Edges edges) {
        this.directory = directory;
        this.store = store;
        this.marks = marks;
        this.config = config;
        this.floor = floor;
        this.listener = listener;
        clockNs = edges.clockNs();
        openedMs = edges.clockMs().getAsLong();
        openedNs = clockNs.getAsLong();
        nextLookNs = openedNs + FIRST_LOOK_NS;
    }

    @Override
    public int doWork() {
        if (closed) {
            return 0;
        }
        try {
            if (inHand != null) {
                compress(inHand);
                return 1;
            }
            if (clockNs.getAsLong() - nextLookNs < 0) {
                return 0;
            }
            nextLookNs = clockNs.getAsLong() + LOOK_EVERY_NS;
            look();
            return 1;
        } catch (final IOException e) {
            failed(SegmentDirectory.failed(directory, "cannot be kept small", e));
        } catch (final JournalException e) {
            failed(e);
        }
        return 1;
    }

    private void failed(final JournalException cause) {
        nextLookNs = clockNs.getAsLong() + AFTER_FAILURE_NS;
        giveUp();
        listener.failed(cause);
    }

    /** What is too old goes; what is left is made smaller; if that is still too much, the oldest go. */
    private void look() throws IOException {
        final List<Segment> segments = segments();
        final int old = tooOld(segments);
        if (old > 0) {
            remove(segments.get(old).firstPosition());
        }
        if (config.compress() && beginCompressing(segments.subList(old, segments.size()))) {
            return;
        }
        final int tooMany = tooMany(segments);
        if (tooMany > old) {
            remove(segments.get(tooMany).firstPosition());
        }
    }

    /** Those that are not in use, and the one after them; all of them synced. */
    private List<Segment> segments() throws IOException {
        final long synced = marks.synced().position();
        final int firstOpen = store.firstOpenCycle();
        final List<Segment> found = new ArrayList<>();
        final List<String> names = SegmentNames.list(directory);
        firstPositions.keySet().retainAll(names);
        for (final String name : names) {
            final long first = firstPosition(name, names);
            if (first == NONE || first - 1 > synced) {
                break;
            }
            final Path plain = directory.resolve(name);
            final Path file = SegmentDirectory.holding(plain);
            found.add(new Segment(name, first, Files.size(file), file.equals(plain)));
            if (SegmentNames.cycle(name) >= firstOpen) {
                break;
            }
        }
        return found;
    }

    /** Of a segment's first record; looked up once. NONE when it has none. */
    private long firstPosition(final String name, final List<String> names) {
        final Long known = firstPositions.get(name);
        if (known != null) {
            return known;
        }
        try (RecordCursor cursor = store.read()) {
            final int index = names.indexOf(name);
            cursor.toSegment(index);
            if (cursor.next() != RecordCursor.Step.RECORD || cursor.end().segment() != index) {
                return NONE;
            }
            final long first = RecordFormat.firstPosition(cursor.buffer(), cursor.offset());
            firstPositions.put(name, first);
            return first;
        }
    }

    /** How many of the oldest should go by age. The last of the list stays. */
    private int tooOld(final List<Segment> segments) {
        int count = 0;
        while (count < segments.size() - 1 && isOld(segments.get(count + 1))) {
            count++;
        }
        return count;
    }

    /** How many of the oldest should go by size. The last of the list stays. */
    private int tooMany(final List<Segment> segments) throws IOException {
        if (config.maxBytes() == 0) {
            return 0;
        }
        long bytes = allBytes();
        int count = 0;
        while (count < segments.size() - 1 && bytes > config.maxBytes()) {
            bytes -= segments.get(count).bytes();
            count++;
        }
        return count;
    }

    private long allBytes() throws IOException {
        long bytes = 0;
        for (final String name : SegmentNames.list(directory)) {
            bytes += Files.size(SegmentDirectory.holding(directory.resolve(name)));
        }
        return bytes;
    }

    /**
     * Whether the segment before this one ended long ago: then this one began. The wall clock is looked at once, at the
     * opening: one that jumps afterwards removes nothing.
     */
    private boolean isOld(final Segment next) {
        final long nowMs = openedMs + TimeUnit.NANOSECONDS.toMillis(clockNs.getAsLong() - openedNs);
        return config.maxAgeMs() > 0 && nowMs - SegmentNames.beganMs(next.name()) > config.maxAgeMs();
    }

    private void remove(final long wantedBefore) {
        final long needed = floor.neededFrom(marks.synced().position());
        final List<String> removed = Pruning.dropBefore(store, marks, Math.min(wantedBefore, needed));
        if (!removed.isEmpty()) {
            toldRefused = false;
            listener.removed(removed, marks.retainedFrom());
        } else if (!toldRefused) {
            toldRefused = true;
            listener.refused("journal directory " + directory + ": segments before position " + wantedBefore
                    + " should go by age or size, but checkpoints need everything from position " + needed
                    + " on; `checkpoint list` shows them");
        }
    }

    private boolean beginCompressing(final List<Segment> segments) throws IOException {
        for (final Segment segment : segments.subList(0, Math.max(0, segments.size() - 1))) {
            if (segment.isPlain()) {
                if (!store.isRoomFor(segment.bytes()) || !Files.exists(directory.resolve(segment.name()))) {
                    return false;
                }
                inHand = SegmentCompression.begin(directory, segment.name());
                return true;
            }
        }
        return false;
    }

    private void compress(final SegmentCompression compression) throws IOException {
        if (compression.step()) {
            final Path file = compression.compressed();
            giveUp();
            // The next one at once.
            nextLookNs = clockNs.getAsLong();
            listener.compressed(String.valueOf(file.getFileName()), compression.plainBytes(), Files.size(file));
        }
    }

    private void giveUp() {
        if (inHand != null) {
            try {
                inHand.close();
            } catch (final IOException e) {
                listener.failed(SegmentDirectory.failed(directory, "an unfinished file cannot be removed", e));
            }
            inHand = null;
        }
    }

    /** Gives up what is in hand. From now on {@link #doWork()} does nothing. */
    @Override
    public void onClose() {
        closed = true;
        giveUp();
    }

    @Override
    public String roleName() {
        return "journal-keeper";
    }
}
