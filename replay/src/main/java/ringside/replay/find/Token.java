package ringside.replay.find;

/**
 * A word of an expression.
 *
 * @param text of a {@link Kind#TEXT} what stands between its quotes
 * @param at the index of its first character
 */
record Token(Kind kind, String text, int at) {
    enum Kind {
        NAME,
        NUMBER,
        TEXT,
        SYMBOL,
        END
    }

    boolean is(final Kind wanted, final String word) {
        return kind == wanted && text.equals(word);
    }

    /** For who expected something else. */
    String found() {
        return kind == Kind.END ? "the end was found" : "'" + text + "' was found";
    }
}
