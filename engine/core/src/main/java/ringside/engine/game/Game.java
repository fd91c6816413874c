package ringside.engine.game;

import ringside.layout.LayoutBuilder;
import ringside.layout.RecordView;
import ringside.layout.RowSet;
import ringside.layout.State;

/**
 * The rules of one kind of match.
 *
 * <p>A game keeps the handles that {@link #layout} gave it and nothing else: whatever a match must remember lives in its
 * state. Its methods are called on one thread, in the order of the journal, and again in replay: the same events must
 * lead to the same states. So no clocks, threads, files or hash order, no random numbers but {@link Match#random}, no
 * {@code Math.sin} (see {@link ringside.engine.math}). They must not allocate once warm.
 *
 * <p>One object of a game serves one engine, so it may keep scratch for them that carries nothing from one call to the
 * next. But {@link #visible} and {@link #lookout} are called on other threads meanwhile, and must not touch that.
 *
 * <p>A method that throws closes its match, as at the end of the last frame; other matches go on.
 */
public interface Game {
    /** A short name: letters, digits, underscores. It stands in journals and handshakes. */
    String name();

    /** Declares tables, inputs, commands, effects, join data, rules and result. Called once, before anything else. */
    void layout(LayoutBuilder layout);

    /** A match begins: put up its world. Its rules are in {@link Match#rules}. */
    void created(Match match);

    /**
     * How clients keep up with a match: 0 to be shown views of it, or else this many frames from an input to the frame that
     * it counts for, in lockstep: every client is told all inputs and computes the match itself. Lockstep cannot hide
     * anything: each client's machine knows the whole state. At most 7.
     */
    default int lockstepDelayFrames() {
        return 0;
    }

    /** Players who must have taken seats before the first frame is stepped. Until then the match waits and costs nothing. */
    default int startsWith() {
        return 0;
    }

    /**
     * Whether a match in which nobody has a seat waits for somebody, standing still and costing nothing, as it does before its
     * first player. Asked when a match is created, goes on or was given other rules, and after each frame that nobody had a
     * seat in.
     */
    default boolean waitsWhenEmpty(final Match match) {
        return false;
    }

    /**
     * The match was given other rules, between two frames: {@link Match#rules} holds them now.
     *
     * @return false when a running match of this game keeps the rules that it has, which are put back then
     */
    default boolean rulesChanged(final Match match) {
        return false;
    }

    /** A player took a seat; what the player brought is in {@link Match#joined}. */
    default void joined(final Match match, final int seat) {}

    /** A player's connection is gone; the seat is held for a while. */
    default void disconnected(final Match match, final int seat) {}

    /** A player came back to the held seat. */
    default void resumed(final Match match, final int seat) {}

    /** A player gave the seat up, or did not come back in time. The seat is free after this call. */
    default void left(final Match match, final int seat) {}

    /**
     * Another server took the match over and goes on with it at the next frame. Nobody is connected at this moment: players come
     * back within the next frames, not all in the same one, so that it may be fair to let the match rest for a moment. Not called
     * for matches in lockstep, nor when the same server was started again.
     *
     * @param gapNs for how long the match stood still, in nanoseconds of real time; 0 or more
     */
    default void tookOver(final Match match, final long gapNs) {}

    /**
     * A player's request that is not tied to a frame. The command's type is {@code command.type()}.
     *
     * @return false to have the player told that it was not accepted
     */
    default boolean command(final Match match, final int seat, final RecordView command) {
        return false;
    }

    /** Advances the match by one frame. Each seat's input for the frame is {@link Match#input}. */
    void step(Match match);

    /**
     * Advances a player's own row by one input, from what that player sees. Clients run the same method ahead of the server;
     * {@link #step} should call it too.
     *
     * @param world the match's state, or what a client holds of it
     * @param seat whose row
     */
    default void predict(final State world, final int seat, final RecordView input) {}

    /**
     * Adds to {@code visible} the rows that a viewer may see: everything, unless a game says otherwise. Pure; called on
     * other threads than logic's, on copies. Columns have their own say (see {@link ringside.layout.Visibility}).
     */
    default void visible(final Viewer viewer, final State snapshot, final RowSet visible) {
        visible.addAll();
    }

    /**
     * A new {@link Lookout}, for a thread that shows snapshots to many viewers: worth writing when what is visible to one
     * takes much of what is visible to another to find out. It must say the same as {@link #visible}. Called on other threads
     * than logic's.
     */
    default Lookout lookout() {
        return Lookout.oneByOne(this);
    }

    /** The match ended: fill in {@link Match#result}. Also called when an operator ends it. */
    default void ended(final Match match) {}
}
