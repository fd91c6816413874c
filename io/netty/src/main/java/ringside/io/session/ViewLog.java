package ringside.io.session;

import org.agrona.DirectBuffer;

/**
 * Takes what views were made of, and a digest of their bytes, so that a replay can make every byte again: {@link ViewProof}.
 * Entries are as {@link ViewLogEntry} says. Called on event loops: it must not block; what finds no room is dropped, and shows
 * as a gap in the numbers of its viewer.
 */
public interface ViewLog {
    /** Views are not logged. */
    ViewLog NONE = new ViewLog() {
        @Override
        public int nextViewer() {
            return 0;
        }

        @Override
        public void put(final DirectBuffer entry, final int offset, final int lengthBytes) {
            // Nobody wants to know.
        }
    };

    /** A number for a viewer, above 0 and never given before under this epoch; 0 when views are not logged. Any thread. */
    int nextViewer();

    /** Takes an entry; the bytes are not kept. Any thread. */
    void put(DirectBuffer entry, int offset, int lengthBytes);
}
