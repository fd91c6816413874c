package ringside.io.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import ringside.io.files.FilesException;

/**
 * A key that tokens are signed with, or checked with: a shared secret (HS256), or one of a pair (ES256), of which a server
 * needs the public half only. Immutable and thread-safe.
 */
public final class TokenKey {
    /** Bytes of a secret that {@link #newSecret} makes. */
    public static final int SECRET_BYTES = 32;

    private final String id;
    private final JWSAlgorithm algorithm;
    private final JWSVerifier verifier;
    private final @Nullable JWSSigner signer;
    private final @Nullable String weakness;

    private TokenKey(
            final String id,
            final JWSAlgorithm algorithm,
            final JWSVerifier verifier,
            final @Nullable JWSSigner signer,
            final @Nullable String weakness) {
        this.id = id;
        this.algorithm = algorithm;
        this.verifier = verifier;
        this.signer = signer;
        this.weakness = weakness;
    }

    /** The text of a new secret (JSON Web Key). */
    public static String newSecret(final String id) {
        final byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return new OctetSequenceKey.Builder(secret)
                .keyID(id)
                .algorithm(JWSAlgorithm.HS256)
                .build()
                .toJSONString();
    }

    /** The text of a new private key; {@link #publicHalf} is for servers. */
    public static String newPair(final String id) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(id)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate()
                    .toJSONString();
        } catch (final JOSEException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /** The text of a private key without what makes it private. */
    public static String publicHalf(final String pair) {
        try {
            return ECKey.parse(pair).toPublicJWK().toJSONString();
        } catch (final java.text.ParseException e) {
            throw new IllegalArgumentException("is no key of a pair", e);
        }
    }

    /** Takes one key out of a file, or throws {@link FilesException}. */
    static TokenKey of(final JWK key, final String file) {
        final String id = key.getKeyID();
        if (id == null || id.isEmpty() || id.length() > ConnectToken.MAX_TEXT) {
            throw new FilesException(file + ": a key has no id of 1 to " + ConnectToken.MAX_TEXT
                    + " characters (kid), which tokens name it by; give it one");
        }
        final String where = file + ": key '" + id + "': ";
        if (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE)) {
            throw new FilesException(where + "use is " + key.getKeyUse() + ", sig is wanted");
        }
        try {
            if (key instanceof final OctetSequenceKey secret) {
                return ofSecret(id, secret, where);
            }
            if (key instanceof final ECKey pair && Curve.P_256.equals(pair.getCurve())) {
                requireAlgorithm(key, JWSAlgorithm.ES256, where);
                return new TokenKey(
                        id,
                        JWSAlgorithm.ES256,
                        new ECDSAVerifier(pair),
                        pair.isPrivate() ? new ECDSASigner(pair) : null,
                        null);
            }
        } catch (final JOSEException e) {
            throw new FilesException(where + e.getMessage(), e);
        }
        throw new FilesException(where + "kty " + key.getKeyType()
                + ": a secret (oct, for HS256) or a key of the curve P-256 (EC, for ES256) is wanted");
    }

    private static TokenKey ofSecret(final String id, final OctetSequenceKey key, final String where)
            throws JOSEException {
        requireAlgorithm(key, JWSAlgorithm.HS256, where);
        final byte[] secret = key.toByteArray();
        if (secret.length < SECRET_BYTES) {
            throw new FilesException(where + "its secret has " + secret.length + " bytes, at least " + SECRET_BYTES
                    + " are wanted; make a new one with: token key");
        }
        return new TokenKey(
                id, JWSAlgorithm.HS256, new MACVerifier(secret), new MACSigner(secret), WeakSecrets.weakness(secret));
    }

    private static void requireAlgorithm(final JWK key, final JWSAlgorithm wanted, final String where) {
        if (key.getAlgorithm() != null && !key.getAlgorithm().equals(wanted)) {
            throw new FilesException(where + "alg is " + key.getAlgorithm() + ", " + wanted + " is wanted");
        }
    }

    public String id() {
        return id;
    }

    JWSAlgorithm algorithm() {
        return algorithm;
    }

    JWSVerifier verifier() {
        return verifier;
    }

    /** Null for the public half of a pair. */
    @Nullable
    JWSSigner signer() {
        return signer;
    }

    /** Why anybody could have this key, or null. */
    public @Nullable String weakness() {
        return weakness;
    }
}
