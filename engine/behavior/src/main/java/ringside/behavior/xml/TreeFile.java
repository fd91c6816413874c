package ringside.behavior.xml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import ringside.behavior.BehaviorTree;
import ringside.behavior.Leaves;
import ringside.behavior.TreeException;

/** Brings trees in from files and from the jar. Keeps nothing; thread-safe. */
public final class TreeFile {
    private TreeFile() {}

    /** Compiles a file's main tree; a file that cannot be read is a problem like any other. */
    public static Parsed load(final Path file, final Leaves<?> leaves) {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(in, file.toString(), leaves);
        } catch (final IOException e) {
            return failed(file.toString(), "not readable: " + e);
        }
    }

    /**
     * Compiles the tree that a game carries in its jar.
     *
     * @param beside a class in whose package the resource lies
     * @throws TreeException when it is missing or has problems: the jar was built wrong
     */
    public static BehaviorTree resource(final Class<?> beside, final String name, final Leaves<?> leaves) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new TreeException("resource " + name + " is not beside " + beside.getName());
            }
            return parse(in, name, leaves).orThrow();
        } catch (final IOException e) {
            throw new TreeException("resource " + name + " is not readable: " + e);
        }
    }

    private static Parsed parse(final InputStream in, final String file, final Leaves<?> leaves) throws IOException {
        // A character takes up to four bytes; whatever is longer is too long in characters as well.
        final byte[] bytes = in.readNBytes(4 * ElementReader.MAX_CHARS + 1);
        if (bytes.length > 4 * ElementReader.MAX_CHARS) {
            return failed(file, "more than " + 4 * ElementReader.MAX_CHARS + " bytes: split the file");
        }
        try {
            final String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Trees.parse(text.startsWith("\uFEFF") ? text.substring(1) : text, file, leaves);
        } catch (final CharacterCodingException e) {
            return failed(file, "not in UTF-8: save it so");
        }
    }

    private static Parsed failed(final String file, final String text) {
        return new Parsed(null, List.of(new Problem(file, 0, "", text)));
    }
}
