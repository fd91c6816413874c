package ringside.engine.logic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.BookmarkPayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventConsumer;
import ringside.engine.event.EventType;
import ringside.engine.event.FramePayload;
import ringside.engine.event.InputPayload;
import ringside.engine.event.JoinPayload;
import ringside.engine.event.OpenPayload;
import ringside.engine.event.ResumePayload;
import ringside.engine.game.Game;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.Refusal;

/**
 * Applies events in the order of the journal. Who feeds them, and who listens to what comes out, is decided elsewhere:
 * the ring and the network live, the journal's reader and a verifier in replay.
 *
 * <p>A {@link RuntimeException} of a game restores its match to the end of its last frame and closes it. An {@link Error},
 * or an event that cannot have been admitted, is thrown to the feeder, who must stop: no event is ever skipped, and this
 * loop takes no other after it.
 *
 * <p>One thread, but for {@link #matchInHand}; allocates nothing but when a match is created, gets other rules, or fails.
 */
public final class FrameLoop implements EventConsumer {
    private static final VarHandle IN_HAND;

    static {
        try {
            IN_HAND = MethodHandles.lookup().findVarHandle(FrameLoop.class, "inHand", int.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final EngineMemory memory;
    private final EngineState engine;
    private final LogicOutput output;
    private final Seats seats;
    private final Inputs inputs;
    private final Commands commands;
    private final MatchLife life;
    private final Foresight foresight;
    private FrameParts parts = FrameParts.NOBODY;
    private long position;
    private @Nullable Throwable broken;

    @SuppressWarnings("unused") // through IN_HAND
    private int inHand;

    /**
     * A loop over memory that is empty or was restored from a checkpoint.
     *
     * @param position of the last event that the memory follows from; -1 for none
     */
    public FrameLoop(final EngineMemory memory, final LogicOutput output, final long position) {
        this.memory = memory;
        this.engine = memory.state();
        this.output = output;
        this.position = position;
        this.seats = new Seats(memory.settings(), engine);
        this.inputs = new Inputs(memory.settings());
        this.commands = new Commands(output);
        this.life = new MatchLife(memory, output);
        this.foresight = new Foresight(memory);
    }

    public EngineMemory memory() {
        return memory;
    }

    /** Who is told of the parts of each FRAME from now on. Called between two events. */
    public void tell(final FrameParts listener) {
        parts = listener;
    }

    /** Position of the last event applied; -1 before the first. */
    public long position() {
        return position;
    }

    /** The match whose game is being asked at this moment, 0 for none: for a watchdog, from any thread. */
    public int matchInHand() {
        return (int) IN_HAND.getOpaque(this);
    }

    /** {@inheritDoc} Its position must follow the last one's. */
    @Override
    public void apply(final Event event) {
        if (event.position() != position + 1) {
            throw new IllegalStateException(
                    "position " + event.position() + " was fed after position " + position + ": events are missing");
        }
        final EventType type = event.type();
        if (type == null) {
            throw new UnadmittedEventException("unknown event: " + event);
        }
        Payloads.requireWhole(type, event);
        if (broken != null) {
            throw new IllegalStateException("this engine stopped after position " + position, broken);
        }
        try {
            dispatch(type, event);
        } catch (final Throwable e) {
            // The event is half applied, and no journal says how far.
            broken = e;
            throw e;
        }
        position = event.position();
    }

    /** Counts an event that is not for this loop to apply, as if it had. Its position must follow the last one's. */
    public void passOver(final Event event) {
        if (event.position() != position + 1) {
            throw new IllegalStateException("position " + event.position() + " was passed over after position "
                    + position + ": events are missing");
        }
        position = event.position();
    }

    /** {@inheritDoc} */
    @Override
    public void foresee(final Event event) {
        if (event.typeCode() == EventType.INPUT.code()) {
            foresight.look(event.match(), event.player(), event.targetFrame());
        }
    }

    private void dispatch(final EventType type, final Event event) {
        if (type == EventType.INPUT) {
            input(event);
        } else if (type == EventType.FRAME) {
            frame(event);
        } else if (type == EventType.OPEN) {
            open(event);
        } else if (type == EventType.CREATE) {
            IN_HAND.setOpaque(this, event.match());
            life.create(event);
            IN_HAND.setOpaque(this, 0);
        } else if (type == EventType.DELIVERED) {
            life.delivered(event);
        } else if (type == EventType.MEMBERS) {
            InSyncSet.take(engine, event);
        } else if (type == EventType.BOOKMARK) {
            bookmark(event);
        } else {
            toMatch(type, event);
        }
    }

    // ---- for the whole engine

    private void open(final Event event) {
        engine.set(engine.epoch, OpenPayload.epoch(event));
        for (int i = 0; i < memory.count(); i++) {
            final MatchSlot slot = memory.slot(i);
            if (slot.isRunning()) {
                IN_HAND.setOpaque(this, slot.id());
                slot.touch();
                slot.match().effects().begin();
                try {
                    seats.disconnectAll(slot.match(), slot.type().game());
                    if (OpenPayload.isTakenOver(event) && !slot.type().isLockstep()) {
                        slot.type().game().tookOver(slot.match(), OpenPayload.gapNs(event));
                    }
                } catch (final RuntimeException e) {
                    life.fail(slot, event, e);
                }
            }
        }
        IN_HAND.setOpaque(this, 0);
    }

    private void frame(final Event event) {
        engine.set(engine.tick, engine.get(engine.tick) + 1);
        engine.set(engine.skippedFrames, engine.get(engine.skippedFrames) + FramePayload.skippedFrames(event));
        engine.set(engine.overloaded, FramePayload.overloaded(event));
        life.forgetTheOld();
        parts.begin(memory.count());
        for (int i = 0; i < memory.count(); i++) {
            foresight.lookBeyond(i);
            final MatchSlot slot = memory.slot(i);
            if (slot.isRunning()) {
                step(slot, event, parts.wants(i) ? parts : FrameParts.NOBODY);
            }
        }
        IN_HAND.setOpaque(this, 0);
        parts.end(engine.tick());
        output.hashed(0, engine.tick(), engine.memoryHash(), event.position());
        output.frameDone(engine.tick(), event.position(), event.receivedNs());
    }

    private void step(final MatchSlot slot, final Event event, final FrameParts told) {
        final LiveMatch match = slot.match();
        final MatchTables t = match.tables();
        life.endIfIdle(slot);
        final int status = match.get(t.status);
        if (status == MatchTables.PAUSED || status == MatchTables.WAITING) {
            slot.keepStanding();
            return;
        }
        final Game game = slot.type().game();
        final int frame = match.frame() + 1;
        IN_HAND.setOpaque(this, slot.id());
        told.match(slot.id(), frame);
        try {
            match.effects().begin();
            match.set(t.frame, frame);
            match.effects().expire(frame);
            seats.expireHolds(match, game, frame);
            if (match.get(t.status) == MatchTables.RUNNING) {
                inputs.consume(match, frame);
                told.done(FrameParts.Part.INPUTS);
                game.step(match);
                life.waitIfEmpty(slot);
            }
            if (match.get(t.status) == MatchTables.ENDING) {
                life.close(slot, event);
            }
        } catch (final RuntimeException e) {
            life.fail(slot, event, e);
            return;
        }
        told.done(FrameParts.Part.STEP);
        life.publish(slot, event, told);
        if (match.get(t.status) == MatchTables.ENDED) {
            output.ended(slot, event.position());
        }
    }

    // ---- for one match

    /** By far the most events are inputs, and no game is asked about them. */
    private void input(final Event event) {
        final MatchSlot slot = memory.find(event.match());
        if (slot == null || !slot.isRunning()) {
            refuse(AnswerKind.INPUT_REFUSED, event, noneRunning(slot));
            return;
        }
        Payloads.requireRecord(event, slot.type().layout().input(), InputPayload.recordLength(event));
        slot.touch();
        inputs.take(slot.match(), event, output);
    }

    /** Changes nothing, so that a match with bookmarks and one without have the same hashes. */
    private void bookmark(final Event event) {
        final MatchSlot slot = memory.find(event.match());
        if (slot == null || !slot.isRunning()) {
            answerBookmark(event, AnswerKind.BOOKMARK_REFUSED, noneRunning(slot).code());
        } else if (event.player() != 0 && slot.match().seatOf(event.player()) < 0) {
            answerBookmark(event, AnswerKind.BOOKMARK_REFUSED, Refusal.NOT_SEATED.code());
        } else {
            answerBookmark(event, AnswerKind.BOOKMARKED, BookmarkPayload.frame(event, slot.frame()));
        }
    }

    private void answerBookmark(final Event event, final AnswerKind kind, final int detail) {
        output.answer(
                kind,
                event.position(),
                BookmarkPayload.connection(event),
                event.match(),
                event.player(),
                event.inputSeq(),
                detail);
    }

    private static Refusal noneRunning(final @Nullable MatchSlot slot) {
        return slot == null ? Refusal.NO_SUCH_MATCH : Refusal.MATCH_OVER;
    }

    private void toMatch(final EventType type, final Event event) {
        final MatchSlot slot = memory.find(event.match());
        if (slot == null || !slot.isRunning()) {
            refuse(type, event, noneRunning(slot));
            return;
        }
        IN_HAND.setOpaque(this, slot.id());
        slot.touch();
        slot.match().effects().begin();
        try {
            apply(type, slot, event);
        } catch (final UnadmittedEventException e) {
            throw e;
        } catch (final RuntimeException e) {
            life.fail(slot, event, e);
        }
        IN_HAND.setOpaque(this, 0);
    }

    private void apply(final EventType type, final MatchSlot slot, final Event event) {
        final LiveMatch match = slot.match();
        final Game game = slot.type().game();
        switch (type) {
            case COMMAND -> commands.apply(slot, event);
            case JOIN -> {
                Payloads.requireRecord(event, slot.type().layout().join(), JoinPayload.recordLength(event));
                seats.join(match, game, event, output);
                life.startIfReady(slot);
            }
            case RESUME -> seats.resume(match, game, event, output);
            case DISCONNECT -> seats.disconnect(match, game, event);
            case LEAVE -> seats.leave(match, game, event, output);
            case KICK -> life.kicked(event, seats.kick(match, game, event, output));
            case PAUSE -> life.pause(slot, event);
            case CONTINUE -> life.goOn(slot, event);
            case RULES -> life.rules(slot, event);
            case END -> life.end(slot, event);
            default -> throw new IllegalStateException("no match takes this: " + event);
        }
    }

    private void refuse(final EventType type, final Event event, final Refusal why) {
        switch (type) {
            case JOIN -> Seats.refuse(output, event, JoinPayload.connection(event), why);
            case RESUME -> Seats.refuse(output, event, ResumePayload.connection(event), why);
            case COMMAND -> refuse(AnswerKind.COMMAND_REFUSED, event, why);
            case KICK, PAUSE, CONTINUE, RULES, END -> life.refused(event, why);
            default -> {
                // A word about a connection that is gone: nobody waits for an answer.
            }
        }
    }

    private void refuse(final AnswerKind kind, final Event event, final Refusal why) {
        output.answer(kind, event.position(), 0, event.match(), event.player(), event.inputSeq(), why.code());
    }
}
