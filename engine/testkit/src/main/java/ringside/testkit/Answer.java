package ringside.testkit;

import ringside.engine.output.AnswerKind;
import ringside.engine.output.Refusal;

/** What logic answered, and after which frame of the match. */
record Answer(int frame, AnswerKind kind, long connection, int player, int sequence, int detail) {
    @Override
    public String toString() {
        final Refusal why = kind.name().endsWith("REFUSED") ? Refusal.of(detail) : null;
        return kind + " to player " + player + (sequence == 0 ? "" : ", number " + sequence)
                + (why == null ? detail == 0 ? "" : ", code " + detail : ": " + why.text()) + " (after frame " + frame
                + ")";
    }
}
