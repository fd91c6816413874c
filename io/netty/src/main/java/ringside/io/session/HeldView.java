package ringside.io.session;

import ringside.engine.logic.MatchSnapshot;

/**
 * The views of a player whose connection broke, until that player comes back, on whichever event loop. The loop of the broken
 * connection goes on taking effects in for them, so that sure ones outlive the break; of too many the view begins anew.
 */
final class HeldView {
    private final ClientView view;
    private boolean isTaken;

    HeldView(final ClientView view) {
        this.view = view;
    }

    int player() {
        return view.player();
    }

    /** Whoever held it lets go. To be called before anything of the {@link #view} is used. */
    synchronized void take() {
        isTaken = true;
    }

    /** What was held, once it was taken. */
    ClientView view() {
        return view;
    }

    /** Takes in effects up to that frame; false when the player is back, or will not come back. */
    synchronized boolean takeEffects(
            final MatchSnapshot snapshot,
            final int frame,
            final Sights sights,
            final SnapshotEffects effects,
            final EdgeCounters counters) {
        if (isTaken || snapshot.player(view.seat()) != view.player()) {
            return false;
        }
        final int missed = view.offerEffects(
                snapshot, frame, sights.of(snapshot.viewer(view.seat()), snapshot.state()), effects, false);
        counters.add(EdgeCounter.EFFECTS_MISSED, Math.max(0, missed));
        return true;
    }
}
