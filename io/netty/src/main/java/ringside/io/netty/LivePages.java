package ringside.io.netty;

import org.jspecify.annotations.Nullable;

/** Pages that are made as the server runs, beside those of the class path. Asked on event loops: it must not block. */
@FunctionalInterface
public interface LivePages {
    /** None. */
    LivePages NONE = path -> null;

    /** A page as text. */
    record Page(String contentType, String text) {}

    /** The page at a path, or null when there is none. */
    @Nullable
    Page page(String path);
}
