package ringside.io.session;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.Wire;

/**
 * Makes resume secrets, and the hashes that stand for them in events: the first 16 bytes of SHA-256. Whoever reads the
 * journal cannot take a seat. Not thread-safe.
 */
public final class ResumeSecrets {
    private final Consumer<byte[]> random;
    private final MessageDigest sha256;
    private final UnsafeBuffer hash = new UnsafeBuffer(new byte[Wire.SECRET_BYTES]);

    /** @param random fills arrays with unpredictable bytes: {@code new SecureRandom()::nextBytes}, or a test's */
    public ResumeSecrets(final Consumer<byte[]> random) {
        this.random = random;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A new secret. */
    public Bytes next() {
        final byte[] secret = new byte[Wire.SECRET_BYTES];
        random.accept(secret);
        return Bytes.copyOf(secret);
    }

    /** Computes the hash of a secret for {@link #high} and {@link #low}. */
    public ResumeSecrets hash(final Bytes secret) {
        hash.putBytes(0, sha256.digest(secret.toArray()), 0, Wire.SECRET_BYTES);
        return this;
    }

    /** The first half of the hash computed last. */
    public long high() {
        return hash.getLong(0);
    }

    /** The second half of the hash computed last. */
    public long low() {
        return hash.getLong(Long.BYTES);
    }
}
