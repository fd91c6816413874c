package ringside.server.toml;

/**
 * A key and its value.
 *
 * @param value a {@link Long}, {@link Double}, {@link Boolean}, {@link String}, {@link TomlTable} or a list of such; dates
 *     and times are what {@code java.time} makes of them
 */
public record TomlEntry(String key, int line, Object value) {}
