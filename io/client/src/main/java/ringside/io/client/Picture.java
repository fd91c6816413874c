package ringside.io.client;

import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.ProtocolException;
import ringside.layout.Column;
import ringside.layout.FixedColumn;
import ringside.layout.Table;
import ringside.snapshot.codec.ViewDecoder;

/**
 * What there is to draw of a match: others a little late, between two frames that were both received; the player's own rows
 * ahead, as {@link ringside.engine.game.Game#predict} has them, if the client was given the game.
 *
 * <pre>
 * Picture picture = session.picture();
 * picture.advance(System.nanoTime());            // once for each drawn frame
 * for (int id = picture.first(players); id &gt;= 0; id = picture.next(players, id)) {
 *     draw(picture.drawn(players, id, x), picture.drawn(players, id, y));
 * }
 * </pre>
 *
 * Tables and columns are those of {@link ClientView#layout}. What inputs say that their player saw is what was drawn last.
 * Not thread-safe: for use in the session's calls, or on its loop. Allocates nothing once warm.
 */
public final class Picture {
    private final Play play;
    private final Interpolation interpolation;
    private final @Nullable Prediction prediction;
    private long drawnNs;

    private Picture(final Play play, final Interpolation interpolation, final @Nullable Prediction prediction) {
        this.play = play;
        this.interpolation = interpolation;
        this.prediction = prediction;
    }

    /** Null for a session that draws nothing. Who only watches has no row of their own, whatever views show. */
    static @Nullable Picture of(final ClientSession session, final Play play) {
        final PictureSettings settings = session.settings().picture();
        if (settings == null) {
            return null;
        }
        final ViewDecoder decoder = play.view().decoder();
        final GameType game = session.settings().game();
        if (game != null && game.layout().hash() != decoder.layout().hash()) {
            throw new ProtocolException(DisconnectReason.BAD_MESSAGE, "layout_hash");
        }
        final ClientStatistics statistics = session.statistics();
        return new Picture(
                play,
                new Interpolation(decoder, play.hz(), settings, statistics),
                game == null || play.seat().isSpectator()
                        ? null
                        : new Prediction(game, decoder, play.pending(), play.hz(), settings, statistics));
    }

    void begin(final int seat) {
        interpolation.clear();
        if (prediction != null) {
            prediction.begin(seat);
        }
    }

    void viewed(final long nowNs) {
        interpolation.viewed(nowNs);
        if (prediction != null) {
            prediction.viewed(ownTime(nowNs), nowNs);
        }
    }

    void inputMade() {
        if (prediction != null) {
            prediction.inputMade();
        }
    }

    /** Own rows are drawn on their way to what the newest input led to, so that they move evenly. */
    private double ownTime(final long nowNs) {
        return play.clock().frameAt(nowNs) - play.clock().stepFrames();
    }

    /** Moves on to what is to be drawn at this time, in nanoseconds of the session's clock. */
    public void advance(final long nowNs) {
        drawnNs = nowNs;
        interpolation.advance(nowNs);
        if (!interpolation.isEmpty()) {
            final double time = interpolation.time();
            final int frame = (int) time;
            play.pictureShows(frame, (int) ((time - frame) * FixedColumn.ONE));
        }
    }

    /** Nothing was shown yet. */
    public boolean isEmpty() {
        return interpolation.isEmpty();
    }

    /** The moment at which others are drawn, in frames. */
    public double othersFrame() {
        return interpolation.isEmpty() ? -1 : interpolation.time();
    }

    /** The newest frame of own rows: the newest view's, or that of the newest input. */
    public int ownFrame() {
        return prediction == null ? play.view().frame() : prediction.frame();
    }

    /** The lowest wire id that is drawn, or -1. */
    public int first(final Table table) {
        return interpolation.next(table, -1);
    }

    /** The next wire id above that one that is drawn, or -1. */
    public int next(final Table table, final int wireId) {
        return interpolation.next(table, wireId);
    }

    public boolean isDrawn(final Table table, final int wireId) {
        return interpolation.isShown(table, wireId);
    }

    /** True for a row of the player's own that is drawn ahead. */
    public boolean isPredicted(final Table table, final int wireId) {
        return prediction != null && prediction.find(table, wireId) != null;
    }

    /** The raw value: of a predicted column as the newest input leaves it, else as in the frame that is drawn. */
    public long value(final Table table, final int wireId, final Column column) {
        final PredictedRow own = own(table, wireId, column);
        return own == null ? interpolation.value(table, wireId, column) : own.newest(column);
    }

    /** The value to draw, in the column's units: of positions and what turns, between two frames. */
    public double drawn(final Table table, final int wireId, final Column column) {
        final PredictedRow own = own(table, wireId, column);
        final double raw = own == null || prediction == null
                ? interpolation.drawn(table, wireId, column)
                : prediction.drawn(own, column, ownTime(drawnNs), drawnNs);
        return column instanceof FixedColumn ? raw / FixedColumn.ONE : raw;
    }

    private @Nullable PredictedRow own(final Table table, final int wireId, final Column column) {
        if (prediction == null || !column.isPredicted()) {
            return null;
        }
        return prediction.find(table, wireId);
    }
}
