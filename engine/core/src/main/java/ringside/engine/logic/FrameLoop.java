package ringside.engine.logic;

import org.jspecify.annotations.Nullable;
import ringside.engine.event.CommandPayload;
import ringside.engine.event.ConnectionPayload;
import ringside.engine.event.CreatePayload;
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
import ringside.engine.output.MatchEnd;
import ringside.engine.output.Refusal;
import ringside.layout.RecordType;
import ringside.layout.RecordView;

/**
 * Applies events in the order of the journal. Who feeds them, and who listens to what comes out, is decided elsewhere:
 * the ring and the network live, the journal's reader and a verifier in replay.
 *
 * <p>A {@link RuntimeException} of a game restores its match to the end of its last frame and closes it. An {@link Error},
 * or an event that cannot have been admitted, is thrown to the feeder, who must stop: no event is ever skipped, and this
 * loop takes no other after it.
 *
 * <p>One thread; allocates nothing but when a match is created or fails.
 */
public final class FrameLoop implements EventConsumer {
    private final EngineMemory memory;
    private final EngineState engine;
    private final LogicOutput output;
    private final Seats seats;
    private final Inputs inputs;
    private long position;
    private @Nullable Throwable broken;

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
    }

    public EngineMemory memory() {
        return memory;
    }

    /** Position of the last event applied; -1 before the first. */
    public long position() {
        return position;
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
        requirePayload(type, event);
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

    private void dispatch(final EventType type, final Event event) {
        if (type == EventType.FRAME) {
            frame(event);
        } else if (type == EventType.OPEN) {
            open(event);
        } else if (type == EventType.CREATE) {
            create(event);
        } else {
            toMatch(type, event);
        }
    }

    // ---- for the whole engine

    private void open(final Event event) {
        engine.set(engine.epoch, OpenPayload.epoch(event));
        for (int i = 0; i < memory.count(); i++) {
            final MatchSlot slot = memory.slot(i);
            if (isRunning(slot)) {
                slot.match().effects().begin();
                try {
                    seats.disconnectAll(slot.match(), slot.type().game());
                } catch (final RuntimeException e) {
                    fail(slot, event, e);
                }
            }
        }
    }

    private void frame(final Event event) {
        engine.set(engine.tick, engine.get(engine.tick) + 1);
        engine.set(engine.skippedFrames, engine.get(engine.skippedFrames) + FramePayload.skippedFrames(event));
        engine.set(engine.overloaded, FramePayload.overloaded(event));
        for (int i = 0; i < memory.count(); i++) {
            final MatchSlot slot = memory.slot(i);
            if (isRunning(slot)) {
                step(slot, event);
            }
        }
        output.hashed(0, engine.tick(), engine.memoryHash(), event.position());
        output.frameDone(engine.tick(), event.position(), event.receivedNs());
    }

    private void step(final MatchSlot slot, final Event event) {
        final LiveMatch match = slot.match();
        final MatchTables t = match.tables();
        final Game game = slot.type().game();
        final int frame = match.frame() + 1;
        try {
            match.effects().begin();
            match.set(t.frame, frame);
            match.effects().expire(frame);
            seats.expireHolds(match, game, frame);
            if (match.get(t.status) == MatchTables.RUNNING) {
                inputs.consume(match, frame);
                game.step(match);
            }
            if (match.get(t.status) == MatchTables.ENDING) {
                game.ended(match);
                close(slot, match.get(t.end), event);
            }
        } catch (final RuntimeException e) {
            fail(slot, event, e);
            return;
        }
        publish(slot, event);
    }

    private void publish(final MatchSlot slot, final Event event) {
        final LiveMatch match = slot.match();
        final long hash = match.hash();
        engine.set(slot.directoryRow(), engine.matchHash, hash);
        slot.snapshots().publish(match.frame(), event.position(), event.receivedNs(), hash, match.block());
        output.hashed(slot.id(), match.frame(), hash, event.position());
    }

    private boolean isRunning(final MatchSlot slot) {
        return engine.get(slot.directoryRow(), engine.matchRunning);
    }

    // ---- life of a match

    private void create(final Event event) {
        final GameType type = memory.types().find(CreatePayload.layoutHash(event));
        if (type == null) {
            throw new UnadmittedEventException(
                    "match " + event.match() + " is pinned to a layout that this build does not carry: " + event);
        }
        if (event.match() < 1
                || memory.find(event.match()) != null
                || memory.count() == memory.settings().maxMatches()) {
            Seats.refuse(output, event, 0, Refusal.NO_ROOM);
            return;
        }
        requireRecord(event, type.layout().rules(), CreatePayload.recordLength(event));
        final MatchSlot slot = memory.add(event.match(), type);
        final LiveMatch match = slot.match();
        start(match, event);
        output.created(slot);
        try {
            type.game().created(match);
        } catch (final RuntimeException e) {
            start(match, event);
            publish(slot, event);
            fail(slot, event, e);
            return;
        }
        publish(slot, event);
    }

    private static void start(final LiveMatch match, final Event event) {
        final MatchTables t = match.tables();
        match.clear();
        match.set(t.random, CreatePayload.seed(event));
        match.rules()
                .buffer()
                .putBytes(
                        0,
                        event.buffer(),
                        CreatePayload.RECORD_OFFSET,
                        match.layout().rules().lengthBytes());
        match.result().reset();
    }

    private void close(final MatchSlot slot, final int endCode, final Event event) {
        final LiveMatch match = slot.match();
        match.set(match.tables().status, MatchTables.ENDED);
        match.set(match.tables().end, endCode);
        engine.set(slot.directoryRow(), engine.matchRunning, false);
        engine.tablesChanged();
        output.answer(AnswerKind.MATCH_ENDED, event.position(), 0, slot.id(), 0, 0, endCode);
    }

    private void fail(final MatchSlot slot, final Event event, final RuntimeException cause) {
        final LiveMatch match = slot.match();
        final int lastFrame = slot.snapshots().newestFrame();
        match.block()
                .putBytes(
                        0, slot.snapshots().block(lastFrame), 0, match.layout().blockBytes());
        close(slot, MatchEnd.FAILED.code(), event);
        engine.set(slot.directoryRow(), engine.matchHash, match.hash());
        output.matchFailed(slot.id(), lastFrame, event.position(), cause);
    }

    // ---- for one match

    private void toMatch(final EventType type, final Event event) {
        final MatchSlot slot = memory.find(event.match());
        if (slot == null || !isRunning(slot)) {
            refuse(type, event, slot == null ? Refusal.NO_SUCH_MATCH : Refusal.MATCH_OVER);
            return;
        }
        slot.match().effects().begin();
        try {
            switch (type) {
                case INPUT -> {
                    requireRecord(event, slot.type().layout().input(), InputPayload.recordLength(event));
                    inputs.take(slot.match(), event, output);
                }
                case COMMAND -> command(slot, event);
                case JOIN -> {
                    requireRecord(event, slot.type().layout().join(), JoinPayload.recordLength(event));
                    seats.join(slot.match(), slot.type().game(), event, output);
                }
                case RESUME -> seats.resume(slot.match(), slot.type().game(), event, output);
                case DISCONNECT -> seats.disconnect(slot.match(), slot.type().game(), event);
                case LEAVE -> seats.leave(slot.match(), slot.type().game(), event, output);
                case END -> slot.match().end(MatchEnd.ABORTED);
                default -> throw new IllegalStateException("no match takes this: " + event);
            }
        } catch (final UnadmittedEventException e) {
            throw e;
        } catch (final RuntimeException e) {
            fail(slot, event, e);
        }
    }

    private void refuse(final EventType type, final Event event, final Refusal why) {
        if (type == EventType.JOIN) {
            Seats.refuse(output, event, JoinPayload.connection(event), why);
        } else if (type == EventType.RESUME) {
            Seats.refuse(output, event, ResumePayload.connection(event), why);
        } else if (type == EventType.INPUT || type == EventType.COMMAND) {
            output.answer(
                    type == EventType.INPUT ? AnswerKind.INPUT_REFUSED : AnswerKind.COMMAND_REFUSED,
                    event.position(),
                    0,
                    event.match(),
                    event.player(),
                    event.inputSeq(),
                    why.code());
        }
    }

    private void command(final MatchSlot slot, final Event event) {
        final LiveMatch match = slot.match();
        final MatchTables t = match.tables();
        final int seat = match.seatOf(event.player());
        final int id = CommandPayload.commandId(event);
        if (id >= match.layout().commands().size()) {
            throw new UnadmittedEventException("the layout has no command " + id + ": " + event);
        }
        final RecordType type = match.layout().commands().get(id);
        requireRecord(event, type, CommandPayload.recordLength(event));
        if (seat < 0) {
            answerCommand(event, AnswerKind.COMMAND_REFUSED, Refusal.NOT_SEATED.code());
            return;
        }
        final int row = match.seatRow(seat);
        final int expected = match.get(row, t.commandSeq) + 1;
        if (event.inputSeq() < expected) {
            return;
        }
        if (event.inputSeq() > expected) {
            answerCommand(event, AnswerKind.COMMAND_REFUSED, Refusal.COMMAND_OUT_OF_ORDER.code());
            return;
        }
        match.set(row, t.commandSeq, expected);
        final RecordView view = match.command(id).wrap(event.buffer(), CommandPayload.RECORD_OFFSET);
        if (slot.type().game().command(match, seat, view)) {
            answerCommand(event, AnswerKind.COMMAND_APPLIED, 0);
        } else {
            answerCommand(event, AnswerKind.COMMAND_REFUSED, Refusal.COMMAND_REJECTED.code());
        }
    }

    private void answerCommand(final Event event, final AnswerKind kind, final int detail) {
        output.answer(kind, event.position(), 0, event.match(), event.player(), event.inputSeq(), detail);
    }

    /**
     * What a payload lacks would be read from whatever stands behind the event, which is not the same live and in replay.
     */
    private static void requirePayload(final EventType type, final Event event) {
        final int length = event.payloadLength();
        final boolean fits = switch (type) {
            case FRAME -> length == FramePayload.LENGTH && FramePayload.skippedFrames(event) >= 0;
            case OPEN -> length == OpenPayload.LENGTH;
            case CREATE -> length >= CreatePayload.PREFIX_BYTES;
            case INPUT -> length >= InputPayload.PREFIX_BYTES;
            case COMMAND -> length >= CommandPayload.PREFIX_BYTES;
            case JOIN -> length >= JoinPayload.PREFIX_BYTES;
            case RESUME -> length == ResumePayload.LENGTH;
            case DISCONNECT, LEAVE -> length == ConnectionPayload.LENGTH;
            case END -> length == 0;
        };
        if (!fits) {
            throw new UnadmittedEventException("a payload of " + length + " bytes is none of this event: " + event);
        }
    }

    private static void requireRecord(final Event event, final RecordType type, final int lengthBytes) {
        if (lengthBytes != type.lengthBytes()) {
            throw new UnadmittedEventException("a record of " + lengthBytes + " bytes where the layout's " + type.name()
                    + " has " + type.lengthBytes() + ": " + event);
        }
    }
}
