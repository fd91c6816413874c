package ringside.io.support;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates that sign themselves, made by the JDK's own tool. */
public final class TestCertificates {
    private static final char[] PASSWORD = "for-a-test".toCharArray();

    /**
     * A certificate and its private key, as PEM texts.
     *
     * @param certificate which a client may trust
     * @param key in the plain form
     */
    public record Pair(String certificate, String key) {
        public String both() {
            return certificate + key;
        }
    }

    private TestCertificates() {}

    /** A new one for these names: {@code dns:localhost}, {@code ip:127.0.0.1}. */
    public static Pair make(final Path folder, final String... names) {
        final Path store = folder.resolve("store-" + System.nanoTime() + ".p12");
        try {
            final Process keytool = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-alias",
                            "one",
                            "-dname",
                            "CN=" + names[0].substring(names[0].indexOf(':') + 1),
                            "-ext",
                            "san=" + String.join(",", names),
                            "-validity",
                            "30",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            new String(PASSWORD)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new AssertionError("keytool made no certificate");
            }
            return read(store);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static Pair read(final Path store) throws IOException {
        try (InputStream in = Files.newInputStream(store)) {
            final KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            final Pair pair = new Pair(
                    pem("CERTIFICATE", keys.getCertificate("one").getEncoded()),
                    pem("PRIVATE KEY", keys.getKey("one", PASSWORD).getEncoded()));
            Files.delete(store);
            return pair;
        } catch (final GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(final String what, final byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }

    /** What a client needs that trusts only these. */
    public static SSLContext trusting(final Pair... trusted) {
        try {
            final KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < trusted.length; i++) {
                store.setCertificateEntry(
                        String.format(Locale.ROOT, "trusted-%d", i),
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(
                                        trusted[i].certificate().getBytes(StandardCharsets.US_ASCII))));
            }
            final TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (final GeneralSecurityException e) {
            throw new AssertionError(e);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
