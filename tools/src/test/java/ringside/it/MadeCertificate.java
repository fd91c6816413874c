package ringside.it;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate that signs itself, made by the JDK's own tool.
 *
 * @param certificate as PEM, which a client may trust
 * @param key as PEM
 */
record MadeCertificate(String certificate, String key) {
    private static final String PASSWORD = "for-a-test";

    /** For this machine under its usual names. */
    static MadeCertificate make(final Path folder) throws Exception {
        final Path store = folder.resolve("made.p12");
        final Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-alias",
                        "one",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new AssertionError("keytool made no certificate");
        }
        try (InputStream in = Files.newInputStream(store)) {
            final KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            return new MadeCertificate(
                    pem("CERTIFICATE", keys.getCertificate("one").getEncoded()),
                    pem(
                            "PRIVATE KEY",
                            keys.getKey("one", PASSWORD.toCharArray()).getEncoded()));
        } finally {
            Files.delete(store);
        }
    }

    private static String pem(final String what, final byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }
}
