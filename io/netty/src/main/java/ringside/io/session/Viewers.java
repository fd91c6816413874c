package ringside.io.session;

import java.util.ArrayList;
import java.util.List;

/** The clients of one event loop that follow one match, be it by views or by turns. */
abstract class Viewers {
    private final int match;
    private final List<Connection> connections = new ArrayList<>();
    private boolean over;

    Viewers(final int match) {
        this.match = match;
    }

    /** The match's number. */
    final int id() {
        return match;
    }

    void add(final Connection viewer) {
        connections.add(viewer);
    }

    final void remove(final Connection viewer) {
        connections.remove(viewer);
    }

    final boolean isEmpty() {
        return connections.isEmpty();
    }

    /** Whether nobody follows the match any more, and nothing is kept for anybody. */
    boolean isIdle() {
        return isEmpty();
    }

    /** Clients to go through from the last to the first, for one may be removed while it is served. */
    final int count() {
        return connections.size();
    }

    final Connection connection(final int index) {
        return connections.get(index);
    }

    /** The match came to its end: its last frame is sent, then {@link #takeOver} hands the clients out. */
    void over() {
        over = true;
    }

    /** The clients of a match that is over, else nobody. */
    List<Connection> takeOver() {
        if (!over) {
            return List.of();
        }
        over = false;
        return new ArrayList<>(connections);
    }

    /** Sends everyone what has become safe. */
    abstract void show(long safePosition, ViewScratch scratch, long nowNs);
}
