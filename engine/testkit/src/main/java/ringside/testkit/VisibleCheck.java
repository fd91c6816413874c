package ringside.testkit;

import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.game.Viewer;
import ringside.engine.logic.GameType;
import ringside.engine.logic.MatchSnapshot;
import ringside.layout.Layout;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/** Asks a game what each seat sees, in two orders, and looks whether the answers and the state stay the same. */
final class VisibleCheck {
    private static final int EVERY_FRAMES = 4;

    private final Recording recording;
    private final GameType stepped;
    private final Asked upwards;
    private final Asked downwards;

    /** Three types of the same game, each with a game object of its own. */
    VisibleCheck(final Recording recording, final GameType stepped, final GameType one, final GameType other) {
        this.recording = recording;
        this.stepped = stepped;
        this.upwards = new Asked(one);
        this.downwards = new Asked(other);
    }

    void run() {
        final Run run = new Run(stepped, recording.settings(), new RunLog(), Run.SNAPSHOTS);
        int frames = 0;
        for (final Step step : recording.steps()) {
            step.applyTo(run);
            if (step instanceof final Step.OfEvent event && event.isFrame() && frames++ % EVERY_FRAMES == 0) {
                check(run.slot().state(), run.slot().frame());
            }
        }
    }

    private void check(final State state, final int frame) {
        final int seats = state.layout().seats();
        for (int seat = -1; seat < seats; seat++) {
            upwards.ask(state, seat, frame);
        }
        for (int seat = seats - 1; seat >= -1; seat--) {
            downwards.ask(state, seat, frame);
        }
        for (int seat = -1; seat < seats; seat++) {
            compare(state, seat, frame);
        }
    }

    private void compare(final State state, final int seat, final int frame) {
        for (final Table table : state.layout().tables()) {
            for (int row = state.first(table); row != Rows.NONE; row = state.next(table, row)) {
                if (upwards.seen[seat + 1].contains(table, row) != downwards.seen[seat + 1].contains(table, row)) {
                    throw failed(
                            frame,
                            seat,
                            table.name() + "[" + Rows.index(row)
                                    + "] is seen or not, depending on which seats were asked before");
                }
            }
        }
    }

    private AssertionError failed(final int frame, final int seat, final String what) {
        return new AssertionError(stepped.layout().game() + ": " + Way.VISIBLE.title() + ", frame " + frame + ", seat "
                + seat + ": " + what + "\nOften the cause: " + Way.VISIBLE.usualCause() + "\n"
                + recording.repeatHint());
    }

    /** A game object that is only asked what is visible, and what it said for each seat. */
    private final class Asked {
        private final GameType type;
        private final UnsafeBuffer before;
        private final UnsafeBuffer copy;
        private final MatchSnapshot snapshot;
        private final RowSet[] seen;

        private Asked(final GameType type) {
            final Layout layout = type.layout();
            this.type = type;
            before = new UnsafeBuffer(new byte[layout.snapshotBytes()]);
            copy = new UnsafeBuffer(new byte[layout.snapshotBytes()]);
            snapshot = new MatchSnapshot(type);
            seen = new RowSet[layout.seats() + 1];
            for (int i = 0; i < seen.length; i++) {
                seen[i] = new RowSet(layout);
            }
        }

        private void ask(final State state, final int seat, final int frame) {
            // What egress hands to a game is a snapshot too: it holds no tables of history.
            state.copyTo(before, 0);
            copy.putBytes(0, before, 0, copy.capacity());
            snapshot.wrap(copy, 0);
            final Viewer viewer = seat < 0 ? new Viewer(-1, -1) : snapshot.viewer(seat);
            seen[seat + 1].clear();
            type.game().visible(viewer, snapshot.state(), seen[seat + 1]);
            if (copy.compareTo(before) != 0) {
                throw failed(
                        frame,
                        seat,
                        "the state was changed: "
                                + Differences.between(type.layout(), before, copy)
                                        .get(0));
            }
        }
    }
}
