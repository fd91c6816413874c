package ringside.engine.ring;

/** Which thread does what. What events lead to is the same in both. */
public enum GraphKind {
    /** One thread appends a batch and then applies it: for few cores, and for many small engines. */
    FUSED,
    /** One thread appends the next batch while another applies the last one. */
    SPLIT
}
