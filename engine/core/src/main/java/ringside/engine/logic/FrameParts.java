package ringside.engine.logic;

/**
 * Is told where logic is within a FRAME, so that whoever has a clock can tell the parts of its work apart. What it says decides only
 * whether it is told more. Called on the thread that feeds events; it must not block or allocate.
 */
public interface FrameParts {
    /** Nobody wants to know. */
    FrameParts NOBODY = new FrameParts() {};

    /** A part of what is done for one match. */
    enum Part {
        /** Its inputs of the frame are taken, and what is due without a game. */
        INPUTS(0),
        /** Its game steps. */
        STEP(1),
        /** Its state is hashed. */
        HASH(2),
        /** Its state is copied: into the past that it keeps, and as a snapshot. */
        COPY(3);

        private final int index;

        Part(final int index) {
            this.index = index;
        }

        /** Its place among the parts. */
        public int index() {
            return index;
        }
    }

    /** The matches are about to be computed, so many of them. */
    default void begin(final int matches) {}

    /** Whether to be told of the match at this place: asked in rising order, after {@link #begin}. */
    default boolean wants(final int place) {
        return false;
    }

    /** A match that was wanted begins its frame. */
    default void match(final int match, final int frame) {}

    /** Of that match this part is done, or a further piece of it: what went before it is done too. */
    default void done(final Part part) {}

    /** All matches are computed. */
    default void end(final int tick) {}
}
