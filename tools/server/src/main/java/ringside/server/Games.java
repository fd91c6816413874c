package ringside.server;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import ringside.engine.game.Game;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.layout.LayoutException;

/**
 * The games on the class path. A studio's jar names its {@link Game} in {@code META-INF/services/ringside.engine.game.Game}
 * and is put beside this one.
 */
public final class Games {
    private Games() {}

    /** New instances of all games, for one engine: a game is never shared by two. */
    public static GameTypes load() {
        final List<GameType> types = new ArrayList<>();
        for (final Game game : ServiceLoader.load(Game.class)) {
            types.add(typeOf(game));
        }
        return new GameTypes(types);
    }

    /** The type of a game, or an error that names the game and what is wrong with its layout. */
    static GameType typeOf(final Game game) {
        try {
            return new GameType(game);
        } catch (final RuntimeException e) {
            throw ServerException.configuration(
                    "game '" + game.name() + "' of " + game.getClass().getName() + " cannot be laid out: "
                            + (e instanceof LayoutException ? e.getMessage() : e),
                    e);
        }
    }

    /** The type of that name, or an error that names those there are. */
    public static GameType require(final GameTypes types, final String name) {
        final GameType type = types.newest(name);
        if (type == null) {
            throw ServerException.configuration("game '" + name + "' is not on the class path; there are "
                    + types.all().stream().map(each -> each.layout().game()).toList());
        }
        return type;
    }
}
