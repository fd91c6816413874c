package ringside.io.netty;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import ringside.io.files.FilesException;
import ringside.io.netty.quic.QuicIdentity;

/** A chain of certificates, the private key of the first, and the names that it is good for. Immutable. */
final class Certificate {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----");
    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
    private static final int DNS_NAME = 2;

    private final SslContext context;
    private final PrivateKey key;
    private final List<X509Certificate> chain;
    private final List<String> names;
    private final X509Certificate first;

    private Certificate(final SslContext context, final PrivateKey key, final List<X509Certificate> chain) {
        this.context = context;
        this.key = key;
        this.chain = chain;
        first = chain.get(0);
        names = namesOf(first);
    }

    static boolean isIn(final String text) {
        return text.contains(CERTIFICATE);
    }

    static boolean isKeyIn(final String text) {
        return OTHER_KEY.matcher(text).find();
    }

    /** True when the first certificate of a text signs others: it is not a server's. */
    static boolean isAuthority(final String text, final Path file) {
        return chain(text, file).get(0).getBasicConstraints() >= 0;
    }

    /** Makes one of PEM texts, or throws {@link FilesException}. */
    static Certificate of(final Path file, final String text, final Path keyFile, final String keyText) {
        final List<X509Certificate> chain = chain(text, file);
        final X509Certificate first = chain.get(0);
        final PrivateKey key = key(keyText, keyFile, first.getPublicKey().getAlgorithm());
        if (!isPair(key, first)) {
            throw new FilesException(keyFile + ": is not the private key of the certificate in " + file);
        }
        try {
            return new Certificate(
                    SslContextBuilder.forServer(key, chain.toArray(new X509Certificate[0]))
                            .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                            .protocols("TLSv1.3", "TLSv1.2")
                            .build(),
                    key,
                    chain);
        } catch (final SSLException | RuntimeException e) {
            throw new FilesException(file + ": cannot be used: " + e.getMessage(), e);
        }
    }

    private static List<X509Certificate> chain(final String text, final Path file) {
        final List<X509Certificate> chain = new ArrayList<>();
        try {
            final CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (int at = text.indexOf(CERTIFICATE); at >= 0; at = text.indexOf(CERTIFICATE, at + 1)) {
                chain.add((X509Certificate) factory.generateCertificate(
                        new ByteArrayInputStream(text.substring(at).getBytes(StandardCharsets.ISO_8859_1))));
            }
        } catch (final GeneralSecurityException e) {
            throw new FilesException(file + ": a certificate in it cannot be read: " + e.getMessage(), e);
        }
        if (chain.isEmpty()) {
            throw new FilesException(file + ": holds no certificate (PEM)");
        }
        return chain;
    }

    private static PrivateKey key(final String text, final Path file, final String algorithm) {
        final Matcher plain = PRIVATE_KEY.matcher(text);
        if (!plain.find()) {
            final Matcher other = OTHER_KEY.matcher(text);
            throw new FilesException(
                    other.find()
                            ? file + ": holds a key of the form '" + other.group(1)
                                    + "'; turn it into a plain one: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEWKEY"
                            : file + ": holds no private key (PEM)");
        }
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(plain.group(1))));
        } catch (final GeneralSecurityException | IllegalArgumentException e) {
            // Its message could quote the key.
            throw new FilesException(
                    file + ": its private key cannot be read, or is no " + algorithm + " key as the certificate's is");
        }
    }

    private static boolean isPair(final PrivateKey key, final X509Certificate certificate) {
        final String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            final byte[] something = {1, 2, 3};
            final Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(something);
            final byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(something);
            return signature.verify(signed);
        } catch (final GeneralSecurityException e) {
            return false;
        }
    }

    private static List<String> namesOf(final X509Certificate certificate) {
        final List<String> names = new ArrayList<>();
        try {
            final Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (final List<?> each : alternatives) {
                    if (each.get(0).equals(DNS_NAME)) {
                        names.add(String.valueOf(each.get(1)).toLowerCase(Locale.ROOT));
                    }
                }
            }
        } catch (final GeneralSecurityException e) {
            // It has no names then: good for whoever asks for none.
        }
        return names;
    }

    SslContext context() {
        return context;
    }

    /** The same for QUIC, which only a server that has such a port needs. */
    QuicIdentity forQuic() {
        return QuicIdentity.of(key, chain);
    }

    /** DNS names in lower case; one may begin with {@code *.}. */
    List<String> names() {
        return names;
    }

    /** Its names and its end, for people. */
    String describe(final @Nullable String fallback) {
        return (names.isEmpty() ? String.valueOf(fallback) : String.join(" ", names)) + " until "
                + first.getNotAfter().toInstant();
    }
}
