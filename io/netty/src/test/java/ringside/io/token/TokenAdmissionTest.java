package ringside.io.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.ProtocolException;
import ringside.io.session.Admission;
import ringside.io.session.Role;
import ringside.layout.BytesColumn;
import ringside.layout.IntColumn;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;
import ringside.layout.RecordView;

/** What a server makes of tokens, good and bad. */
class TokenAdmissionTest {
    private static final String SECRET = TokenKey.newSecret("s1");
    private static final String PAIR = TokenKey.newPair("p1");
    private static final long NOW = 1_800_000_000L;

    private long nowSecond = NOW;
    private TokenKeys keys = keys(SECRET, TokenKey.publicHalf(PAIR));

    private final TokenAdmission admission =
            new TokenAdmission(() -> keys, new TokenPolicy("here", 10, 3_600), () -> nowSecond);

    private static TokenKeys keys(final String... texts) {
        final TreeMap<Path, String> files = new TreeMap<>();
        for (final String text : texts) {
            files.put(Path.of(files.size() + ".json"), text);
        }
        return TokenKeys.of(files);
    }

    private static String issue(final String key, final ConnectToken token) {
        return new TokenIssuer(keys(key).signing(null)).issue(token);
    }

    private static ConnectToken token() {
        return new ConnectToken("id-1", "ann", 7, Role.PLAYER, "here", NOW + 60, Map.of());
    }

    private static ConnectToken expiring(final long second) {
        return new ConnectToken("id-1", "ann", 7, Role.PLAYER, "here", second, Map.of());
    }

    private Admission.Admitted admit(final String token) {
        return admission.admit(new HelloMessage("", 0, 0, token, Bytes.NONE, null, "test"));
    }

    private void assertRefused(final DisconnectReason reason, final String field, final String token) {
        final ProtocolException refused = assertThrows(ProtocolException.class, () -> admit(token));
        assertEquals(reason, refused.reason());
        assertEquals(field, refused.field());
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .jwtID("id-1")
                .subject("ann")
                .audience("here")
                .expirationTime(Date.from(Instant.ofEpochSecond(NOW + 60)))
                .claim("match", 7);
    }

    private static String sign(final JWTClaimsSet claims) throws Exception {
        return sign(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("s1").build(), claims);
    }

    private static String sign(final JWSHeader header, final JWTClaimsSet claims) throws Exception {
        final SignedJWT token = new SignedJWT(header, claims);
        token.sign(new MACSigner(OctetSequenceKey.parse(SECRET).toByteArray()));
        return token.serialize();
    }

    // ---- good ones

    @Test
    void a_token_of_either_kind_of_key_lets_its_player_in() {
        for (final String key : new String[] {SECRET, PAIR}) {
            final Admission.Admitted admitted = admit(issue(key, token()));
            assertEquals(7, admitted.match());
            assertEquals(Role.PLAYER, admitted.role());
            assertEquals(NOW + 60, admitted.expirySecond());
            assertEquals(70, admitted.tokenSeconds());
            assertNotEquals(0, admitted.tokenHigh());
        }
    }

    @Test
    void a_token_is_known_by_its_key_and_id() {
        final Admission.Admitted one = admit(issue(SECRET, token()));
        assertEquals(one.tokenLow(), admit(issue(SECRET, expiring(NOW + 90))).tokenLow());
        assertNotEquals(one.tokenLow(), admit(issue(PAIR, token())).tokenLow());
        final ConnectToken other = new ConnectToken("id-2", "ann", 7, Role.PLAYER, "here", NOW + 60, Map.of());
        assertNotEquals(one.tokenLow(), admit(issue(SECRET, other)).tokenLow());
    }

    @Test
    void a_token_may_be_for_a_spectator() {
        final ConnectToken token = new ConnectToken("id-1", "ann", 7, Role.SPECTATOR, "here", NOW + 60, Map.of());
        assertEquals(Role.SPECTATOR, admit(issue(SECRET, token)).role());
    }

    @Test
    void an_old_key_and_its_successor_are_good_at_once_until_the_old_one_is_removed() {
        final String next = TokenKey.newSecret("s2");
        final String old = issue(SECRET, token());
        keys = keys(SECRET, next);
        admit(old);
        admit(issue(next, token()));
        keys = keys(next);
        admit(issue(next, token()));
        assertRefused(DisconnectReason.TOKEN_REFUSED, "kid", old);
    }

    // ---- time

    @Test
    void a_token_is_good_until_it_expires_and_the_tolerance_is_over() {
        final String token = issue(SECRET, token());
        nowSecond = NOW + 69;
        assertEquals(1, admit(token).tokenSeconds());
        nowSecond = NOW + 70;
        assertRefused(DisconnectReason.TOKEN_EXPIRED, "exp", token);
    }

