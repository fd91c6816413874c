package ringside.server;

import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.layout.BytesColumn;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.Table;

/** A game for tests that comes to an end, or does not return, at the frame that its rules name. */
public final class Errand implements Game {
    /** Lets whoever loops go on, so that a test's threads end. */
    static volatile boolean released;

    private IntColumn steps;
    private IntColumn endsAt;
    private IntColumn loopsAt;
    private IntColumn pace;
    private IntColumn resultSteps;
    private BytesColumn resultWord;

    @Override
    public String name() {
        return "errand";
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        layout.seats(2);
        final Table world = layout.single("world");
        steps = world.int32("steps", 0, Integer.MAX_VALUE);
        layout.join().text("name", 16);
        endsAt = layout.rules().int32("endsAt", 0, 1_000_000);
        loopsAt = layout.rules().int32("loopsAt", 0, 1_000_000);
        pace = layout.rules().int32("pace", 0, 100);
        resultSteps = layout.result().int32("steps", 0, Integer.MAX_VALUE);
        resultWord = layout.result().text("word", 8);
    }

    @Override
    public void created(final Match match) {}

    @Override
    public boolean rulesChanged(final Match match) {
        return match.rules().get(pace) < 50;
    }

    @Override
    public void step(final Match match) {
        match.set(steps, match.get(steps) + 1);
        if (match.frame() == match.rules().get(endsAt)) {
            match.finish();
        }
        while (match.frame() == match.rules().get(loopsAt) && !released) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void ended(final Match match) {
        match.result().set(resultSteps, match.get(steps));
        match.result().setText(resultWord, "done");
    }
}
