package ringside.io.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Why an input, a command or a wish was not taken while the connection goes on. Codes below 64 are the engine's judgement of what
 * was journalled, the others the edge's of what was not. They are on the wire and never change.
 */
public enum RefusalReason {
    NO_SUCH_MATCH(1, "there is no such match"),
    MATCH_OVER(3, "the match is over"),
    NOT_SEATED(5, "this player has no seat in the match"),
    INPUT_TOO_LATE(7, "the input's frame is past"),
    INPUT_TOO_EARLY(8, "the input's frame is too far ahead"),
    INPUT_OUT_OF_ORDER(9, "a later input was taken already"),
    COMMAND_OUT_OF_ORDER(10, "commands must be numbered one by one"),
    COMMAND_REJECTED(11, "the game did not accept the command"),
    OVERLOADED(13, "the server is overloaded"),
    MATCH_PAUSED(14, "the match is paused"),

    TOO_MANY_INPUTS(64, "more inputs came than a player may send"),
    TOO_MANY_COMMANDS(65, "more commands came than a player may send"),
    RING_FULL(66, "the server could not take more at this moment"),
    TOO_MANY_REPORTS(67, "more differences were reported than a player may report"),
    REPORT_UNREADABLE(68, "what was reported is no state of this game"),
    REPORT_TOO_OLD(69, "the server no longer keeps the frame that was reported"),
    NOT_IN_DEVELOPMENT(70, "only a server in development shows everything"),
    TOO_MANY_BOOKMARKS(71, "one bookmark a second is taken");

    private final int code;
    private final String text;

    RefusalReason(final int code, final String text) {
        this.code = code;
        this.text = text;
    }

    public int code() {
        return code;
    }

    /** For people, in the middle of a sentence. */
    public String text() {
        return text;
    }

    public static @Nullable RefusalReason of(final int code) {
        for (final RefusalReason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        return null;
    }
}
