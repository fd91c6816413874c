package ringside.engine.output;

import org.jspecify.annotations.Nullable;

/** Why logic did not do what it was asked. Codes are on the wire and never change. */
public enum Refusal {
    NO_SUCH_MATCH(1, "there is no such match"),
    MATCH_FULL(2, "every seat of the match is taken"),
    MATCH_OVER(3, "the match is over"),
    TOKEN_USED(4, "this token was used before"),
    NOT_SEATED(5, "this player has no seat in the match"),
    WRONG_SECRET(6, "the resume secret is not that of the seat"),
    INPUT_TOO_LATE(7, "the input's frame is past"),
    INPUT_TOO_EARLY(8, "the input's frame is too far ahead"),
    INPUT_OUT_OF_ORDER(9, "a later input was taken already"),
    COMMAND_OUT_OF_ORDER(10, "commands must be numbered one by one"),
    COMMAND_REJECTED(11, "the game did not accept the command"),
    NO_ROOM(12, "the engine has no room for another match"),
    OVERLOADED(13, "the server is overloaded"),
    MATCH_PAUSED(14, "the match is paused"),
    NOT_PAUSED(15, "the match is not paused"),
    RULES_REJECTED(16, "a running match of this game keeps its rules"),
    TOKEN_EXPIRED(17, "this token is too old: whether it was used is no longer known");

    private final int code;
    private final String text;

    Refusal(final int code, final String text) {
        this.code = code;
        this.text = text;
    }

    /** True for what only operators are told. */
    public boolean isForOperators() {
        return this == NOT_PAUSED || this == RULES_REJECTED;
    }

    public int code() {
        return code;
    }

    /** For people, in the middle of a sentence. */
    public String text() {
        return text;
    }

    public static @Nullable Refusal of(final int code) {
        for (final Refusal refusal : values()) {
            if (refusal.code == code) {
                return refusal;
            }
        }
        return null;
    }
}
