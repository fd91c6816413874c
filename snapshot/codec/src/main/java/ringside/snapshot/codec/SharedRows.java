package ringside.snapshot.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import ringside.layout.RowSet;
import ringside.layout.Rows;

/**
 * What the views of one frame of a match have in common, whoever they are for: which rows live, which changed, and each
 * changed row as ready bits. The {@link ViewEncoder} of each viewer puts its own together from that.
 *
 * <p>For each frame of each match: {@link #begin}, then the views of its viewers, wholly and one after the other. Between two
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

    final WireLayout wire;
    final RowStrings strings;
    final PartPacker packer;
    /** What was fetched ahead, added up; kept so that the reads are not optimised away. */
    long fetched;

    // ---- of the viewer whose view was begun last, as sets of rows

    /** What it sees of what lives. */
    final long[] inSight;
    /** What it owns, in tables with columns for the owner. */
    final long[] owned;
    /** What is of its team, in tables with columns for the team. */
    final long[] sameTeam;

    final DueRows due;
    /** What the open part carries: values of these rows, and that these wire ids are gone. */
    final long[] rowsSent;

    final long[] goneSent;

    private final int[] firstLive;
    private final int[] endLive;
    private final long[] live;
    /** By row, in tables with columns for the owner, or for the team. */
    private final int[] owner;

    private final int[] team;

    /** Whether the history has the frame so long ago, as far as that was asked. */
    private long agesAsked;

    private long agesHeld;
    private final Block[] bases = new Block[KNOWN_AGES];
    /** For older ones, in turn: a change is made of two at most. */
    private final Block[] olderBases = {new Block(), new Block()};

    private int olderTurn;
    private final Block block = new Block();
    private final RowHistory nothing;
    private RowHistory changes;
    private int frame = NO_FRAME;
    private @Nullable ViewEncoder begun;
    private ViewEncoder[] expected = new ViewEncoder[16];
    private int expectedCount;

    /** For matches of that layout; all encoders of them must be of the same {@code wire}. */
    public SharedRows(final WireLayout wire) {
        this.wire = wire;
        strings = new RowStrings(wire);
        packer = new PartPacker(wire, strings.bits());
        inSight = new long[wire.wordCount];
        owned = new long[wire.wordCount];
        sameTeam = new long[wire.wordCount];
        due = new DueRows(wire, this);
        rowsSent = new long[wire.wordCount];
        goneSent = new long[wire.wordCount];
        live = new long[wire.wordCount];
        firstLive = new int[wire.tables.length];
        endLive = new int[wire.tables.length];
        owner = new int[wire.rowCount];
        team = new int[wire.rowCount];
        Arrays.setAll(bases, i -> new Block());
        nothing = new RowHistory(wire, new SnapshotRing(wire.layout, 1));
        changes = nothing;
    }

    /** Moves on to a frame that the history has, of this or another match. */
    public void begin(final RowHistory ofMatch, final int ofFrame) {
        changes = ofMatch;
        frame = ofFrame;
        begun = null;
        block.wrap(ofMatch.snapshots.at(ofFrame), wire.layout.snapshotBytes());
        expectedCount = 0;
        agesAsked = 0;
        agesHeld = 0;
        strings.clear();
        Arrays.fill(live, 0);
        fetchSnapshots();
        for (final WireTable table : wire.tables) {
            findLive(table);
        }
        ofMatch.begin(ofFrame, block, firstLive, endLive);
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
        fetched = sum;
    }

    /**
     * Which earlier frames were looked for since this frame was begun, and were not at hand: bit n, the one n frames before. With the
     * state, what the client holds and who looks, this is all that the bits of a view follow from.
     */
    public long missingAges() {
        return agesAsked & ~agesHeld;
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
        return changes.snapshots == other;
    }

    RowHistory changes() {
        return changes;
    }

    Block block() {
        return block;
    }

    // ---- baselines

    boolean has(final int baseFrame) {
        final int age = frame - baseFrame;
        if (age < 0 || age >= KNOWN_AGES) {
            return changes.snapshots.has(baseFrame);
        }
        final long bit = 1L << age;
        if ((agesAsked & bit) == 0) {
            ask(age, baseFrame);
        }
        return (agesHeld & bit) != 0;
    }

    private void ask(final int age, final int baseFrame) {
        agesAsked |= 1L << age;
        if (changes.snapshots.has(baseFrame)) {
            agesHeld |= 1L << age;
            bases[age].wrap(changes.snapshots.at(baseFrame), wire.layout.snapshotBytes());
        }
    }

    /** The block of a frame that {@link #has} is true of; an older one until two others are asked for. */
    Block at(final int baseFrame) {
        if (baseFrame == frame) {
            return block;
        }
        if (!has(baseFrame)) {
            throw new IllegalArgumentException("frame " + baseFrame + " is not in the history of its match");
        }
        final int age = frame - baseFrame;
        if (age < KNOWN_AGES) {
            return bases[age];
        }
        olderTurn ^= 1;
        final Block base = olderBases[olderTurn];
        base.wrap(changes.snapshots.at(baseFrame), wire.layout.snapshotBytes());
        return base;
    }

    // ---- rows

    /** Works out which rows that live a viewer may see, and how much of them. */
    void look(final ViewEncoder viewerOf, final RowSet visible, final int seat, final int viewerTeam) {
        begun = viewerOf;
        Arrays.fill(inSight, 0);
        Arrays.fill(owned, 0);
        Arrays.fill(sameTeam, 0);
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
            if (table.hasAccess) {
                findAccess(table, seat, viewerTeam);
            }
        }
        for (int word = 0; word < inSight.length; word++) {
            inSight[word] &= live[word];
        }
    }

    private void findAccess(final WireTable table, final int seat, final int viewerTeam) {
        final int end = table.firstRow + endLive[table.index];
        for (int number = table.firstRow + firstLive[table.index]; number < end; number++) {
            if (table.hasTeamColumns && team[number] == viewerTeam) {
                sameTeam[number >> 6] |= 1L << number;
            }
            if (table.hasOwnerColumns && seat >= 0 && owner[number] == seat) {
                owned[number >> 6] |= 1L << number;
            }
        }
    }

    /** True until another viewer's view, or another frame, is begun. */
    boolean isBegunFor(final ViewEncoder viewerOf) {
        return begun == viewerOf;
    }

    /** Which of the columns that are not for all the viewer may see of a row. */
    int access(final int number) {
        final int word = number >> 6;
        return ((int) (sameTeam[word] >>> number) & 1) * WireTable.SAME_TEAM
                + ((int) (owned[word] >>> number) & 1) * WireTable.OWNED;
    }

    /** The string in {@link #strings} of a row against its value in an earlier frame. */
    int changed(final int number, final int baseFrame) {
        return changed(number, baseFrame, 0);
    }

    /** The same, with how long before that frame the client holds another value; see {@link RowStrings#against}. */
    int changed(final int number, final int baseFrame, final int beforeFrames) {
        final WireTable table = wire.tableOf[number];
        return strings.against(table, number - table.firstRow, baseFrame, beforeFrames, access(number), block, this);
    }

    /** The string of a whole row. */
    int whole(final int number) {
        final WireTable table = wire.tableOf[number];
        return strings.whole(table, number - table.firstRow, access(number), block);
    }
}
