package ringside.layout;

/** How hard the server tries to show an effect. */
public enum EffectClass {
    /** Repeated in views until acknowledged: delivered exactly once and in order. */
    SURE,
    /** May be lost: it expires with the frames after it. */
    MOMENTARY
}
