package ringside.io.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.Date;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.ProtocolException;
import ringside.io.session.Admission;
import ringside.io.session.Role;

/**
 * Lets in whoever shows a connect token: a JSON Web Token (RFC 7519) signed with HS256 or ES256 by a key that is known here.
 *
 * <p>The key that a token names decides how it is checked, never the token; nothing that it claims is looked at before its
 * signature was found good. Thread-safe; it blocks nobody.
 */
public final class TokenAdmission implements Admission {
    static final String MATCH = "match";
    static final String ROLE = "role";
    static final String JOIN = "join";

    /** Three parts of Base64 for addresses, without padding (RFC 7515, section 3.1). */
    private static final Pattern IS_TOKEN = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private final Supplier<TokenKeys> keys;
    private final TokenPolicy policy;
    private final LongSupplier epochSeconds;

    /**
     * @param keys those that count at this moment
     * @param epochSeconds the wall clock, in seconds since 1970
     */
    public TokenAdmission(final Supplier<TokenKeys> keys, final TokenPolicy policy, final LongSupplier epochSeconds) {
        this.keys = keys;
        this.policy = policy;
        this.epochSeconds = epochSeconds;
    }

    @Override
    public Admitted admit(final HelloMessage hello) {
        if (hello.token().isEmpty()) {
            throw new ProtocolException(DisconnectReason.TOKEN_MISSING, "token");
        }
        final SignedJWT token = parse(hello.token());
        final String keyId = token.getHeader().getKeyID();
        requireSigned(token, keyId);
        return admitted(claims(token), String.valueOf(keyId));
    }

    private static SignedJWT parse(final String text) {
        // The library reads + as - and / as _: two texts would be one token.
        if (!IS_TOKEN.matcher(text).matches()) {
            throw malformed("token");
        }
        try {
            return SignedJWT.parse(text);
        } catch (final ParseException | RuntimeException e) {
            throw malformed("token");
        }
    }

    private void requireSigned(final SignedJWT token, final @Nullable String keyId) {
        final TokenKey key = keyId == null ? null : keys.get().find(keyId);
        if (key == null) {
            throw new ProtocolException(DisconnectReason.TOKEN_REFUSED, "kid");
        }
        if (!key.algorithm().equals(token.getHeader().getAlgorithm())) {
            throw new ProtocolException(DisconnectReason.TOKEN_REFUSED, "alg");
        }
        try {
            if (token.verify(key.verifier())) {
                return;
            }
        } catch (final JOSEException | RuntimeException e) {
            // No signature of this kind: as bad as a wrong one.
        }
        throw new ProtocolException(DisconnectReason.TOKEN_REFUSED, "signature");
    }

    private static JWTClaimsSet claims(final SignedJWT token) {
        try {
            return token.getJWTClaimsSet();
        } catch (final ParseException | RuntimeException e) {
            throw malformed("claims");
        }
    }

    private Admitted admitted(final JWTClaimsSet claims, final String keyId) {
        if (claims.getAudience() == null || !claims.getAudience().contains(policy.audience())) {
            throw new ProtocolException(DisconnectReason.TOKEN_OTHER_SERVER, "aud");
        }
        final long expirySecond = requireAlive(claims);
        final String id = text(claims.getJWTID(), "jti");
        final String player = text(claims.getSubject(), "sub");
        final ByteBuffer digest = digest(keyId, id);
        return new Admitted(
                digest.getLong(0),
                digest.getLong(Long.BYTES),
                expirySecond,
                (int) Math.max(1, expirySecond + policy.toleranceSeconds() - epochSeconds.getAsLong()),
                match(claims),
                role(claims),
                new JoinClaims(player, join(claims)));
    }

    /** Returns the second from which it is good no longer. */
    private long requireAlive(final JWTClaimsSet claims) {
        final Date expiry = claims.getExpirationTime();
        if (expiry == null) {
            throw malformed("exp");
        }
        final long nowSecond = epochSeconds.getAsLong();
        // Rounded up: a fraction of a second more is a second more.
        final long expirySecond = expiry.toInstant().plusMillis(999).getEpochSecond();
        if (nowSecond >= expirySecond + policy.toleranceSeconds()) {
            throw new ProtocolException(DisconnectReason.TOKEN_EXPIRED, "exp");
        }
        if (expirySecond - nowSecond > policy.maxLifeSeconds() + (long) policy.toleranceSeconds()) {
            throw new ProtocolException(
                    DisconnectReason.TOKEN_REFUSED, "exp: more than " + policy.maxLifeSeconds() + " s from now");
        }
        requireBegun(claims.getNotBeforeTime(), nowSecond, "nbf");
        requireBegun(claims.getIssueTime(), nowSecond, "iat");
        return expirySecond;
    }

    private void requireBegun(final @Nullable Date begin, final long nowSecond, final String claim) {
        if (begin != null && begin.toInstant().getEpochSecond() > nowSecond + policy.toleranceSeconds()) {
            throw new ProtocolException(DisconnectReason.TOKEN_REFUSED, claim + ": in the future");
        }
    }

    private static String text(final @Nullable String text, final String claim) {
        if (text == null || text.isEmpty() || text.length() > ConnectToken.MAX_TEXT) {
            throw malformed(claim);
        }
        return text;
    }

    private static int match(final JWTClaimsSet claims) {
        if (claims.getClaim(MATCH) instanceof final Number number
                && number.longValue() == number.doubleValue()
                && number.longValue() >= 1
                && number.longValue() <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw malformed(MATCH);
    }

    private static Role role(final JWTClaimsSet claims) {
        final Object given = claims.getClaim(ROLE);
        final Role role = given == null ? Role.PLAYER : Role.of(String.valueOf(given));
        if (role == null) {
            throw malformed(ROLE);
        }
        return role;
    }

    private static Map<String, Object> join(final JWTClaimsSet claims) {
        try {
            final Map<String, Object> join = claims.getJSONObjectClaim(JOIN);
            return join == null ? Map.of() : join;
        } catch (final ParseException e) {
            throw malformed(JOIN);
        }
    }

    /** What logic knows the token by: two keys may give the same id to two tokens. */
    private static ByteBuffer digest(final String keyId, final String id) {
        try {
            final MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(keyId.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            return ByteBuffer.wrap(sha256.digest(id.getBytes(StandardCharsets.UTF_8)));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static ProtocolException malformed(final String what) {
        return new ProtocolException(DisconnectReason.TOKEN_MALFORMED, what);
    }
}
