package ringside.server.admin;

import org.jspecify.annotations.Nullable;

/** What an admin port says to machines that only look: monitoring, and who decides where players are sent. Any thread. */
public interface AdminPages {
    /** None. */
    AdminPages NONE = (path, accept) -> null;

    /**
     * A page as text.
     *
     * @param status of HTTP
     */
    record Page(int status, String contentType, String text) {}

    /**
     * The page at a path, or null when there is none.
     *
     * @param accept what the one who asks can read, as HTTP says it; null: anything
     */
    @Nullable
    Page page(String path, @Nullable String accept);
}
