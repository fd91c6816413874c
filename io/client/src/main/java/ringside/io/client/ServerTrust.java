package ringside.io.client;

import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Which servers a client takes for what they say they are: those whose certificate an authority signed for the host's name, and,
 * where the address names a fingerprint, the one server with just that certificate.
 */
final class ServerTrust {
    private final @Nullable Path trusted;
    private final Map<String, QuicSslContext> contexts = new HashMap<>();

    /** @param trusted certificates (PEM) of authorities, or null for those that the machine knows */
    ServerTrust(final @Nullable Path trusted) {
        this.trusted = trusted;
    }

    /** Throws {@link IllegalArgumentException} when the trusted certificates cannot be read. */
    QuicSslContext of(final ServerAddress address, final String protocol) {
        return contexts.computeIfAbsent(address.fingerprint(), fingerprint -> build(fingerprint, protocol));
    }

    private QuicSslContext build(final String fingerprint, final String protocol) {
        final QuicSslContextBuilder builder =
                QuicSslContextBuilder.forClient().applicationProtocols(protocol).earlyData(false);
        if (!fingerprint.isEmpty()) {
            return builder.trustManager(new Pinned(fingerprint))
                    .endpointIdentificationAlgorithm("")
                    .build();
        }
        try {
            if (trusted != null) {
                builder.trustManager(trusted.toFile());
            }
            return builder.endpointIdentificationAlgorithm("HTTPS").build();
        } catch (final IllegalArgumentException | IllegalStateException e) {
            throw new IllegalArgumentException("trusted certificates " + trusted + ": " + e.getMessage(), e);
        }
    }

    /** Trusts one certificate, by its SHA-256, whoever signed it and for whatever name. */
    private static final class Pinned extends X509ExtendedTrustManager {
        private final byte[] sha256;

        Pinned(final String fingerprint) {
            sha256 = HexFormat.of().parseHex(fingerprint);
        }

        private void check(final X509Certificate[] chain) throws CertificateException {
            try {
                final byte[] of = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
                if (!MessageDigest.isEqual(of, sha256)) {
                    throw new CertificateException("the server's certificate has the fingerprint "
                            + HexFormat.of().formatHex(of) + ", not the one in its address");
                }
            } catch (final CertificateException e) {
                throw e;
            } catch (final GeneralSecurityException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        @Override
        public void checkServerTrusted(final X509Certificate[] chain, final String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(final X509Certificate[] chain, final String type, final Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(final X509Certificate[] chain, final String type, final SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(final X509Certificate[] chain, final String type) throws CertificateException {
            throw new CertificateException("no client is expected here");
        }

        @Override
        public void checkClientTrusted(final X509Certificate[] chain, final String type, final Socket socket)
                throws CertificateException {
            throw new CertificateException("no client is expected here");
        }

        @Override
        public void checkClientTrusted(final X509Certificate[] chain, final String type, final SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("no client is expected here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
