package ringside.layout;

/** How two values of an input's field become one when two inputs fall into the same frame. */
public enum Merge {
    LATEST,
    /** Bitwise or: no button edge is lost. */
    OR,
    /** The sum, held within the field's declared range. */
    CLAMPED_SUM
}
