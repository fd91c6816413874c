package ringside.engine.game;

import ringside.engine.math.SplitMix64;
import ringside.layout.Layout;
import ringside.layout.LongColumn;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/**
 * A running match, as its game sees it: the state with its tables, and what the engine lends beside it. Valid only
 * during the call that was handed it.
 */
public abstract class Match extends State {
    private final LongColumn random;

    protected Match(final Layout layout, final LongColumn random) {
        super(layout);
        this.random = random;
    }

    /** The match's number within its engine. */
    public abstract int id();

    /** The frame being computed in {@link Game#step}; else the last one that was. */
    public abstract int frame();

    /** Frames in a second of simulated time. */
    public abstract int hz();

    /** True while a player holds the seat, connected or not. */
    public abstract boolean isSeated(int seat);

    /** True while the seat's player has a connection. */
    public abstract boolean isConnected(int seat);

    /** The number of the player on the seat: shown to people, never used twice in a match; 0 for a free seat. */
    public abstract int player(int seat);

    /** The seat's input for the frame being computed; what is missing was filled in as the layout declares. */
    public abstract RecordView input(int seat);

    /** The number of the newest input that went into the seat's {@link #input}. */
    public abstract int inputSeq(int seat);

    /**
     * The world as the seat's player saw it when giving the {@link #input} of this frame. What the player says was seen
     * counts only within what the edge knows: not newer than what it had sent, not older than the measured way there
     * and back and the client's interpolation allow, and never further back than the engine's {@code maxRewindFrames}.
     *
     * @throws ringside.layout.StateException when the layout has no column that is {@code rewound}
     */
    public abstract Past seenBy(int seat);

    /** The world of so long ago: {@code age} as in {@link Past}, brought within its bounds. Throws as {@link #seenBy}. */
    public abstract Past past(int age);

    /** What the seat's player brought when joining. */
    public abstract RecordView joined(int seat);

    /** The rules of the match. */
    public abstract RecordView rules();

    /** The record to fill in before {@link Game#ended} returns. */
    public abstract RecordView result();

    /**
     * Begins an effect of this frame. Set the fields of what is returned, before the next effect begins. Everyone sees it
     * unless it is narrowed by {@link #onlyTo} or {@link #onlyToSeersOf}.
     */
    public abstract RecordView emit(RecordType effect);

    /** Shows the effect begun last to one seat only. */
    public abstract void onlyTo(int seat);

    /** Shows the effect begun last only to those who see that row in this frame. */
    public abstract void onlyToSeersOf(Table table, int row);

    /** Ends the match after this frame; {@link Game#ended} is called next. */
    public abstract void finish();

    /** 64 random bits, from the match's own generator. */
    public final long random() {
        final long next = SplitMix64.advance(get(Rows.SINGLE, random));
        set(Rows.SINGLE, random, next);
        return SplitMix64.mix(next);
    }

    /** A random number of 0 to {@code bound} - 1. */
    public final int random(final int bound) {
        return SplitMix64.below(random(), bound);
    }
}
