package ringside.server.toml;

/**
 * Something that keeps what an operator wrote from being used.
 *
 * @param file the file as it was named; empty for what was said on the command line
 * @param line counted from 1; 0 for the file as a whole
 * @param key the key in question; empty where there is none
 * @param text what is wrong, with the value, and the way out
 */
public record Problem(String file, int line, String key, String text) {
    /** {@code rules/arena.toml:12: bots = 11: outside 0 to 10}. */
    @Override
    public String toString() {
        return file.isEmpty() ? text : file + (line > 0 ? ":" + line : "") + ": " + text;
    }
}
