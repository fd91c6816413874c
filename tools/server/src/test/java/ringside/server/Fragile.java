package ringside.server;

import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.layout.BoolColumn;
import ringside.layout.BytesColumn;
import ringside.layout.FixedColumn;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.Table;

/** A game for tests: throws at the frame that its rules name, an {@link Error} if they say so. */
public final class Fragile implements Game {
    private IntColumn failsAt;
    private BoolColumn error;
    private IntColumn steps;
    FixedColumn drag;
    BytesColumn motto;

    @Override
    public String name() {
        return "fragile";
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        layout.seats(2);
        final Table world = layout.single("world");
        steps = world.int32("steps", 0, Integer.MAX_VALUE);
        failsAt = layout.rules().int32("failsAt", 0, 1_000_000);
        error = layout.rules().bool("error");
        drag = layout.rules().fixed("drag", -10, 10).withDefaultRaw(98_304);
        motto = layout.rules().text("motto", 8);
    }

    @Override
    public void created(final Match match) {}

    @Override
    public void step(final Match match) {
        match.set(steps, match.get(steps) + 1);
        // Of two matches only the first fails.
        if (match.id() == 1 && match.frame() == match.rules().get(failsAt)) {
            if (match.rules().get(error)) {
                throw new AssertionError("an error, as the rules say");
            }
            throw new IllegalStateException("as the rules say");
        }
    }
}
