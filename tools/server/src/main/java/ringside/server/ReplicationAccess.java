package ringside.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import ringside.io.replication.ReplicationException;
import ringside.io.replication.ReplicationTls;
import ringside.replay.standby.Secret;

/** What the settings say of who may follow, and whom to follow. */
final class ReplicationAccess {
    /** Says the secret where the settings do not. */
    static final String SECRET_VARIABLE = "RINGSIDE_REPLICATION_SECRET";

    private ReplicationAccess() {}

    /** Throws when others could follow without a secret. */
    static void check(final ServerSettings settings) {
        if (settings.whole(ServerSetting.REPLICATION) >= 0
                && !hasSecret(settings)
                && !address(settings).getAddress().isLoopbackAddress()) {
            throw ServerException.configuration("replicationBind = " + settings.text(ServerSetting.REPLICATION_BIND)
                    + ": others than this machine could reach it, so a replicationSecret is wanted (or the variable "
                    + SECRET_VARIABLE + "); or leave replicationBind out");
        }
        if (settings.location(ServerSetting.REPLICATION_TLS) == null
                && settings.location(ServerSetting.REPLICATION_TLS_KEY) != null) {
            throw ServerException.configuration("replicationTlsKey = "
                    + settings.text(ServerSetting.REPLICATION_TLS_KEY)
                    + ": replicationTls names no certificate that it belongs to; give that too, or leave it out");
        }
    }

    /** Throws when a primary of elsewhere would be followed without a secret. */
    static void checkPrimary(final ServerSettings settings, final String host) {
        try {
            if (!hasSecret(settings) && !InetAddress.getByName(host).isLoopbackAddress()) {
                throw ServerException.configuration("--primary " + host
                        + ": it is not on this machine, so a replicationSecret is wanted (or the variable "
                        + SECRET_VARIABLE + ")");
            }
        } catch (final UnknownHostException e) {
            throw ServerException.configuration("--primary " + host + ": no such host is known", e);
        }
    }

    private static String secretText(final ServerSettings settings) {
        final String given = settings.text(ServerSetting.REPLICATION_SECRET);
        final String variable = System.getenv(SECRET_VARIABLE);
        return given.isEmpty() && variable != null ? variable : given;
    }

    private static boolean hasSecret(final ServerSettings settings) {
        return !secretText(settings).isEmpty();
    }

    static Secret secret(final ServerSettings settings) {
        return Secret.of(secretText(settings));
    }

    static InetSocketAddress address(final ServerSettings settings) {
        final String host = settings.text(ServerSetting.REPLICATION_BIND);
        try {
            return new InetSocketAddress(InetAddress.getByName(host), settings.whole(ServerSetting.REPLICATION));
        } catch (final UnknownHostException e) {
            throw ServerException.configuration("replicationBind = " + host + ": is no address of this machine", e);
        }
    }

    /** How standbys are served; null for as it is. */
    static @Nullable ReplicationTls primaryTls(final ServerSettings settings) {
        final Path certificate = settings.location(ServerSetting.REPLICATION_TLS);
        try {
            return certificate == null
                    ? null
                    : ReplicationTls.primary(certificate, settings.location(ServerSetting.REPLICATION_TLS_KEY));
        } catch (final ReplicationException e) {
            throw ServerException.configuration("replicationTls = " + e.getMessage(), e);
        }
    }

    /** How a standby connects; null for as it is. */
    static @Nullable ReplicationTls standbyTls(final ServerSettings settings) {
        final Path authority = settings.location(ServerSetting.REPLICATION_TRUST);
        try {
            return authority == null ? null : ReplicationTls.standby(authority);
        } catch (final ReplicationException e) {
            throw ServerException.configuration("replicationTrust = " + e.getMessage(), e);
        }
    }
}
