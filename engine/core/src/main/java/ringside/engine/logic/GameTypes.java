package ringside.engine.logic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The games, and versions of games, that an engine can run. */
public final class GameTypes {
    private final List<GameType> types;

    public GameTypes(final List<GameType> types) {
        this.types = List.copyOf(types);
    }

    public static GameTypes of(final GameType... types) {
        return new GameTypes(List.of(types));
    }

    /** The type of that layout, or null. */
    public @Nullable GameType find(final long layoutHash) {
        for (final GameType type : types) {
            if (type.layout().hash() == layoutHash) {
                return type;
            }
        }
        return null;
    }

    /** The newest version of the game of that name, or null. */
    public @Nullable GameType newest(final String name) {
        GameType newest = null;
        for (final GameType type : types) {
            if (type.layout().game().equals(name)
                    && (newest == null
                            || type.layout().logicVersion() > newest.layout().logicVersion())) {
                newest = type;
            }
        }
        return newest;
    }

    public List<GameType> all() {
        return types;
    }
}
