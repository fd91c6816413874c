package ringside.engine.logic;

import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.RulesPayload;
import ringside.engine.game.Game;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.MatchEnd;
import ringside.engine.output.Refusal;
import ringside.layout.RecordView;

/**
 * The life of matches: created, waiting for players, running, paused, over, forgotten.
 *
 * <pre>
 * CREATE -> WAITING -> RUNNING <-> PAUSED
 *                         |           |
 *                         v           v
 *                       ENDING  ->  ENDED -> (delivered, and some time later) forgotten
 * </pre>
 *
 * WAITING is skipped by games that start with nobody; where a game wants it so, a RUNNING match that everybody has left is
 * WAITING again. A match that its game, an operator or idleness ends is ENDING until the next frame; one whose game throws is
 * ENDED at once, as it stood at the end of its last frame.
 */
final class MatchLife {
    private final EngineMemory memory;
    private final EngineState engine;
    private final LogicOutput output;

    MatchLife(final EngineMemory memory, final LogicOutput output) {
        this.memory = memory;
        this.engine = memory.state();
        this.output = output;
    }

    // ---- beginning

    void create(final Event event) {
        final GameType type = memory.types().find(CreatePayload.layoutHash(event));
        if (type == null) {
            throw new UnadmittedEventException(
                    "match " + event.match() + " is pinned to a layout that this build does not carry: " + event);
        }
        if (event.match() < 1
                || memory.find(event.match()) != null
                || memory.count() == memory.settings().maxMatches()) {
            Seats.refuse(output, event, 0, Refusal.NO_ROOM);
            refused(event, Refusal.NO_ROOM);
            return;
        }
        Payloads.requireRecord(event, type.layout().rules(), CreatePayload.recordLength(event));
        final MatchSlot slot = memory.add(event.match(), type);
        final LiveMatch match = slot.match();
        start(match, event);
        output.created(slot);
        try {
            type.game().created(match);
            if (match.get(match.tables().status) == MatchTables.RUNNING && !mayRun(slot)) {
                match.set(match.tables().status, MatchTables.WAITING);
            }
        } catch (final RuntimeException e) {
            start(match, event);
            publish(slot, event, FrameParts.NOBODY);
            fail(slot, event, e);
            refused(event, Refusal.MATCH_OVER);
            return;
        }
        publish(slot, event, FrameParts.NOBODY);
        done(event);
    }

    private void start(final LiveMatch match, final Event event) {
        final MatchTables t = match.tables();
        match.clear();
        match.set(t.random, CreatePayload.seed(event));
        match.set(t.idleFrames, Math.max(0, CreatePayload.idleFrames(event)));
        match.set(t.idleSince, engine.tick());
        putRules(match, event, CreatePayload.RECORD_OFFSET);
        match.result().reset();
    }

    private static void putRules(final LiveMatch match, final Event event, final int recordOffset) {
        match.rules()
                .buffer()
                .putBytes(
                        0, event.buffer(), recordOffset, match.layout().rules().lengthBytes());
    }

    private static boolean mayRun(final MatchSlot slot) {
        final LiveMatch match = slot.match();
        return hasBegun(slot)
                && (match.count(match.tables().seats) > 0 || !slot.type().game().waitsWhenEmpty(match));
    }

    /** A match that has computed a frame does not wait for players to begin with, however few are left. */
    private static boolean hasBegun(final MatchSlot slot) {
        final LiveMatch match = slot.match();
        return match.frame() > 0
                || match.count(match.tables().seats) >= slot.type().game().startsWith();
    }

    /** Lets a match begin, or go on, whose players are there. */
    void startIfReady(final MatchSlot slot) {
        final LiveMatch match = slot.match();
        final MatchTables t = match.tables();
        if (match.get(t.status) == MatchTables.WAITING && mayRun(slot)) {
            match.set(t.status, MatchTables.RUNNING);
        }
    }

    /** Lets a match wait that everybody has left; asked at the end of each frame, before it is hashed. */
    void waitIfEmpty(final MatchSlot slot) {
        final LiveMatch match = slot.match();
        final MatchTables t = match.tables();
        if (match.count(t.seats) == 0
                && match.get(t.status) == MatchTables.RUNNING
                && slot.type().game().waitsWhenEmpty(match)) {
            match.set(t.status, MatchTables.WAITING);
        }
    }

    // ---- operators

    void pause(final MatchSlot slot, final Event event) {
        final LiveMatch match = slot.match();
        final MatchTables t = match.tables();
        if (match.get(t.status) == MatchTables.RUNNING || match.get(t.status) == MatchTables.WAITING) {
            match.set(t.status, MatchTables.PAUSED);
            done(event);
        } else {
            refused(event, match.get(t.status) == MatchTables.PAUSED ? Refusal.MATCH_PAUSED : Refusal.MATCH_OVER);
        }
    }

    void goOn(final MatchSlot slot, final Event event) {
        final LiveMatch match = slot.match();
        final MatchTables t = match.tables();
        if (match.get(t.status) != MatchTables.PAUSED) {
            refused(event, Refusal.NOT_PAUSED);
            return;
        }
        match.set(t.status, mayRun(slot) ? MatchTables.RUNNING : MatchTables.WAITING);
        done(event);
    }

    void end(final MatchSlot slot, final Event event) {
        slot.match().end(MatchEnd.ABORTED);
        done(event);
    }