    @Test
    void a_token_that_lives_too_long_is_refused() {
        admit(issue(SECRET, expiring(NOW + 3_610)));
        assertRefused(
                DisconnectReason.TOKEN_REFUSED, "exp: more than 3600 s from now", issue(SECRET, expiring(NOW + 3_611)));
    }

    @Test
    void a_token_from_the_future_is_refused() throws Exception {
        final Date later = Date.from(Instant.ofEpochSecond(NOW + 11));
        assertRefused(
                DisconnectReason.TOKEN_REFUSED,
                "nbf: in the future",
                sign(claims().notBeforeTime(later).build()));
        assertRefused(
                DisconnectReason.TOKEN_REFUSED,
                "iat: in the future",
                sign(claims().issueTime(later).build()));
        nowSecond = NOW + 1;
        admit(sign(claims().notBeforeTime(later).issueTime(later).build()));
    }

    // ---- forged ones

    @Test
    void a_token_is_missing() {
        assertRefused(DisconnectReason.TOKEN_MISSING, "token", "");
    }

    @Test
    void a_token_of_a_key_that_is_not_known_is_refused() throws Exception {
        assertRefused(DisconnectReason.TOKEN_REFUSED, "kid", issue(TokenKey.newSecret("other"), token()));
        assertRefused(DisconnectReason.TOKEN_REFUSED, "kid", sign(new JWSHeader(JWSAlgorithm.HS256), claims().build()));
    }

    @Test
    void a_key_of_the_same_name_does_not_sign_for_another() {
        assertRefused(DisconnectReason.TOKEN_REFUSED, "signature", issue(TokenKey.newSecret("s1"), token()));
        assertRefused(DisconnectReason.TOKEN_REFUSED, "signature", issue(TokenKey.newPair("p1"), token()));
    }

