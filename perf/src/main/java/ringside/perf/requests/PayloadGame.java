package ringside.perf.requests;

import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.layout.LayoutBuilder;

/** A game whose inputs are so long that a message with sixteen of them is 1 KB; it does nothing with them. */
public final class PayloadGame implements Game {
    static final String NAME = "perf_payload";
    static final int SEATS = 256;
    static final int INPUT_BYTES = 50;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        layout.seats(SEATS);
        layout.single("nothing").int32("nothing", 0, 1);
        layout.input().bytes("payload", INPUT_BYTES);
    }

    @Override
    public void created(final Match match) {
        // There is no world.
    }

    @Override
    public void step(final Match match) {
        // Nothing ever happens.
    }
}