    /** Gives a match other rules, if its game takes them while it runs. */
    void rules(final MatchSlot slot, final Event event) {
        final LiveMatch match = slot.match();
        final RecordView rules = match.rules();
        final int length = match.layout().rules().lengthBytes();
        Payloads.requireRecord(event, match.layout().rules(), RulesPayload.recordLength(event));
        if (!match.calls().hasRoom()) {
            refused(event, Refusal.OVERLOADED);
            return;
        }
        final byte[] before = new byte[length];
        rules.buffer().getBytes(0, before);
        putRules(match, event, RulesPayload.RECORD_OFFSET);
        match.calls().rules();
        if (slot.type().game().rulesChanged(match)) {
            show(slot);
            done(event);
        } else {
            rules.buffer().putBytes(0, before);
            refused(event, Refusal.RULES_REJECTED);
        }
    }

    /** A match that waits because it is empty computes a frame when its rules change, so that they are seen. */
    private static void show(final MatchSlot slot) {
        final LiveMatch match = slot.match();
        final MatchTables t = match.tables();
        if (match.get(t.status) == MatchTables.WAITING && hasBegun(slot)) {
            match.set(t.status, MatchTables.RUNNING);
        }
    }

    // ---- frames

    /** Ends a match that nobody has been in for longer than it was created to wait. */
    void endIfIdle(final MatchSlot slot) {
        final LiveMatch match = slot.match();
        final MatchTables t = match.tables();
        final int idleFrames = match.get(t.idleFrames);
        if (idleFrames == 0) {
            return;
        }
        if (match.count(t.seats) > 0) {
            match.set(t.idleSince, engine.tick());
        } else if (engine.tick() - match.get(t.idleSince) > idleFrames) {
            match.end(MatchEnd.ABANDONED);
        }
    }

    /** Hashes a match and hands out a copy of it. */
    void publish(final MatchSlot slot, final Event event, final FrameParts told) {
        final LiveMatch match = slot.match();
        slot.moved();
        match.history().keep(match.frame());
        told.done(FrameParts.Part.COPY);
        final long hash = match.hash();
        told.done(FrameParts.Part.HASH);
        engine.set(slot.directoryRow(), engine.matchHash, hash);
        slot.snapshots().publish(match.frame(), event.position(), event.receivedNs(), hash, match.block());
        told.done(FrameParts.Part.COPY);
        output.hashed(slot.id(), match.frame(), hash, event.position());
        if (match.tables().calls != null) {
            match.calls().clear();
        }
    }

    // ---- end

    /** Runs the game's last word and closes the match with the frame being computed. */
    void close(final MatchSlot slot, final Event event) {
        final LiveMatch match = slot.match();
        final Game game = slot.type().game();
        game.ended(match);
        close(slot, match.get(match.tables().end), event);
    }

    private void close(final MatchSlot slot, final int endCode, final Event event) {
        final LiveMatch match = slot.match();
        match.set(match.tables().status, MatchTables.ENDED);
        match.set(match.tables().end, endCode);
        final int row = slot.directoryRow();
        engine.set(row, engine.matchRunning, false);
        memory.over(slot);
        engine.set(row, engine.matchEndedTick, engine.tick());
        engine.tablesChanged();
        output.answer(AnswerKind.MATCH_ENDED, event.position(), 0, slot.id(), 0, 0, endCode);
    }

    /** Restores a match whose game threw to the end of its last frame, and closes it. */
    void fail(final MatchSlot slot, final Event event, final RuntimeException cause) {
        final LiveMatch match = slot.match();
        final int lastFrame = slot.snapshots().newestFrame();
        slot.restore();
        match.calls().clear();
        close(slot, MatchEnd.FAILED.code(), event);
        engine.set(slot.directoryRow(), engine.matchHash, match.hash());
        output.matchFailed(slot.id(), lastFrame, event.position(), cause);
        output.ended(slot, event.position());
    }

    /** The result of a match has arrived. */
    void delivered(final Event event) {
        final MatchSlot slot = memory.find(event.match());
        if (slot != null && !slot.isRunning()) {
            engine.set(slot.directoryRow(), engine.matchDelivered, true);
            engine.tablesChanged();
        }
    }

    /** Forgets the matches that are over and were remembered for long enough. */
    void forgetTheOld() {
        if (!memory.hasMatchesOver()) {
            return;
        }
        for (int i = memory.count() - 1; i >= 0; i--) {
            final MatchSlot slot = memory.slot(i);
            if (isForgettable(slot)) {
                forget(slot);
            }
        }
    }

    private boolean isForgettable(final MatchSlot slot) {
        final int row = slot.directoryRow();
        return !slot.isRunning()
                && engine.get(row, engine.matchDelivered)
                && engine.tick() - engine.get(row, engine.matchEndedTick)
                        > memory.settings().keepEndedFrames();
    }

    private void forget(final MatchSlot slot) {
        memory.remove(slot);
        output.disposed(slot);
    }

    // ---- answers

    private void done(final Event event) {
        if (event.inputSeq() != 0) {
            output.answer(
                    AnswerKind.OPERATOR_DONE, event.position(), 0, event.match(), event.player(), event.inputSeq(), 0);
        }
    }

    void refused(final Event event, final Refusal why) {
        if (event.inputSeq() != 0) {
            output.answer(
                    AnswerKind.OPERATOR_REFUSED,
                    event.position(),
                    0,
                    event.match(),
                    event.player(),
                    event.inputSeq(),
                    why.code());
        }
    }

    /** Tells the operator who removed a player. */
    void kicked(final Event event, final boolean wasThere) {
        if (wasThere) {
            done(event);
        } else {
            refused(event, Refusal.NOT_SEATED);
        }
    }
}
