package ringside.io.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.engine.game.Game;
import ringside.engine.logic.GameType;
import ringside.layout.Column;
import ringside.layout.RecordView;
import ringside.layout.Table;
import ringside.snapshot.codec.ViewDecoder;
import ringside.snapshot.codec.ViewTable;

/**
 * Shows the player's own rows a round trip before the server does. With each input they are computed one frame on by {@link
 * Game#predict}; with each view they are set to what it shows, and the inputs that it has not consumed are applied again:
 *
 * <pre>
 * frame    F, of the newest view    F+1    F+2   ...   the newest input's
 * rows     as shown                 predicted, with what the server will have for each of these frames
 * </pre>
 *
 * Where that comes out otherwise than before, which counts as a correction, what is drawn glides to where it belongs. Not
 * thread-safe; times in nanoseconds; allocates nothing once warm.
 */
final class Prediction {
    /** Frames computed ahead of the newest view; beyond that the own rows wait for the server. */
    static final int MOST_AHEAD = 64;

    /** Own rows of a table that are predicted; those beyond are drawn as views show them. */
    static final int MOST_ROWS = 32;

    private static final int NOTHING = -1;

    private final Game game;
    private final ViewDecoder decoder;
    private final PendingInputs pending;
    private final ClientStatistics statistics;
    private final InputTimeline timeline;
    private final ShownWorld world;
    private final List<OwnRows> tables = new ArrayList<>();
    private final Correction correction = new Correction();

    private int seat;
    private int shownFrame = NOTHING;
    private int frame = NOTHING;

    Prediction(
            final GameType type,
            final ViewDecoder decoder,
            final PendingInputs pending,
            final int hz,
            final PictureSettings settings,
            final ClientStatistics statistics) {
        game = type.game();
        this.decoder = decoder;
        this.pending = pending;
        this.statistics = statistics;
        timeline = new InputTimeline(pending, type.layout().input(), hz);
        world = new ShownWorld(type.layout(), decoder);
        final DrawnColumns drawn = new DrawnColumns(type.layout(), settings);
        for (final ViewTable shown : decoder.tables()) {
            final Table table = type.layout().tables().get(shown.table().id());
            final OwnRows rows = OwnRows.of(table, shown, drawn, settings);
            if (rows != null) {
                tables.add(rows);
            }
        }
    }

    /** A connection begins: nothing is shown yet. */
    void begin(final int ownSeat) {
        seat = ownSeat;
        shownFrame = NOTHING;
        frame = NOTHING;
        for (int i = 0; i < tables.size(); i++) {
            tables.get(i).clear();
        }
    }

    /** The newest frame that is shown or computed, or -1. */
    int frame() {
        return frame;
    }

    /** An input was made. */
    void inputMade() {
        if (shownFrame == NOTHING) {
            return;
        }
        final int meant = timeline.frameOf(pending.nextSeq() - 1);
        if (meant > frame) {
            computeTo(meant);
        } else if (meant > shownFrame) {
            // The clock stepped back: a frame that was computed already has another input now.
            final int newest = frame;
            frame = shownFrame;
            timeline.rewind();
            for (int i = 0; i < tables.size(); i++) {
                tables.get(i).rewind(frame, world.state());
            }
            computeTo(newest);
        }
    }

    /**
     * Every part of a newer view was applied.
     *
     * @param drawnTarget the time that is being drawn, in frames that inputs aim at
     */
    void viewed(final double drawnTarget, final long nowNs) {
        final double drawnBefore = drawnTarget - timeline.shift();
        final int newestTarget = frame + timeline.shift();
        timeline.shown(decoder.frame(), decoder.lastInput());
        world.show();
        shownFrame = decoder.frame();
        frame = shownFrame;
        for (int i = 0; i < tables.size(); i++) {
            tables.get(i).viewed(frame, seat, drawnBefore);
        }
        keep();
        final int newest = newestTarget - timeline.shift();
        computeTo(newest);
        correction.clear();
        for (int i = 0; i < tables.size(); i++) {
            tables.get(i).compare(correction, newest == frame, drawnTarget - timeline.shift(), nowNs);
        }
        correction.countIn(statistics);
    }

    private void computeTo(final int newest) {
        final int last = Math.min(newest, shownFrame + MOST_AHEAD);
        while (frame < last) {
            frame++;
            final RecordView input = timeline.next(frame);
            game.predict(world.state(), seat, input);
            keep();
        }
    }

    private void keep() {
        for (int i = 0; i < tables.size(); i++) {
            tables.get(i).keep(frame, world.state());
        }
    }

    /** The raw value to draw, of a predicted column. */
    double drawn(final PredictedRow row, final Column column, final double drawnTarget, final long nowNs) {
        return row.drawn(column, drawnTarget - timeline.shift(), nowNs);
    }

    /** The own row that views show under that wire id, or null where it is not predicted. */
    @Nullable
    PredictedRow find(final Table table, final int wireId) {
        for (int i = 0; i < tables.size(); i++) {
            if (tables.get(i).tableId() == table.id()) {
                return tables.get(i).find(wireId);
            }
        }
        return null;
    }
}
