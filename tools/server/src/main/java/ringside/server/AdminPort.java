package ringside.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ringside.server.admin.AdminServer;

/** Opens the port for operators as it is set. */
final class AdminPort {
    /** Says the secret where the settings do not. */
    static final String SECRET_VARIABLE = "RINGSIDE_ADMIN_SECRET";

    private AdminPort() {}

    /** Throws when the port would be open to others without a secret. */
    static void check(final ServerSettings settings) {
        if (settings.whole(ServerSetting.ADMIN) >= 0
                && secret(settings).isEmpty()
                && !address(settings).getAddress().isLoopbackAddress()) {
            throw ServerException.configuration("adminBind = " + settings.text(ServerSetting.ADMIN_BIND)
                    + ": others than this machine could reach it, so an adminSecret is wanted (or the variable "
                    + SECRET_VARIABLE + "); or leave adminBind out");
        }
    }

    private static String secret(final ServerSettings settings) {
        final String given = settings.text(ServerSetting.ADMIN_SECRET);
        final String variable = System.getenv(SECRET_VARIABLE);
        return given.isEmpty() && variable != null ? variable : given;
    }

    private static InetSocketAddress address(final ServerSettings settings) {
        final String host = settings.text(ServerSetting.ADMIN_BIND);
        try {
            return new InetSocketAddress(InetAddress.getByName(host), settings.whole(ServerSetting.ADMIN));
        } catch (final UnknownHostException e) {
            throw ServerException.configuration("adminBind = " + host + ": is no address of this machine", e);
        }
    }

    /** Listens; null when no port is wanted. */
    static @Nullable AdminServer open(final ServerSettings settings, final Supplier<Operated> operated) {
        if (settings.whole(ServerSetting.ADMIN) < 0) {
            return null;
        }
        try {
            return AdminServer.start(address(settings), secret(settings), operated);
        } catch (final IOException e) {
            throw ServerException.configuration(
                    "admin = " + settings.whole(ServerSetting.ADMIN) + ": cannot listen on "
                            + settings.text(ServerSetting.ADMIN_BIND) + ": " + e.getMessage() + "; choose another port",
                    e);
        }
    }
}
