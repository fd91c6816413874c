package ringside.io.session;

import java.util.List;

/** The clients of one event loop that follow one match, be it by views or by turns. */
interface Viewers {
    /** The match's number. */
    int id();

    void add(Connection viewer);

    void remove(Connection viewer);

    boolean isEmpty();

    /** The match came to its end: its last frame is sent, then {@link #takeOver} hands the clients out. */
    void over();

    /** The clients of a match that is over, else nobody. */
    List<Connection> takeOver();

    /** Sends everyone what has become safe. */
    void show(long safePosition, ViewScratch scratch, long nowNs);
}
