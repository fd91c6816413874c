package ringside.server.toml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/**
 * What stands in a TOML file (toml.io, version 1.0), or what is wrong with it. Whatever the file holds, reading it ends in
 * one of the two. Immutable.
 *
 * @param file its name, for messages
 * @param root what was understood; with problems, of no use but for further messages
 * @param problems in the order of the file, up to {@link #MAX_PROBLEMS}
 */
public record TomlFile(String file, TomlTable root, List<Problem> problems) {
    /** The longest file that is read. */
    public static final int MAX_BYTES = 64 * 1024;

    /** The most brackets and braces that are open at once. */
    public static final int MAX_NESTING = 32;

    /** The most parts of a dotted key. */
    public static final int MAX_KEY_PARTS = 32;

    /** After so many problems, the others are left out. */
    public static final int MAX_PROBLEMS = 100;

    private static final TomlTable EMPTY = new TomlTable(List.of());

    public TomlFile {
        problems = List.copyOf(problems);
    }

    /** Reads a file; that it cannot be read is a problem like any other. */
    public static TomlFile read(final Path path) {
        final String file = path.toString();
        final byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (final NoSuchFileException e) {
            return failed(file, 0, "does not exist");
        } catch (final IOException e) {
            return failed(file, 0, "cannot be read: " + e);
        }
        if (bytes.length > MAX_BYTES) {
            return failed(file, 0, "longer than " + MAX_BYTES + " bytes: split it, or leave something out");
        }
        try {
            return parse(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString(),
                    file);
        } catch (final CharacterCodingException e) {
            return failed(file, 0, "not in UTF-8: save it so");
        }
    }

    /** Reads text that came from somewhere else. */
    public static TomlFile parse(final String text, final String file) {
        final String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        final int deepLine = lineThatIsTooDeep(plain);
        if (deepLine > 0) {
            return failed(
                    file,
                    deepLine,
                    "more than " + MAX_NESTING + " open brackets, or " + MAX_KEY_PARTS
                            + " parts of a key: nothing that is read here needs so many");
        }
        final TomlParseResult result = tryParse(plain);
        if (result == null) {
            return failed(file, lineOfStumbling(plain), "not understood: does a '\\' or a quotation mark stand alone?");
        }
        if (!result.hasErrors()) {
            return new TomlFile(file, table(result), List.of());
        }
        final List<Problem> problems = new ArrayList<>();
        for (final TomlParseError error : result.errors()) {
            if (problems.size() < MAX_PROBLEMS) {
                problems.add(new Problem(file, line(error.position()), "", String.valueOf(error.getMessage())));
            }
        }
        problems.sort(Comparator.comparingInt(Problem::line));
        return new TomlFile(file, EMPTY, problems);
    }

    /** Null where the parser itself stumbles, as it does over some escapes that are none. */
    private static @Nullable TomlParseResult tryParse(final String text) {
        try {
            return Toml.parse(text);
        } catch (final RuntimeException | AssertionError e) {
            return null;
        }
    }

    /** The line with which a text that is read from its beginning becomes one that the parser stumbles over. */
    private static int lineOfStumbling(final String text) {
        final String[] lines = text.split("\n", -1);
        int good = 0;
        int bad = lines.length;
        while (bad - good > 1) {
            final int middle = (good + bad) >>> 1;
            if (tryParse(String.join("\n", List.of(lines).subList(0, middle))) == null) {
                bad = middle;
            } else {
                good = middle;
            }
        }
        return bad;
    }

    private static TomlFile failed(final String file, final int line, final String text) {
        return new TomlFile(file, EMPTY, List.of(new Problem(file, line, "", text)));
    }

    /**
     * The parser goes down a level of its stack for each bracket, so they are counted first: crudely, those in texts and
     * comments too, and dots by the line. 0 when there are few enough.
     */
    private static int lineThatIsTooDeep(final String text) {
        int line = 1;
        int open = 0;
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '\n') {
                line++;
                dots = 0;
            } else if (c == '[' || c == '{') {
                open++;
            } else if ((c == ']' || c == '}') && open > 0) {
                open--;
            } else if (c == '.') {
                dots++;
            } else if (c == '=' || c == '#' || c == '"' || c == '\'') {
                // What follows is a value or a comment.
                dots = Integer.MIN_VALUE / 2;
            }
            if (open > MAX_NESTING || dots >= MAX_KEY_PARTS) {
                return line;
            }
        }
        return 0;
    }

    private static TomlTable table(final org.tomlj.TomlTable from) {
        record Placed(int column, TomlEntry entry) {}

        final List<Placed> placed = new ArrayList<>();
        for (final String key : from.keySet()) {
            final List<String> path = List.of(key);
            final TomlPosition at = from.inputPositionOf(path);
            final Object value = from.get(path);
            if (value != null) {
                placed.add(new Placed(at == null ? 0 : at.column(), new TomlEntry(key, line(at), value(value))));
            }
        }
        placed.sort(Comparator.<Placed>comparingInt(one -> one.entry().line()).thenComparingInt(Placed::column));
        return new TomlTable(placed.stream().map(Placed::entry).toList());
    }

    private static Object value(final Object from) {
        if (from instanceof final org.tomlj.TomlTable table) {
            return table(table);
        }
        if (from instanceof final TomlArray array) {
            return array.toList().stream().map(TomlFile::value).toList();
        }
        return from;
    }

    private static int line(final @Nullable TomlPosition at) {
        return at == null ? 0 : at.line();
    }
}
