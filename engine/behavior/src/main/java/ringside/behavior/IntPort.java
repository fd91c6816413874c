package ringside.behavior;

import org.jspecify.annotations.Nullable;

/**
 * A whole number that a tree's author writes at a node, as an attribute: {@code msec="300"}. Immutable; a leaf keeps it as
 * a handle and reads it through {@link Tick#port}.
 *
 * @param name as in the file: a letter, then letters, digits and underscores, up to 32
 * @param min the least value allowed
 * @param max the greatest value allowed
 * @param defaultValue what counts when the attribute is missing; null when it must be given
 */
public record IntPort(
        String name, int min, int max, @Nullable Integer defaultValue) {
    /** The longest time that a port may say, in milliseconds: an hour. */
    public static final int MAX_MS = 3_600_000;

    public IntPort {
        Leaf.requireName("port", name);
        if (name.equals("name") || name.equals("ID")) {
            throw new TreeException("port " + name + ": the attribute " + name + " means something already");
        }
        if (min > max) {
            throw new TreeException("port " + name + ": its range " + min + " to " + max + " is empty");
        }
        if (defaultValue != null && (defaultValue < min || defaultValue > max)) {
            throw new TreeException(
                    "port " + name + ": default " + defaultValue + " is outside its range " + min + " to " + max);
        }
    }

    /** A port that must be given. */
    public static IntPort of(final String name, final int min, final int max) {
        return new IntPort(name, min, max, null);
    }

    /** The same port with a value that counts when the attribute is missing. */
    public IntPort withDefault(final int value) {
        return new IntPort(name, min, max, value);
    }

    /** What is wrong with a value, or null. */
    public @Nullable String complaint(final int value) {
        return value >= min && value <= max ? null : name + " " + value + " is outside its range " + min + " to " + max;
    }
}
