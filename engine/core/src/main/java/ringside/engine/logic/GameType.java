package ringside.engine.logic;

import ringside.engine.game.Game;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;

/** A game with its layout built: one version that matches can be pinned to. */
public final class GameType {
    private final Game game;
    private final MatchTables tables;
    private final Layout layout;

    /** Asks the game for its layout. The game belongs to this type from now on. */
    public GameType(final Game game) {
        this.game = game;
        final LayoutBuilder builder = new LayoutBuilder(game.name());
        game.layout(builder);
        tables = new MatchTables(builder, game.lockstepDelayFrames() > 0);
        layout = builder.build();
    }

    public Game game() {
        return game;
    }

    public Layout layout() {
        return layout;
    }

    /** True when other machines compute these matches too: they are told inputs, not shown views. */
    public boolean isLockstep() {
        return game.lockstepDelayFrames() > 0;
    }

    MatchTables tables() {
        return tables;
    }

    @Override
    public String toString() {
        return layout.toString();
    }
}
