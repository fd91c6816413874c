package ringside.behavior.xml;

/**
 * Something in a file that keeps it from being used.
 *
 * @param file the file's name as it was given
 * @param line counted from 1; 0 for the file as a whole
 * @param node the element, with its name if it has one; empty for the file as a whole
 * @param text what is wrong, and the way out
 */
public record Problem(String file, int line, String node, String text) {
    /** {@code bots.xml:12: Repeat "again": num_cycles is missing}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + (node.isEmpty() ? "" : node + ": ") + text;
    }
}
