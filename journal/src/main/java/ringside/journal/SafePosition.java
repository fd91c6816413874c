package ringside.journal;

/** The position up to which events are safe. Any thread may ask; the answer never goes back. */
@FunctionalInterface
public interface SafePosition {
    /** The position of the last safe event; -1 before the first. */
    long safePosition();
}
