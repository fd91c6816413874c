package ringside.io.replication;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Encryption from PEM files. Read once; immutable. */
public final class ReplicationTls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final SslContext context;

    private ReplicationTls(final SslContext context) {
        this.context = context;
    }

    /**
     * For the primary.
     *
     * @param certificate its chain
     * @param key the private key, or null where it stands in the same file
     * @throws ReplicationException when a file cannot be used
     */
    public static ReplicationTls primary(final Path certificate, final @Nullable Path key) {
        require(certificate);
        final Path keyFile = key == null ? certificate : key;
        require(keyFile);
        try {
            return new ReplicationTls(SslContextBuilder.forServer(certificate.toFile(), keyFile.toFile())
                    .protocols(PROTOCOLS)
                    .clientAuth(ClientAuth.NONE)
                    .build());
        } catch (final SSLException | IllegalArgumentException e) {
            throw new ReplicationException(certificate + ": no certificate with its key: " + e.getMessage(), e);
        }
    }

    /**
     * For a standby.
     *
     * @param authority certificates that vouch for the primary's; null for those that this machine trusts
     * @throws ReplicationException when the file cannot be used
     */
    public static ReplicationTls standby(final @Nullable Path authority) {
        try {
            final SslContextBuilder builder = SslContextBuilder.forClient().protocols(PROTOCOLS);
            if (authority != null) {
                require(authority);
                builder.trustManager(authority.toFile());
            }
            return new ReplicationTls(builder.build());
        } catch (final SSLException | IllegalArgumentException e) {
            throw new ReplicationException(authority + ": no certificate to trust: " + e.getMessage(), e);
        }
    }

    private static void require(final Path file) {
        if (!Files.isReadable(file)) {
            throw new ReplicationException(file + ": cannot be read");
        }
    }

    SslContext context() {
        return context;
    }
}
