package ringside.layout;

/** What a field of an input is taken to be in a frame for which no input arrived. */
public enum Missing {
    /** The value of the last frame, for a bounded number of frames. */
    REPEAT,
    /**
     * Zero, or the value of the field's range nearest to it; a declared default does not matter. Right for everything that must not happen twice, such as a
     * button's edge.
     */
    ZERO
}
