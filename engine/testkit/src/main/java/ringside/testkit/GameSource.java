package ringside.testkit;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ringside.engine.game.Game;

/**
 * Where runs get a game that has seen no other run.
 *
 * @param className of a game that another virtual machine can make too, or null
 */
record GameSource(Supplier<? extends Game> maker, @Nullable String className) {
    static GameSource of(final Class<? extends Game> game) {
        final Constructor<? extends Game> constructor = constructor(game);
        return new GameSource(() -> make(constructor), game.getName());
    }

    Game fresh() {
        return maker.get();
    }

    private static Constructor<? extends Game> constructor(final Class<? extends Game> game) {
        try {
            final Constructor<? extends Game> constructor = game.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor;
        } catch (final NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    game.getName()
                            + ": a game under test needs a constructor without parameters (and to be static where"
                            + " it is nested); otherwise hand in a supplier",
                    e);
        }
    }

    private static Game make(final Constructor<? extends Game> constructor) {
        try {
            return constructor.newInstance();
        } catch (final InvocationTargetException e) {
            throw new IllegalStateException(constructor.getName() + " threw", e.getCause());
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(constructor.getName() + " cannot be called", e);
        }
    }
}
