package ringside.faults;

/** One direction of what passes through a proxy. */
public enum Way {
    /** From whoever dialled to whom the proxy stands for. */
    THERE,
    /** From that one to whoever dialled. */
    BACK
}
