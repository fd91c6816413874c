package ringside.snapshot.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import ringside.layout.RowSet;
import ringside.layout.Rows;

/**
 * What the views of one frame of a match have in common, whoever they are for: which rows live, which changed, and each
 * changed row as ready bits. The {@link ViewEncoder} of each viewer puts its own together from that.
 *
 * <p>For each frame of each match: {@link #begin}, then the views of its viewers, wholly. Between two
 * frames it keeps nothing, so that one is enough for all matches of a layout that a thread shows: its memory stays in
 * the cache. Whoever reads a history that is written to meanwhile asks afterwards whether all frames that it had at the
 * {@link #begin} are still there, and else drops what was made since and calls {@link #begin} again.
 *
 * <p>Not thread-safe; allocates nothing once its arrays have grown to what the matches need.
 */
public final class SharedRows {
    private static final int NO_FRAME = -1;
    private static final int KNOWN_AGES = 64;
    private static final int LINE_BYTES = 64;
    private static final int FETCHED_BYTES = 512;
    private static final int KNOWN_DIFFERENCES = 4;

    final WireLayout wire;
    final RowStrings strings;
    final PartPacker packer;
    /** Room for the references of one row. */
    final int[] refs;
    /** Of the due rows of the viewer whose view was begun last, by number of wire id: a string that may be its, or 0. */
    final int[] stringOf;
    /** What was fetched ahead, added up; kept so that the reads are not optimised away. */
    long fetched;
    /** What the viewer whose view was begun last sees, of what lives. */
    final long[] inSight;

    private final int[] firstLive;
    private final int[] endLive;
    private final long[] live;
    /** By row, in tables with columns for the owner, or for the team. */
    private final int[] owner;

    private final int[] team;
    private final @Nullable RowDifferences[] differences = new RowDifferences[KNOWN_DIFFERENCES];
    private int differenceCount;
    private int nextDifference;

    /** Whether the history has the frame so long ago, as far as that was asked. */
    private long agesAsked;

    private long agesHeld;
    private final Block[] bases = new Block[KNOWN_AGES + 1];
    private final Block block = new Block();
    private @Nullable SnapshotHistory history;
    private int frame = NO_FRAME;
    private ViewEncoder[] expected = new ViewEncoder[16];
    private int expectedCount;

    /** For matches of that layout; all encoders of them must be of the same {@code wire}. */
    public SharedRows(final WireLayout wire) {
        this.wire = wire;
        strings = new RowStrings(wire);
        packer = new PartPacker(wire, strings.bits());
        int mostRefs = 0;
        for (final WireTable table : wire.tables) {
            mostRefs = Math.max(mostRefs, table.refCount);
        }
        refs = new int[mostRefs];
        stringOf = new int[wire.rowCount];
        inSight = new long[wire.wordCount];
        live = new long[wire.wordCount];
        firstLive = new int[wire.tables.length];
        endLive = new int[wire.tables.length];
        owner = new int[wire.rowCount];
        team = new int[wire.rowCount];
        Arrays.setAll(bases, i -> new Block());
    }

    /** Moves on to a frame that the history has, of this or another match. */
    public void begin(final SnapshotHistory ofMatch, final int ofFrame) {
        history = ofMatch;
        frame = ofFrame;
        block.wrap(ofMatch.at(ofFrame), wire.layout.snapshotBytes());
        expectedCount = 0;
        agesAsked = 0;
        agesHeld = 0;
        differenceCount = 0;
        nextDifference = 0;
        strings.clear();
        Arrays.fill(live, 0);
        fetchSnapshots();
        for (final WireTable table : wire.tables) {
            findLive(table);
        }
    }

    /**
     * Says that a view of this frame will be begun for that encoder. What the views of all that are expected read lies
     * all over the memory, and most of it was last touched a frame ago: when the first of them is begun it is fetched for
     * all at once, so that the waits overlap. Changes no bit, and may be left out; also of an encoder that is then not used.
     */
    public void expect(final ViewEncoder encoder) {
        encoder.requireOwn(this);
        if (expectedCount == expected.length) {
            expected = Arrays.copyOf(expected, expectedCount * 2);
        }
        expected[expectedCount++] = encoder;
    }

