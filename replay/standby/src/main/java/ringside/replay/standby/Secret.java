package ringside.replay.standby;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What both sides know, and how they prove it without saying it: HMAC-SHA256 under a key made of the secret, of a number that the
 * other side has just drawn and of all that is claimed with it. Immutable.
 */
public final class Secret {
    /** No secret: whoever can reach the port is believed. For this machine only. */
    public static final Secret NONE = new Secret("");

    /** Bytes of a proof, and of the numbers that it is about. */
    public static final int BYTES = 32;

    static final String STANDBY = "ringside standby";
    static final String PRIMARY = "ringside primary";

    private static final String MAC = "HmacSHA256";

    private final SecretKeySpec key;

    private Secret(final String secret) {
        try {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("ringside replication\n".getBytes(StandardCharsets.UTF_8));
            key = new SecretKeySpec(digest.digest(secret.getBytes(StandardCharsets.UTF_8)), MAC);
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }

    /** The secret that an operator gave; empty for none. */
    public static Secret of(final String secret) {
        return secret.isEmpty() ? NONE : new Secret(secret);
    }

    byte[] prove(final String side, final byte[]... parts) {
        try {
            final Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            mac.update(side.getBytes(StandardCharsets.UTF_8));
            for (final byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no " + MAC, e);
        }
    }

    /** Throws SECRET unless that is the proof of whoever knows the secret. */
    void require(final byte[] proof, final String side, final byte[]... parts) {
        if (!MessageDigest.isEqual(proof, prove(side, parts))) {
            throw new FollowException(
                    Reason.SECRET, "the other side does not know the replication secret; give both the same");
        }
    }

    /** Says nothing. */
    @Override
    public String toString() {
        return this == NONE ? "no secret" : "(given)";
    }
}
