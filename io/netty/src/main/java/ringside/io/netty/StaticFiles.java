package ringside.io.netty;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import ringside.layout.XxHash64;

/**
 * Pages from {@code META-INF/resources} of the class path. A path is letters, digits, {@code - _ . /} and nothing else, so
 * that there is no way up and nothing to decode; what ends with a slash means its {@code index.html}.
 *
 * <p>Reads are from the class path, which the first request may take from disk: files are read once and kept, up to a
 * bound. Of what is not there as much is kept, so that who asks for it again costs no search; beyond the bound all of that is
 * forgotten.
 */
final class StaticFiles {
    private static final String ROOT = "META-INF/resources";
    private static final int MAX_FILE_BYTES = 4 << 20;
    private static final int MAX_KEPT_FILES = 512;

    /** Paths of which it is known that nothing is there. */
    static final int MAX_KNOWN_MISSING = 1_024;

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("woff2", "font/woff2"));

    private final ClassLoader classPath;
    private final Map<String, Page> kept = new ConcurrentHashMap<>();
    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    /** One file. */
    record Page(String contentType, String etag, Content content) {}

    /** Its bytes, which are not to be changed. */
    static final class Content {
        final byte[] bytes;

        Content(final byte[] bytes) {
            this.bytes = bytes;
        }
    }

    StaticFiles(final ClassLoader classPath) {
        this.classPath = classPath;
    }

    /** The page at that path, or null when there is none. */
    @Nullable
    Page find(final String path) {
        if (!isPlain(path)) {
            return null;
        }
        final String file = path.endsWith("/") ? path + "index.html" : path;
        final Page known = kept.get(file);
        if (known != null) {
            return known;
        }
        if (missing.contains(file)) {
            return null;
        }
        final Page page = read(file);
        if (page == null) {
            miss(file);
        } else if (kept.size() < MAX_KEPT_FILES) {
            kept.put(file, page);
        }
        return page;
    }

    private void miss(final String file) {
        if (missing.size() >= MAX_KNOWN_MISSING) {
            missing.clear();
        }
        missing.add(file);
    }

    int knownMissing() {
        return missing.size();
    }

    /** True for an absolute path without anything special in it: no empty step, and none that begins with a dot. */
    static boolean isPlain(final String path) {
        if (path.isEmpty() || path.length() > 256 || path.charAt(0) != '/') {
            return false;
        }
        for (int i = 0; i < path.length(); i++) {
            final char c = path.charAt(i);
            final boolean isWord =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
            final boolean followsSlash = i > 0 && path.charAt(i - 1) == '/';
            final boolean isAllowed = isWord || (c == '.' && !followsSlash) || (c == '/' && !followsSlash);
            if (!isAllowed) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Page read(final String file) {
        final String extension = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        final String type = TYPES.get(extension);
        if (type == null) {
            return null;
        }
        try (InputStream in = classPath.getResourceAsStream(ROOT + file)) {
            if (in == null) {
                return null;
            }
            final byte[] bytes = in.readNBytes(MAX_FILE_BYTES);
            final long hash = XxHash64.hash(new org.agrona.concurrent.UnsafeBuffer(bytes), 0, bytes.length, 0);
            return new Page(type, '"' + XxHash64.hex(hash) + '"', new Content(bytes));
        } catch (final IOException e) {
            return null;
        }
    }
}
