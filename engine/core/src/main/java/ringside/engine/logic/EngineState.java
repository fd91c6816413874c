package ringside.engine.logic;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.MembersPayload;
import ringside.layout.BoolColumn;
import ringside.layout.BytesColumn;
import ringside.layout.IntColumn;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;
import ringside.layout.LongColumn;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.layout.XxHash64;

/**
 * What the engine itself remembers between events: its tick, the directory of matches and the used tokens. A flat block
 * like a match's, hashed and checkpointed with them.
 */
public final class EngineState extends State {
    final IntColumn tick;
    final LongColumn epoch;
    final LongColumn skippedFrames;
    final LongColumn tokenFloor;
    final BoolColumn overloaded;

    final Table matches;
    final IntColumn matchId;
    final LongColumn matchLayout;
    final LongColumn matchHash;
    final BoolColumn matchRunning;
    final BoolColumn matchDelivered;
    final IntColumn matchEndedTick;

    final Table tokens;
    final LongColumn tokenHigh;
    final LongColumn tokenLow;
    final LongColumn tokenExpiry;
    final IntColumn tokenUntil;

    final Table inSync;
    final LongColumn member;
    final LongColumn memberSince;
    final BytesColumn memberName;

    private final Table engine;
    private long tablesHash;
    private boolean tablesChanged = true;

    private EngineState(final Layout layout) {
        super(layout);
        engine = layout.table("$engine");
        tick = (IntColumn) engine.column("tick");
        epoch = (LongColumn) engine.column("epoch");
        skippedFrames = (LongColumn) engine.column("skippedFrames");
        tokenFloor = (LongColumn) engine.column("tokenFloor");
        overloaded = (BoolColumn) engine.column("overloaded");
        matches = layout.table("$matches");
        matchId = (IntColumn) matches.column("match");
        matchLayout = (LongColumn) matches.column("layout");
        matchHash = (LongColumn) matches.column("hash");
        matchRunning = (BoolColumn) matches.column("running");
        matchDelivered = (BoolColumn) matches.column("delivered");
        matchEndedTick = (IntColumn) matches.column("endedTick");
        tokens = layout.table("$tokens");
        tokenHigh = (LongColumn) tokens.column("high");
        tokenLow = (LongColumn) tokens.column("low");
        tokenExpiry = (LongColumn) tokens.column("expiry");
        tokenUntil = (IntColumn) tokens.column("until");
        inSync = layout.table("$inSync");
        member = (LongColumn) inSync.column("member");
        memberSince = (LongColumn) inSync.column("since");
        memberName = (BytesColumn) inSync.column("name");
        wrap(new UnsafeBuffer(new byte[layout.blockBytes()]), 0);
        clear();
    }

    static EngineState with(final LogicSettings settings) {
        final LayoutBuilder builder = tables(settings);
        final Table inSync =
                builder.table("$inSync", MembersPayload.MAX_MEMBERS).hidden();
        inSync.int64("member");
        inSync.int64("since", 0, Long.MAX_VALUE);
        inSync.text("name", MembersPayload.NAME_BYTES);
        return new EngineState(builder.build());
    }

    /** The layout of builds that knew no in-sync set: their blocks are the beginning of this one's. */
    static Layout withoutInSync(final LogicSettings settings) {
        return tables(settings).build();
    }

    private static LayoutBuilder tables(final LogicSettings settings) {
        final LayoutBuilder builder = new LayoutBuilder("engine");
        final Table engine = builder.single("$engine").hidden();
        engine.int64("epoch");
        engine.int64("skippedFrames", 0, Long.MAX_VALUE);
        engine.int64("tokenFloor", 0, Long.MAX_VALUE);
        engine.int32("tick", 0, Integer.MAX_VALUE);
        engine.bool("overloaded");
        final Table matches = builder.table("$matches", settings.maxMatches()).hidden();
        matches.int32("match", 1, Integer.MAX_VALUE);
        matches.int64("layout");
        matches.int64("hash");
        matches.int32("endedTick", 0, Integer.MAX_VALUE);
        matches.bool("running");
        matches.bool("delivered");
        final Table tokens = builder.table("$tokens", settings.maxTokens()).hidden();
        tokens.int64("high");
        tokens.int64("low");
        tokens.int64("expiry", 0, Long.MAX_VALUE);
        tokens.int32("until", 0, Integer.MAX_VALUE);
        return builder;
    }

