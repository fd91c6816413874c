package ringside.io.session;

/** How far one who watches has been shown a {@link Broadcast}. */
final class SpectatorPlace {
    private long next = ViewTape.NONE;

    /** The number of the view that comes next, or {@link ViewTape#NONE} before the first. */
    long next() {
        return next;
    }

    boolean isStarted() {
        return next != ViewTape.NONE;
    }

    void goTo(final long view) {
        next = view;
    }
}
