package ringside.io.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import ringside.io.protocol.Limits;

/** Signs connect tokens: for matchmakers, tests and people. Thread-safe. */
public final class TokenIssuer {
    private static final int ID_BYTES = 16;

    private final TokenKey key;
    private final JWSSigner signer;
    private final SecureRandom random = new SecureRandom();

    /** @param key a secret or a private key: see {@link TokenKeys#signing} */
    public TokenIssuer(final TokenKey key) {
        this.key = key;
        final JWSSigner able = key.signer();
        if (able == null) {
            throw new IllegalArgumentException("key '" + key.id() + "' cannot sign: it is the public half of a pair");
        }
        signer = able;
    }

    /** A new id: nobody guesses it, and it does not come again. */
    public String newId() {
        final byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    /**
     * The signed token.
     *
     * @throws IllegalArgumentException when it comes out longer than a HELLO takes
     */
    public String issue(final ConnectToken token) {
        final JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .jwtID(token.id())
                .subject(token.player())
                .audience(token.audience())
                .expirationTime(Date.from(Instant.ofEpochSecond(token.expirySecond())))
                .claim(TokenAdmission.MATCH, token.match())
                .claim(TokenAdmission.ROLE, token.role().text());
        if (!token.join().isEmpty()) {
            claims.claim(TokenAdmission.JOIN, token.join());
        }
        final SignedJWT signed = new SignedJWT(
                new JWSHeader.Builder(key.algorithm()).keyID(key.id()).build(), claims.build());
        try {
            signed.sign(signer);
        } catch (final JOSEException e) {
            throw new IllegalStateException("key '" + key.id() + "' does not sign: " + e.getMessage(), e);
        }
        final String text = signed.serialize();
        final int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length > Limits.MAX_TOKEN_BYTES) {
            throw new IllegalArgumentException("the token would have " + length + " bytes, at most "
                    + Limits.MAX_TOKEN_BYTES + " are possible; claim less");
        }
        return text;
    }
}