    /** Notes that a table other than the engine's single row was written. */
    void tablesChanged() {
        tablesChanged = true;
    }

    /**
     * The hash of the engine's memory without the matches' own hashes, which are recorded one by one. The large tables are
     * hashed again only when they changed.
     */
    long memoryHash() {
        if (tablesChanged) {
            tablesHash =
                    XxHash64.hash(block(), tokens.base(), inSync.base() - tokens.base(), inSyncHash(directoryHash()));
            tablesChanged = false;
        }
        return XxHash64.hash(block(), engine.base(), matches.base() - engine.base(), tablesHash);
    }

    private long directoryHash() {
        long hash = 0;
        for (int row = first(matches); row != Rows.NONE; row = next(matches, row)) {
            hash = XxHash64.combine(hash, get(row, matchId));
            hash = XxHash64.combine(hash, get(row, matchLayout));
            hash = XxHash64.combine(hash, get(row, matchRunning) ? 1 : 0);
            hash = XxHash64.combine(hash, get(row, matchDelivered) ? 1 : 0);
            hash = XxHash64.combine(hash, get(row, matchEndedTick));
        }
        return hash;
    }

    /** What was hashed before, and the in-sync set where there is one. */
    private long inSyncHash(final long before) {
        return count(inSync) == 0 ? before : XxHash64.combine(before, hash(inSync));
    }

    /** The last hashes of all matches, combined in match order. */
    public long finalHash() {
        return finalHash(lastHashes());
    }

    /** The last hash of each match, by its number. Allocates: for when an engine has ended. */
    public SortedMap<Integer, Long> lastHashes() {
        final SortedMap<Integer, Long> hashes = new TreeMap<>();
        for (int row = first(matches); row != Rows.NONE; row = next(matches, row)) {
            hashes.put(get(row, matchId), get(row, matchHash));
        }
        return hashes;
    }

    /** The last hashes of matches, of several engines perhaps, combined in match order. */
    public static long finalHash(final SortedMap<Integer, Long> lastHashes) {
        long hash = 0;
        for (final Map.Entry<Integer, Long> match : lastHashes.entrySet()) {
            hash = XxHash64.combine(hash, match.getKey());
            hash = XxHash64.combine(hash, match.getValue());
        }
        return hash;
    }

    /** What the engine remembers beside its matches goes into a state that remembers nothing yet. Tokens need as much room. */
    void copyEngineTo(final EngineState to, final boolean withTokens) {
        to.set(to.tick, get(tick));
        to.set(to.epoch, get(epoch));
        to.set(to.skippedFrames, get(skippedFrames));
        to.set(to.overloaded, get(overloaded));
        to.set(to.tokenFloor, withTokens ? get(tokenFloor) : 0);
        for (int row = withTokens ? first(tokens) : Rows.NONE; row != Rows.NONE; row = next(tokens, row)) {
            // A token's halves name the rows where it may lie.
            final int copy = to.addAt(to.tokens, Rows.index(row));
            to.set(copy, to.tokenHigh, get(row, tokenHigh));
            to.set(copy, to.tokenLow, get(row, tokenLow));
            to.set(copy, to.tokenExpiry, get(row, tokenExpiry));
            to.set(copy, to.tokenUntil, get(row, tokenUntil));
        }
        to.tablesChanged();
    }

    /** What it remembers of a match, too. */
    void copyMatchTo(final EngineState to, final int row) {
        final int copy = to.add(to.matches);
        to.set(copy, to.matchId, get(row, matchId));
        to.set(copy, to.matchLayout, get(row, matchLayout));
        to.set(copy, to.matchHash, get(row, matchHash));
        to.set(copy, to.matchRunning, get(row, matchRunning));
        to.set(copy, to.matchDelivered, get(row, matchDelivered));
        to.set(copy, to.matchEndedTick, get(row, matchEndedTick));
        to.tablesChanged();
    }

    /** FRAME events applied. */
    public int tick() {
        return get(tick);
    }

    /** Frames that the clock skipped because the engine could not keep up. */
    public long skippedFrames() {
        return get(skippedFrames);
    }

    /** True while the clock says that the engine cannot keep up. */
    public boolean isOverloaded() {
        return get(overloaded);
    }

    /** The number of the reign that opened the journal last. */
    public long epoch() {
        return get(epoch);
    }

    /** The in-sync set of level replicated. */
    public InSyncSet inSync() {
        return new InSyncSet(this);
    }
}
