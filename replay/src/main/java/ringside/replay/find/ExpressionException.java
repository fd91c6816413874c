package ringside.replay.find;

import ringside.replay.ReplayException;

/** What was asked cannot be asked so: the message names the place in the text, what stands there, and what could. */
public final class ExpressionException extends ReplayException {
    private static final long serialVersionUID = 1L;

    private final int character;

    private ExpressionException(final String message, final int character) {
        super(message);
        this.character = character;
    }

    /**
     * A fault of a text.
     *
     * @param index of the character, from 0
     */
    static ExpressionException at(final String text, final int index, final String what) {
        return new ExpressionException("\"" + text + "\", character " + (index + 1) + ": " + what, index + 1);
    }

    /** Which character of the text the fault is at, from 1. */
    public int character() {
        return character;
    }
}
