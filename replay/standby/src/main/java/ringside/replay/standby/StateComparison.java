package ringside.replay.standby;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.MatchSlot;
import ringside.replay.EngineRecording;
import ringside.replay.standby.FollowedEngine.Wanted;

/**
 * Compares what an engine that follows computes with what its primary did, and finds out where they part: the hash of every frame,
 * and, where one differs, the two states. A standby halts then; a shadow notes it and goes on. The thread that follows, but for
 * {@link #difference} and {@link #tryingWork}.
 */
final class StateComparison {
    private static final int ASK_AGAIN_FRAMES = 60;

    private final int engine;
    private final StandbyParts parts;
    private final Upkeep upkeep;
    private final HashComparison hashes;
    private @Nullable Disagreement disagreement;
    private volatile @Nullable Difference difference;
    private @Nullable Wanted wanted;
    /** What is to be tried, by another thread; and what came of it. */
    private volatile @Nullable Disagreement toTry;

    private volatile @Nullable Difference tried;
    private int askAgainFrame;
    private int matchesPassedOver;
    private String notCarried = "";

    StateComparison(final int engine, final StandbyParts parts, final Upkeep upkeep) {
        this.engine = engine;
        this.parts = parts;
        this.upkeep = upkeep;
        hashes = new HashComparison(parts.isShadow());
    }

    HashComparison hashes() {
        return hashes;
    }

    /** All begins anew, from an earlier frame perhaps. */
    void begin() {
        hashes.begin();
        disagreement = null;
        difference = null;
        wanted = null;
        toTry = null;
        tried = null;
        askAgainFrame = 0;
        matchesPassedOver = 0;
        notCarried = "";
    }

    /** A match goes on without this shadow. A checkpoint would lack the match, so none is taken any more. */
    void passedOver(final int match, final String layout) {
        matchesPassedOver++;
        notCarried = notCarried.isEmpty() ? layout : notCarried;
        hashes.ignoreEngine();
        upkeep.distrust();
        parts.log()
                .accept("engine " + engine + ": match " + match + " is passed over: this build does not carry "
                        + layout);
    }

    /** Whether nothing more is taken. */
    boolean isHalted() {
        return disagreement != null && !parts.isShadow();
    }

    /** Looks at what the last record brought. Throws HASH_DIFFERS when it is over, and nothing more will be found out. */
    void look(final FrameLoop loop, final EngineRecording own) {
        final HashComparison.Found first = hashes.first();
        if (first == null) {
            return;
        }
        final Difference byTrying = tried;
        if (disagreement == null) {
            disagree(loop, own, first);
        } else if (byTrying != null) {
            tried = null;
            differs(byTrying);
        } else if (wanted == null && toTry == null) {
            askAgain(loop);
        }
    }

    /** Its own state of that frame is put by at once, then the primary's is asked for. */
    private void disagree(final FrameLoop loop, final EngineRecording own, final HashComparison.Found first) {
        final Disagreement found =
                Disagreement.of(first, first.match() == 0 ? null : loop.memory().find(first.match()));
        disagreement = found;
        upkeep.distrust(own, first.position());
        if (found.hasOwnState()) {
            wanted = new Wanted(first.match(), first.frame());
        } else {
            differs(found.difference(null));
        }
    }

    /** The primary's state could not be had. */
    private void tryWithout(final Disagreement found) {
        if (!parts.isShadow()) {
            differs(found.byTrying());
            return;
        }
        differs(found.difference(null));
        if (found.ownFrame() == found.first().frame()) {
            toTry = found;
        }
    }

    /** Tries what {@link Disagreement#byTrying} tries; for another thread than the one that follows. */
    int tryingWork() {
        final Disagreement found = toTry;
        if (found == null) {
            return 0;
        }
        final Difference byTrying = found.byTrying();
        if (byTrying.place() != null) {
            tried = byTrying;
        }
        toTry = null;
        return 1;
    }

    /** The states after the first frame that differs were not to be had together: those after a later one show something, too. */
    private void askAgain(final FrameLoop loop) {
        final Disagreement found = disagreement;
        final Difference known = difference;
        if (found == null || known == null || !known.isPlaceWanted()) {
            return;
        }
        final MatchSlot slot = loop.memory().find(known.match());
        if (slot == null || slot.frame() < askAgainFrame) {
            return;
        }
        askAgainFrame = slot.frame() + ASK_AGAIN_FRAMES;
        final Disagreement later = found.later(slot);
        if (later.hasOwnState()) {
            disagreement = later;
            wanted = new Wanted(known.match(), later.ownFrame());
        }
    }

    /** Which state of the primary's is wanted; null for none. */
    @Nullable
    Wanted wanted() {
        return wanted;
    }

    /** The state that was wanted, or null when the primary has it no longer. */
    void state(final EngineRecording own, final @Nullable DirectBuffer snapshot) {
        final Disagreement found = disagreement;
        if (found == null) {
            throw new FollowException(Reason.MALFORMED, "a state that was not asked for");
        }
        if (snapshot != null || !parts.isShadow()) {
            StandbyFiles.keep(own, found, snapshot);
        }
        if (snapshot == null) {
            tryWithout(found);
        } else {
            differs(found.difference(snapshot));
        }
    }

    private void differs(final Difference found) {
        wanted = null;
        final boolean isNews = !found.equals(difference);
        difference = found;
        if (!parts.isShadow()) {
            throw new FollowException(Reason.HASH_DIFFERS, "HASH DIFFERS at " + found);
        }
        if (isNews) {
            parts.alarm()
                    .accept("engine " + engine + ": HASH DIFFERS at " + found
                            + "; this is a shadow: it follows on and cannot be promoted");
        }
    }

    /** The connection is gone: what was asked for will not come any more. */
    void disconnected() {
        final Disagreement found = disagreement;
        if (found != null && difference == null) {
            wanted = null;
            difference = found.difference(null);
            toTry = parts.isShadow() && found.hasOwnState() ? found : null;
        }
    }

    /** The first frame that differs, once nothing more will be found out about it at once; null while all are equal. Any thread. */
    @Nullable
    Difference difference() {
        return difference;
    }

    /** Whether every hash that came was as computed. */
    boolean isHashOk() {
        return hashes.first() == null;
    }

    /** Whether it has all matches: a shadow may have passed over some. */
    boolean followsAll() {
        return matchesPassedOver == 0;
    }

    /** What it found out about the build that it runs. */
    Shadowing shadowing() {
        return new Shadowing(parts.isShadow(), hashes.matchesDiffering(), matchesPassedOver, notCarried, difference);
    }
}
