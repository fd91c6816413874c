package ringside.arena;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ringside.behavior.Actor;
import ringside.engine.game.Match;
import ringside.layout.State;

/** The bot whose tree is being ticked, and the controls that it moves. Filled in anew for each bot; remembers nothing. */
final class BotMind implements Actor {
    private @Nullable Match match;
    private @Nullable Controls controls;
    private int body;
    private int bot;
    private int frame;
    private int hz;
    private boolean looks;

    /** Turns to a bot, whose hands are off its controls until it does something. */
    BotMind of(final Match newMatch, final int newBody, final int newBot, final Controls newControls) {
        match = newMatch;
        controls = newControls;
        body = newBody;
        bot = newBot;
        frame = newMatch.frame();
        hz = newMatch.hz();
        looks = BotEyes.isLooking(newMatch, newBody);
        return this;
    }

    Match match() {
        return Objects.requireNonNull(match);
    }

    Controls controls() {
        return Objects.requireNonNull(controls);
    }

    /** Its row among the bodies. */
    int body() {
        return body;
    }

    /** True in the frames in which it looks around: time for whatever need not be done in every frame. */
    boolean looks() {
        return looks;
    }

    @Override
    public State state() {
        return match();
    }

    /** Its row among the bots. */
    @Override
    public int row() {
        return bot;
    }

    @Override
    public int frame() {
        return frame;
    }

    @Override
    public int hz() {
        return hz;
    }
}
