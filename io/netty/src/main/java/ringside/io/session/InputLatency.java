package ringside.io.session;

/**
 * Takes the times that inputs passed, of those that it wants to follow, by a clock of its own: whoever tells it knows none. Called on
 * event loops, by several at once: it must not block or allocate.
 */
public interface InputLatency {
    /** Nobody wants to know. */
    InputLatency NOBODY = new InputLatency() {
        @Override
        public boolean follows(final int match, final int player, final int inputSeq) {
            return false;
        }

        @Override
        public void claimed(final int match, final int player, final int inputSeq, final long receivedNs) {}

        @Override
        public void encoded(final InputWay input) {}

        @Override
        public void shown(final InputWay input) {}
    };

    /** Whether it wants to know of this input: the same answer each time that it is asked. */
    boolean follows(int match, int player, int inputSeq);

    /** An input that is followed has just got into the ring. */
    void claimed(int match, int player, int inputSeq, long receivedNs);

    /** The first view that shows an input as consumed has just been encoded. */
    void encoded(InputWay input);

    /** That view has just been handed to the network. */
    void shown(InputWay input);
}