    void fetchExpected() {
        final int count = expectedCount;
        if (count == 0) {
            return;
        }
        expectedCount = 0;
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += expected[i].fetchObjects();
        }
        for (int i = 0; i < count; i++) {
            sum += expected[i].fetchArrays();
        }
        for (int i = 0; i < count; i++) {
            sum += expected[i].fetchRecords();
        }
        for (int i = 0; i < count; i++) {
            sum += expected[i].fetchBaselines(this);
        }
        fetched = sum;
    }

    /** The frame that was begun last, -1 before the first. */
    public int frame() {
        return frame;
    }

    /** Reads a line of each table of this snapshot and of the one before, so that the waits overlap. */
    private void fetchSnapshots() {
        final Block before = frame > 0 && has(frame - 1) ? at(frame - 1) : block;
        long sum = 0;
        for (final WireTable table : wire.tables) {
            final int end = Math.min(table.rowOffset(0) + FETCHED_BYTES, table.rowOffset(table.capacity));
            for (int at = table.highWaterAt(); at < end; at += LINE_BYTES) {
                sum += block.getInt(at) + before.getInt(at);
            }
        }
        fetched = sum;
    }

    private void findLive(final WireTable table) {
        final int end = table.highWater(block);
        int first = end;
        int last = -1;
        for (int row = end - 1; row >= 0; row--) {
            if (table.handleAt(block, row) != Rows.NONE) {
                final int number = table.firstRow + row;
                live[number >> 6] |= 1L << number;
                first = row;
                last = Math.max(last, row);
                if (table.hasAccess) {
                    owner[number] = table.ownerOf(block.buffer(), table.rowOffset(row));
                    team[number] = table.teamOf(block.buffer(), table.rowOffset(row));
                }
            }
        }
        firstLive[table.index] = first;
        endLive[table.index] = last + 1;
    }

    boolean isOf(final SnapshotHistory other) {
        return history == other;
    }

    Block block() {
        return block;
    }

    // ---- baselines

    boolean has(final int baseFrame) {
        final int age = frame - baseFrame;
        if (age < 0 || age >= KNOWN_AGES) {
            return history != null && history.has(baseFrame);
        }
        final long bit = 1L << age;
        if ((agesAsked & bit) == 0) {
            ask(age, baseFrame);
        }
        return (agesHeld & bit) != 0;
    }

    private void ask(final int age, final int baseFrame) {
        agesAsked |= 1L << age;
        if (history != null && history.has(baseFrame)) {
            agesHeld |= 1L << age;
            bases[age].wrap(history.at(baseFrame), wire.layout.snapshotBytes());
        }
    }

    /** The block of a frame that {@link #has} is true of; until it is asked for another. */
    Block at(final int baseFrame) {
        if (baseFrame == frame) {
            return block;
        }
        if (history == null || !has(baseFrame)) {
            throw new IllegalArgumentException("frame " + baseFrame + " is not in the history of its match");
        }
        final int age = frame - baseFrame;
        if (age < KNOWN_AGES) {
            return bases[age];
        }
        final Block base = bases[KNOWN_AGES];
        base.wrap(history.at(baseFrame), wire.layout.snapshotBytes());
        return base;
    }

    // ---- rows

    /** Works out which rows that live a viewer may see. */
    void findInSight(final RowSet visible) {
        Arrays.fill(inSight, 0);
        for (final WireTable table : wire.tables) {
            final int end = endLive[table.index];
            for (int row = firstLive[table.index] & ~63; row < end; row += 64) {
                // The set's words begin with the table's first row, ours where another table may have ended.
                final long seen = visible.word(table.table, row >> 6) & (-1L >>> -Math.min(64, end - row));
                final int number = table.firstRow + row;
                inSight[number >> 6] |= seen << number;
                final long above = (seen >>> 1) >>> ~number;
                if (above != 0) {
                    inSight[(number >> 6) + 1] |= above;
                }
            }
        }
        for (int word = 0; word < inSight.length; word++) {
            inSight[word] &= live[word];
        }
    }

    /** Which of the columns that are not for all a viewer may see of a row. */
    int access(final WireTable table, final int row, final int viewerSeat, final int viewerTeam) {
        if (!table.hasAccess) {
            return 0;
        }
        int access = 0;
        if (table.hasTeamColumns && team[table.firstRow + row] == viewerTeam) {
            access |= WireTable.SAME_TEAM;
        }
        if (table.hasOwnerColumns && viewerSeat >= 0 && owner[table.firstRow + row] == viewerSeat) {
            access |= WireTable.OWNED;
        }
        return access;
    }

    /** What is otherwise than in an earlier frame that {@link #has} is true of. */
    RowDifferences differencesSince(final int since) {
        for (int i = 0; i < differenceCount; i++) {
            final RowDifferences found = differences[i];
            if (found != null && found.since() == since) {
                return found;
            }
        }
        final int slot = nextDifference;
        nextDifference = (slot + 1) % KNOWN_DIFFERENCES;
        differenceCount = Math.max(differenceCount, slot + 1);
        RowDifferences made = differences[slot];
        if (made == null) {
            made = new RowDifferences(wire);
            differences[slot] = made;
        }
        made.find(block, at(since), since, firstLive, endLive);
        return made;
    }

    /** Whether numbers and bytes of a row are for a viewer of that access as they were in an earlier frame. */
    boolean isSame(final WireTable table, final int row, final int baseFrame, final int access) {
        return baseFrame == frame || RowStrings.isSame(table, row, access, block, at(baseFrame));
    }

    /** The string in {@link #strings} of a row against its value in an earlier frame. */
    int changed(final WireTable table, final int row, final int baseFrame, final int access) {
        return strings.against(table, row, baseFrame, access, block, this);
    }

    /** The same, where it may be known already; {@code maybe} is a string of this frame. */
    int changed(final WireTable table, final int row, final int baseFrame, final int access, final int maybe) {
        return strings.isOf(maybe, table, row, baseFrame, access) ? maybe : changed(table, row, baseFrame, access);
    }

    /** The string of a whole row. */
    int whole(final WireTable table, final int row, final int access) {
        return strings.whole(table, row, access, block);
    }
}
