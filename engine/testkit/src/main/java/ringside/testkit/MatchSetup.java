package ringside.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import ringside.engine.game.Game;

/** What a match under test begins with. Each {@link #start} begins another one, with a new game object. */
public final class MatchSetup {
    /** The system property whose value replaces every seed: {@code -Dringside.seed=N} repeats a run. */
    public static final String SEED_PROPERTY = "ringside.seed";

    private final GameSource source;
    private final List<Object> rules = new ArrayList<>();
    private Consumer<TestMatch> listener = match -> {};
    private int hz = 60;
    private int seatHoldFrames = -1;
    private long seed = Long.getLong(SEED_PROPERTY, 1);

    private MatchSetup(final GameSource source) {
        this.source = source;
    }

    /** A match of a game that has a constructor without parameters. */
    public static MatchSetup of(final Class<? extends Game> game) {
        return new MatchSetup(GameSource.of(game));
    }

    /**
     * A match of a game that a supplier makes.
     *
     * @param maker gives a new object each time, made without regard to those before
     */
    public static MatchSetup of(final Supplier<? extends Game> maker) {
        return new MatchSetup(new GameSource(maker, null));
    }

    /** Frames in a second; 60 unless said otherwise. */
    public MatchSetup hz(final int framesPerSecond) {
        hz = framesPerSecond;
        return this;
    }

    /** The seed of the match's random numbers, unless the system property {@code ringside.seed} names another. */
    public MatchSetup seed(final long usual) {
        seed = Long.getLong(SEED_PROPERTY, usual);
        return this;
    }

    /** Frames for which a seat is held for a player without a connection; 30 seconds unless said otherwise. */
    public MatchSetup seatHoldFrames(final int frames) {
        seatHoldFrames = frames;
        return this;
    }

    /** Adds rules, given as name, value, name, value; the others have their defaults. */
    public MatchSetup rules(final Object... namesAndValues) {
        rules.addAll(Arrays.asList(namesAndValues));
        return this;
    }

    /** Begins a match. */
    public TestMatch start() {
        final RunSettings settings = new RunSettings(hz, seatHoldFrames < 0 ? 30 * hz : seatHoldFrames);
        final TestMatch match = new TestMatch(source, settings, seed, rules.toArray());
        listener.accept(match);
        return match;
    }

    MatchSetup onStart(final Consumer<TestMatch> hearing) {
        listener = hearing;
        return this;
    }

    long seed() {
        return seed;
    }
}
