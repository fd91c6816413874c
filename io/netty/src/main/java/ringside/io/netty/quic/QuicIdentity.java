package ringside.io.netty.quic;

import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * As whom a server answers over QUIC. Early data is refused: it could be replayed, and everything that a client says may change
 * a match. Immutable.
 */
public final class QuicIdentity {
    private final QuicSslContext context;
    private final PrivateKey key;
    private final List<X509Certificate> chain;

    private QuicIdentity(final QuicSslContext context, final PrivateKey key, final List<X509Certificate> chain) {
        this.context = context;
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    /** With these certificates, the server's own first, and its private key. */
    public static QuicIdentity of(final PrivateKey key, final List<X509Certificate> chain) {
        return new QuicIdentity(builder(key, chain).build(), key, chain);
    }

    private static QuicSslContextBuilder builder(final PrivateKey key, final List<X509Certificate> chain) {
        return QuicSslContextBuilder.forServer(key, null, chain.toArray(new X509Certificate[0]))
                .applicationProtocols(QuicListener.PROTOCOL)
                .earlyData(false);
    }

    /**
     * With a certificate that is made now and signed by itself, for development: only clients accept it that were told its
     * {@link #fingerprint}.
     *
     * @param names host names and addresses that it is made for
     */
    public static QuicIdentity selfSigned(final List<String> names) {
        final SelfSigned made = SelfSigned.make(names, Instant.now());
        return of(made.key(), List.of(made.certificate()));
    }

    /**
     * As one of several, chosen by the name that a client asks for; as this one for who asks for none.
     *
     * @param byName gives one for any name
     */
    public QuicIdentity orByName(final Function<String, QuicIdentity> byName) {
        final QuicSslContext choosing = builder(key, chain)
                .sni(name -> name == null ? context : byName.apply(name).context())
                .build();
        return new QuicIdentity(choosing, key, chain);
    }

    public QuicSslContext context() {
        return context;
    }

    /** SHA-256 of the certificate, 64 hexadecimal digits: what a client may be told to expect. */
    public String fingerprint() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(chain.get(0).getEncoded()));
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
