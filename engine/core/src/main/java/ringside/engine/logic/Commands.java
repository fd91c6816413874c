package ringside.engine.logic;

import ringside.engine.event.CommandPayload;
import ringside.engine.event.Event;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.AnswerSink;
import ringside.engine.output.Refusal;
import ringside.layout.RecordType;
import ringside.layout.RecordView;

/** Applies each player's commands once and in order: a seat counts them, in the match state. */
final class Commands {
    private final AnswerSink answers;

    Commands(final AnswerSink answers) {
        this.answers = answers;
    }

    void apply(final MatchSlot slot, final Event event) {
        final LiveMatch match = slot.match();
        final MatchTables t = match.tables();
        final int seat = match.seatOf(event.player());
        final int id = CommandPayload.commandId(event);
        if (id >= match.layout().commands().size()) {
            throw new UnadmittedEventException("the layout has no command " + id + ": " + event);
        }
        final RecordType type = match.layout().commands().get(id);
        Payloads.requireRecord(event, type, CommandPayload.recordLength(event));
        if (seat < 0) {
            answer(event, AnswerKind.COMMAND_REFUSED, Refusal.NOT_SEATED.code());
            return;
        }
        final int row = match.seatRow(seat);
        final int expected = match.get(row, t.commandSeq) + 1;
        if (event.inputSeq() < expected) {
            return;
        }
        if (event.inputSeq() > expected) {
            answer(event, AnswerKind.COMMAND_REFUSED, Refusal.COMMAND_OUT_OF_ORDER.code());
            return;
        }
        match.set(row, t.commandSeq, expected);
        if (!match.calls().hasRoom()) {
            answer(event, AnswerKind.COMMAND_REFUSED, Refusal.OVERLOADED.code());
            return;
        }
        match.calls().command(seat, id, event.buffer(), CommandPayload.RECORD_OFFSET, type.lengthBytes());
        final RecordView view = match.command(id).wrap(event.buffer(), CommandPayload.RECORD_OFFSET);
        if (slot.type().game().command(match, seat, view)) {
            answer(event, AnswerKind.COMMAND_APPLIED, 0);
        } else {
            answer(event, AnswerKind.COMMAND_REFUSED, Refusal.COMMAND_REJECTED.code());
        }
    }

    private void answer(final Event event, final AnswerKind kind, final int detail) {
        answers.answer(kind, event.position(), 0, event.match(), event.player(), event.inputSeq(), detail);
    }
}
