package ringside.replay.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page's own files, and those of others that it uses: the JavaScript client, and how a game is drawn. All are on the class path;
 * names are letters, digits, {@code - _ .}, so that there is no way up.
 */
final class PageFiles {
    private static final String OWN = "ringside/replay/page/";
    private static final String SHARED = "META-INF/resources/";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+");
    private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9_-]+");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png");

    private final ClassLoader classPath;
    private final String game;

    /** @param game whose drawing may be read */
    PageFiles(final ClassLoader classPath, final String game) {
        this.classPath = classPath;
        this.game = game;
    }

    /** A file's contents, which are not to be changed, and what they are. */
    static final class Found {
        final String contentType;
        final byte[] bytes;

        Found(final String contentType, final byte[] bytes) {
            this.contentType = contentType;
            this.bytes = bytes;
        }
    }

    /** The path under which the page finds how the game is drawn, or null where nobody says. */
    @Nullable
    String drawing() {
        return FOLDER.matcher(game).matches() && read(SHARED + game + "/replay.js") != null
                ? "/" + game + "/replay.js"
                : null;
    }

    /** The file of that path, or null. */
    @Nullable
    Found find(final String path) {
        if (path.equals("/favicon.svg")) {
            return found("image/svg+xml", SHARED + "favicon.svg");
        }
        final String wanted = path.equals("/") ? "/page/index.html" : path;
        final int slash = Math.max(0, wanted.indexOf('/', 1));
        final String folder = wanted.substring(Math.min(1, slash), slash);
        final String name = wanted.substring(slash + 1);
        final String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || !NAME.matcher(name).matches()) {
            return null;
        }
        if (folder.equals("page")) {
            return found(type, OWN + name);
        }
        return folder.equals("client")
                        || (folder.equals(game) && FOLDER.matcher(folder).matches())
                ? found(type, SHARED + folder + "/" + name)
                : null;
    }

    private @Nullable Found found(final String type, final String resource) {
        final byte[] bytes = read(resource);
        return bytes == null ? null : new Found(type, bytes);
    }

    private byte @Nullable [] read(final String resource) {
        try (InputStream in = classPath.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (final IOException e) {
            throw new UncheckedIOException(resource + ": cannot be read from the class path", e);
        }
    }
}
