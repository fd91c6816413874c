package ringside.engine.output;

/**
 * Takes logic's answers. Called on the logic thread: it must not block or allocate. What it passes on may leave only once
 * the position is safe.
 */
@FunctionalInterface
public interface AnswerSink {
    /** For replay and standby: nobody is listening. */
    AnswerSink NOBODY = (kind, position, connection, match, player, sequence, detail) -> {};

    /**
     * Passes one answer on.
     *
     * @param position of the event that this follows from
     * @param connection the edge's number of the connection that asked
     * @param player the seat's player number, or 0
     * @param sequence of the input or command answered, or 0
     * @param detail a code, as {@link AnswerKind} says
     */
    void answer(AnswerKind kind, long position, long connection, int match, int player, int sequence, int detail);
}
