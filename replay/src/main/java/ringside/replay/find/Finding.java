package ringside.replay.find;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.Refusal;

/** Something that was found, at a frame of a match. */
public sealed interface Finding {
    int match();

    int frame();

    /**
     * A condition began to hold.
     *
     * @param frame the first one in which it held
     * @param frames for how many it held
     * @param heldBefore it held in the frame before already: the range that was searched begins within
     * @param heldAfter it held in the last frame that was looked at: for how much longer is not known
     * @param rows for which it held in its first frame: their numbers by their tables
     */
    record Held(int match, int frame, int frames, boolean heldBefore, boolean heldAfter, Map<String, Integer> rows)
            implements Finding {
        /** Copies what can be changed. */
        public Held {
            rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
        }
    }

    /**
     * An effect was emitted.
     *
     * @param frame that the effect says it is of
     * @param fields by name: numbers and booleans as such, everything else as text
     */
    record Emitted(int match, int frame, String effect, Map<String, Object> fields) implements Finding {
        /** Copies what can be changed. */
        public Emitted {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    /**
     * Somebody marked a moment.
     *
     * @param frame that was marked
     * @param player whose seat it was; 0 for who only watched
     */
    record Marked(int match, int frame, long position, int player, String text) implements Finding {}

    /**
     * A player asked for something and was refused.
     *
     * @param frame the last one that the match had computed; {@link #NO_FRAME} where there was no such match
     * @param what was refused: an input, a command, or a seat
     * @param player 0 for who had no seat yet
     * @param sequence of the input or command, 0 for none
     * @param reason null when this build knows no such code
     */
    record Refused(
            int match,
            int frame,
            long position,
            AnswerKind what,
            int player,
            int sequence,
            int reasonCode,
            @Nullable Refusal reason)
            implements Finding {
        /** There was no match that could have computed one. */
        public static final int NO_FRAME = -1;
    }

    /**
     * A frame was computed in one of the engine's that were asked for.
     *
     * @param position of the FRAME
     */
    record Computed(int match, int frame, long position) implements Finding {}
}
