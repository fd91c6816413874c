package ringside.io.session;

/** How far one who watches has been shown a {@link Broadcast}. */
final class SpectatorPlace {
    private long next = ViewTape.NONE;
    private boolean isBeginning;

    /** The number of the view that comes next, or {@link ViewTape#NONE} before the first. */
    long next() {
        return next;
    }

    boolean isStarted() {
        return next != ViewTape.NONE;
    }

    /** Whether the next view is shown to one who was not shown the view before. */
    boolean isBeginning() {
        return isBeginning;
    }

    /** Begins at a view, or waits for one to begin at. */
    void beginAt(final long view) {
        next = view;
        isBeginning = true;
    }

    /** The next view was sent. */
    void sent() {
        next++;
        isBeginning = false;
    }
}
