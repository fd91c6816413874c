package ringside.io.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Predicate;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.snapshot.SnapshotRing;
import ringside.io.protocol.Bytes;
import ringside.layout.Layout;
import ringside.layout.RecordView;
import ringside.layout.Rows;
import ringside.layout.Table;

/** A match as the edge knows it: its game, and where its snapshots are. Safe for many threads. */
public final class HostedMatch {
    private static final long NEVER_NS = Long.MIN_VALUE;
    private static final int NEVER = Integer.MIN_VALUE;

    /** So often the rules of a match are looked at, for those who are told of them late. */
    private static final long RULES_SEEN_EVERY_NS = 1_000_000_000L;

    private final int id;
    private final HostedGame game;
    private final SnapshotRing snapshots;
    private final int reignsFrom;
    private final MatchHistory history;
    private final PastRules pastRules;
    private volatile long rulesSeenNs;
    private volatile boolean paused;
    private volatile int fullAtFrame = NEVER;
    private volatile ViewLog viewLog = ViewLog.NONE;

    /** What a player whose connection broke was shown last, until that player comes back. At most one a seat. */
    private final Map<Integer, HeldView> heldViews = new ConcurrentHashMap<>();

    /** When each seat last reported that it computed something else, across its connections. */
    private final AtomicLongArray reportsNs;

    /** Those who only watch, over all event loops. */
    private final SpectatorPlaces spectators = new SpectatorPlaces();

    /** What each seat's player may still send, across its connections. */
    private final AtomicLongArray inputRates;

    private final AtomicLongArray commandRates;

    /** What may still be marked: a cell a seat, and one for all who only watch. */
    private final AtomicLongArray bookmarkRates;

    public HostedMatch(final int id, final HostedGame game, final SnapshotRing snapshots) {
        this.id = id;
        this.game = game;
        this.snapshots = snapshots;
        this.reignsFrom = snapshots.newestFrame();
        this.history = new MatchHistory(snapshots);
        inputRates = TokenBucket.cells(game.layout().seats());
        commandRates = TokenBucket.cells(game.layout().seats());
        bookmarkRates = TokenBucket.cells(game.layout().seats() + 1);
        reportsNs = new AtomicLongArray(game.layout().seats());
        for (int seat = 0; seat < reportsNs.length(); seat++) {
            reportsNs.set(seat, NEVER_NS);
        }
        pastRules = new PastRules(rules());
    }

    public int id() {
        return id;
    }

    public HostedGame game() {
        return game;
    }

    public Layout layout() {
        return game.layout();
    }

    public SnapshotRing snapshots() {
        return snapshots;
    }

    /** The newest frame when this server's reign began: those up to it were another one's. -1 when it has none of another's. */
    int reignsFrom() {
        return reignsFrom;
    }

    /** The snapshots as the codec reads them: the same for all encoders of the match. */
    MatchHistory history() {
        return history;
    }

    /** Where it is noted what views are made of. */
    ViewLog viewLog() {
        return viewLog;
    }

    void viewLog(final ViewLog log) {
        viewLog = log;
    }

    /** Notes which rules the match has, now and then: for {@link #rulesAsOf}. */
    void seen(final long nowNs) {
        if (nowNs - rulesSeenNs >= RULES_SEEN_EVERY_NS) {
            rulesSeenNs = nowNs;
            pastRules.saw(rules(), nowNs);
        }
    }

    /** The rules of the match as they were so long ago, or before: never newer ones. */
    Bytes rulesAsOf(final long nowNs, final long agoNs) {
        if (agoNs == 0) {
            return rules();
        }
        pastRules.saw(rules(), nowNs);
        return pastRules.asOf(nowNs - agoNs);
    }

    /** The rules of the match, as its newest snapshot has them. */
    public Bytes rules() {
        final Table table = layout().table("$rules");
        final int offset = table.rowOffset(Rows.index(Rows.SINGLE))
                + table.column("record").offset();
        final int lengthBytes = layout().rules().lengthBytes();
        int frame = snapshots.newestFrame();
        while (frame >= 0) {
            final Bytes rules = Bytes.copyOf(snapshots.block(frame), offset, lengthBytes);
            if (snapshots.isIntact(frame)) {
                return rules;
            }
            frame = snapshots.newestFrame();
        }
        final UnsafeBuffer none = new UnsafeBuffer(new byte[lengthBytes]);
        new RecordView(layout().rules()).wrap(none, 0).reset();
        return Bytes.copyOf(none, 0, lengthBytes);
    }

    /** An operator let the match stand still, or go on: whoever asks to be given a match is not given one that stands. */
    public void paused(final boolean value) {
        paused = value;
    }

    /** True while an operator lets the match stand still. */
    boolean isPaused() {
        return paused;
    }

    /** Logic gave no seat: nobody is sent here before the match was seen to move on. */
    void refused() {
        fullAtFrame = snapshots.newestFrame();
    }

    /** True when the newest snapshot shows a match with a free seat that is not over, and nothing else speaks against it. */
    boolean isOpen() {
        return !paused && snapshots.newestFrame() > fullAtFrame && readNewest(HostedMatch::hasFreeSeat);
    }

    private static boolean hasFreeSeat(final MatchSnapshot snapshot) {
        if (snapshot.isOver()) {
            return false;
        }
        for (int seat = 0; seat < snapshot.state().layout().seats(); seat++) {
            if (!snapshot.isSeated(seat)) {
                return true;
            }
        }
        return false;
    }

    /** True when the newest snapshot shows a match that came to its end. */
    boolean isOver() {
        return readNewest(MatchSnapshot::isOver);
    }

    /** Asks the newest snapshot in place, again when logic overwrote it meanwhile; false while there is none. */
    private boolean readNewest(final Predicate<MatchSnapshot> question) {
        final MatchSnapshot snapshot = new MatchSnapshot(game.type());
        int frame = snapshots.newestFrame();
        while (frame >= 0) {
            final boolean answer = question.test(snapshot.wrap(snapshots.block(frame), 0));
            if (snapshots.isIntact(frame)) {
                return answer;
            }
            frame = snapshots.newestFrame();
        }
        return false;
    }

    /** True, and noted, when the seat has not reported a difference for that long. */
    boolean mayReport(final int seat, final long nowNs, final long intervalNs) {
        final long lastNs = reportsNs.get(seat);
        return (lastNs == NEVER_NS || nowNs - lastNs >= intervalNs) && reportsNs.compareAndSet(seat, lastNs, nowNs);
    }

    /** A cell a seat for its {@link TokenBucket} of inputs. */
    AtomicLongArray inputRates() {
        return inputRates;
    }

    /** A cell a seat for its {@link TokenBucket} of commands. */
    AtomicLongArray commandRates() {
        return commandRates;
    }

    /** A cell a seat for its {@link TokenBucket} of bookmarks, and one behind them for all who watch. */
    AtomicLongArray bookmarkRates() {
        return bookmarkRates;
    }

    SpectatorPlaces spectatorPlaces() {
        return spectators;
    }

    /** How many watch. */
    public int spectators() {
        return spectators.taken();
    }

    void holdView(final int seat, final HeldView view) {
        final HeldView before = heldViews.put(seat, view);
        if (before != null) {
            before.take();
        }
    }

    @Nullable
    HeldView takeHeldView(final int seat, final int player) {
        final HeldView held = heldViews.remove(seat);
        if (held == null) {
            return null;
        }
        held.take();
        return held.player() == player ? held : null;
    }
}