    @Test
    void the_key_decides_how_a_token_is_checked() throws Exception {
        // The oldest trick: the public half, taken for a shared secret.
        final byte[] publicHalf = ECKey.parse(PAIR).toECPublicKey().getEncoded();
        final SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("p1").build(), claims().build());
        token.sign(new MACSigner(publicHalf));
        assertRefused(DisconnectReason.TOKEN_REFUSED, "alg", token.serialize());
        final String body = token.getPayload().toBase64URL().toString();
        assertRefused(DisconnectReason.TOKEN_MALFORMED, "token", encode("{\"alg\":\"none\"}") + "." + body + ".");
        assertRefused(
                DisconnectReason.TOKEN_MALFORMED,
                "token",
                encode("{\"alg\":\"none\",\"kid\":\"s1\"}") + "." + body + ".AA");
    }

    private static String encode(final String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_token_with_an_extension_that_must_be_understood_is_refused() throws Exception {
        final JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .keyID("s1")
                .criticalParams(java.util.Set.of("seat"))
                .customParam("seat", 3)
                .build();
        assertRefused(DisconnectReason.TOKEN_REFUSED, "signature", sign(header, claims().build()));
    }

    @Test
    void no_changed_character_leaves_a_token_good() {
        final String good = issue(SECRET, token());
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println("TokenAdmissionTest: -Dringside.seed=" + seed);
        final Random random = new Random(seed);
        for (int i = 0; i < good.length(); i++) {
            final StringBuilder changed = new StringBuilder(good);
            final char other = (char) (33 + random.nextInt(94));
            changed.setCharAt(i, other == good.charAt(i) ? (char) (other ^ 1) : other);
            final String token = changed.toString();
            if (!isSameBytes(good, token)) {
                assertThrows(ProtocolException.class, () -> admit(token), token);
            }
        }
    }

    @Test
    void another_alphabet_of_base64_is_refused() {
        String good = issue(SECRET, token());
        for (int i = 2; good.lastIndexOf('-') < 0 && good.lastIndexOf('_') < 0; i++) {
            good = issue(SECRET, new ConnectToken("id-" + i, "ann", 7, Role.PLAYER, "here", NOW + 60, Map.of()));
        }
        final String other = good.replace('-', '+').replace('_', '/');
        assertThrows(ProtocolException.class, () -> admit(other), other);
    }

    /** The last character of Base64 may have bits that mean nothing. */
    private static boolean isSameBytes(final String one, final String other) {
        final int at = one.lastIndexOf('.') + 1;
        if (!other.startsWith(one.substring(0, at))) {
            return false;
        }
        try {
            return java.util.Arrays.equals(
                    Base64.getUrlDecoder().decode(one.substring(at)),
                    Base64.getUrlDecoder().decode(other.substring(at)));
        } catch (final IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void whatever_stands_in_the_place_of_a_token_is_refused() {
        final Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            final StringBuilder text = new StringBuilder("e");
            for (int length = random.nextInt(200); length > 0; length--) {
                text.append(random.nextInt(10) == 0 ? '.' : (char) (33 + random.nextInt(94)));
            }
            assertThrows(ProtocolException.class, () -> admit(text.toString()), text.toString());
        }
        final String deep = "[".repeat(700);
        assertRefused(DisconnectReason.TOKEN_MALFORMED, "token", encode("{\"alg\":" + deep) + ".e30.AA");
    }

    // ---- claims

    @Test
    void a_token_for_another_server_is_refused() throws Exception {
        assertRefused(
                DisconnectReason.TOKEN_OTHER_SERVER,
                "aud",
                sign(claims().audience("there").build()));
        assertRefused(
                DisconnectReason.TOKEN_OTHER_SERVER,
                "aud",
                sign(claims().audience((String) null).build()));
        admit(sign(claims().audience(java.util.List.of("there", "here")).build()));
    }

    @Test
    void claims_that_are_missing_or_of_no_use_are_named() throws Exception {
        assertRefused(
                DisconnectReason.TOKEN_MALFORMED,
                "exp",
                sign(claims().expirationTime(null).build()));
        assertRefused(
                DisconnectReason.TOKEN_MALFORMED,
                "jti",
                sign(claims().jwtID(null).build()));
        assertRefused(
                DisconnectReason.TOKEN_MALFORMED,
                "sub",
                sign(claims().subject("").build()));
        assertRefused(
                DisconnectReason.TOKEN_MALFORMED,
                "sub",
                sign(claims().subject("a".repeat(65)).build()));
        assertRefused(
                DisconnectReason.TOKEN_MALFORMED,
                "role",
                sign(claims().claim("role", "admin").build()));
        assertRefused(
                DisconnectReason.TOKEN_MALFORMED,
                "join",
                sign(claims().claim("join", "ann").build()));
        for (final Object match : new Object[] {null, 0, -1, 1L << 31, 1.5, "7", true}) {
            assertRefused(
                    DisconnectReason.TOKEN_MALFORMED,
                    "match",
                    sign(claims().claim("match", match).build()));
        }
    }

    // ---- join fields

    private static final LayoutBuilder LAYOUT = new LayoutBuilder("joins");
    private static final BytesColumn NAME = LAYOUT.join().text("name", 8);
    private static final BytesColumn PLAYER = LAYOUT.join().text("player", 16);
    private static final IntColumn TEAM = LAYOUT.join().int8("team", 0, 3);

    private static Layout layout() {
        LAYOUT.table("players", 1).int8("x", 0, 1);
        LAYOUT.input().int8("move", 0, 1);
        return LAYOUT.build();
    }

    private static final Layout JOINS = layout();

    private Bytes record(final Map<String, Object> join, final Bytes fromClient) {
        final ConnectToken token = new ConnectToken("id-1", "ann", 7, Role.PLAYER, "here", NOW + 60, join);
        return admit(issue(SECRET, token)).join().record(JOINS, fromClient);
    }

    @Test
    void what_a_token_claims_wins_over_what_the_client_says() {
        final UnsafeBuffer said = new UnsafeBuffer(new byte[JOINS.join().lengthBytes()]);
        new RecordView(JOINS.join())
                .wrap(said, 0)
                .reset()
                .set(TEAM, 3)
                .setText(NAME, "liar")
                .setText(PLAYER, "somebody");
        final Bytes made = record(Map.of("name", "Ann"), Bytes.copyOf(said, 0, said.capacity()));
        final RecordView view = new RecordView(JOINS.join()).wrap(new UnsafeBuffer(made.toArray()), 0);
        assertEquals("Ann", view.getText(NAME));
        assertEquals("ann", view.getText(PLAYER), "who the token is for");
        assertEquals(3, view.get(TEAM), "nothing is claimed about the team");
    }

    @Test
    void a_claim_that_the_layout_has_no_room_for_is_named() {
        for (final Map<String, Object> join :
                java.util.List.<Map<String, Object>>of(Map.of("name", "much too long"), Map.of("name", 3))) {
            final ProtocolException refused = assertThrows(ProtocolException.class, () -> record(join, Bytes.NONE));
            assertEquals(DisconnectReason.TOKEN_REFUSED, refused.reason());
            assertEquals("join.name", refused.field());
        }
        assertEquals(
                "join.team",
                assertThrows(ProtocolException.class, () -> record(Map.of("team", 4), Bytes.NONE))
                        .field());
        assertEquals(
                "join.skin",
                assertThrows(ProtocolException.class, () -> record(Map.of("skin", "red"), Bytes.NONE))
                        .field());
    }
}
