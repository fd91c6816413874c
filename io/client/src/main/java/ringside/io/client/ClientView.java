package ringside.io.client;

import java.util.List;
import ringside.io.protocol.WelcomeMessage;
import ringside.layout.Layout;
import ringside.layout.Table;
import ringside.snapshot.codec.EffectListener;
import ringside.snapshot.codec.ViewDecoder;
import ringside.snapshot.codec.ViewLimits;
import ringside.snapshot.codec.ViewTable;
import ringside.snapshot.codec.WireLayout;

/**
 * What this client is shown of its match. Tables by name or handle, then rows by wire id and columns by handle:
 *
 * <pre>
 * ViewTable fighters = view.table("fighters");
 * Column hp = fighters.table().column("hp");
 * for (int id = fighters.first(); id &gt;= 0; id = fighters.next(id)) {
 *     if (fighters.has(id, hp)) ... fighters.value(id, hp)
 * }
 * </pre>
 *
 * Handles belong to {@link #layout}: keep them for as long as the session. Not thread-safe: for use in the session's calls.
 */
public final class ClientView {
    private final ViewDecoder decoder;
    private WelcomeMessage.Seat seat;

    ClientView(final WireLayout wire, final WelcomeMessage.Seat seat, final EffectListener listener) {
        decoder = new ViewDecoder(wire, ViewLimits.DEFAULT_HISTORY_FRAMES, listener);
        this.seat = seat;
    }

    void resumed(final WelcomeMessage.Seat again) {
        seat = again;
        decoder.reset();
    }

    ViewDecoder decoder() {
        return decoder;
    }

    public Layout layout() {
        return decoder.layout();
    }

    /** The newest frame of which anything was shown, or -1. */
    public int frame() {
        return decoder.frame();
    }

    /** The reign whose frame that is. */
    public long epoch() {
        return seat.epoch();
    }

    public int match() {
        return seat.match();
    }

    public int player() {
        return seat.player();
    }

    /** The value of owner columns in this player's own rows; {@link WelcomeMessage.Seat#NONE} for who only watches. */
    public int seat() {
        return seat.number();
    }

    public List<ViewTable> tables() {
        return decoder.tables();
    }

    public ViewTable table(final String name) {
        return decoder.table(name);
    }

    public ViewTable table(final Table table) {
        return decoder.table(table);
    }

    /** Inputs of this player that waited at the server. */
    public int bufferDepth() {
        return decoder.bufferDepth();
    }

    /** Sure effects that the server dropped because too many waited. */
    public long skippedSureEffects() {
        return decoder.skippedSureEffects();
    }
}
