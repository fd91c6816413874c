package ringside.replay.find;

import ringside.layout.Layout;
import ringside.layout.State;

/** What an expression is asked about: a state and its frame, an effect in it, and the row that each of its tables stands at. */
final class Scope {
    State state;
    int frame;

    /** Where in the state's block the record of the effect in question begins. */
    int effectOffset;

    /** The row that each table stands at which is named without a row; {@link ringside.layout.Rows#NONE} where it is empty. */
    final int[] rows;

    private boolean defined;

    Scope(final Layout layout, final int tables) {
        state = new State(layout);
        rows = new int[tables];
    }

    /** A comparison begins. */
    void define() {
        defined = true;
    }

    /** A value of the comparison cannot be had: its row is not there, or a result is beyond all numbers. */
    void undefine() {
        defined = false;
    }

    boolean isDefined() {
        return defined;
    }
}
