package ringside.server.admin;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request in that knows the secret. Where there is none, the port can be reached from this machine only; then it is
 * browsers that must be kept from acting for a page of elsewhere: such a request names its origin, or a host that is not us.
 */
final class Doorkeeper {
    private static final String BEARER = "Bearer ";
    private static final Pattern OURSELVES =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private final byte[] secret;

    /** @param secret empty for none */
    Doorkeeper(final String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    void check(final HttpExchange exchange) throws AdminException {
        check(
                exchange.getRequestHeaders().getFirst("Authorization"),
                exchange.getRequestHeaders().getFirst("Origin"),
                exchange.getRequestHeaders().getFirst("Host"));
    }

    void check(final @Nullable String authorization, final @Nullable String origin, final @Nullable String host)
            throws AdminException {
        if (origin != null) {
            throw new AdminException(AdminException.FORBIDDEN, "no web page may act here");
        }
        if (secret.length > 0) {
            final String shown = authorization != null && authorization.startsWith(BEARER)
                    ? authorization.substring(BEARER.length())
                    : "";
            if (!MessageDigest.isEqual(secret, shown.getBytes(StandardCharsets.UTF_8))) {
                throw new AdminException(
                        AdminException.NO_SECRET, "this port wants its secret: Authorization: Bearer SECRET");
            }
        } else if (host == null || !OURSELVES.matcher(host).matches()) {
            throw new AdminException(AdminException.FORBIDDEN, "host " + host + ": is not this machine");
        }
    }
}
