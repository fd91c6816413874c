package ringside.io.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.io.files.FilesException;

/** Keys in files. */
class TokenKeysTest {
    @TempDir
    private Path folder;

    private Path write(final String name, final String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String secret(final String id, final byte[] bytes) {
        return new OctetSequenceKey.Builder(bytes).keyID(id).build().toJSONString();
    }

    private static @Nullable String weakness(final byte[] bytes) {
        return WeakSecrets.weakness(bytes);
    }

    private static String refusal(final Path location) {
        return String.valueOf(assertThrows(FilesException.class, () -> TokenKeys.read(location))
                .getMessage());
    }

    @Test
    void keys_stand_in_a_file_or_in_the_files_of_a_folder() throws IOException {
        final Path one = write("a.json", TokenKey.newSecret("a"));
        assertEquals("keys [a]", TokenKeys.read(one).toString());
        write("b.jwk", "{\"keys\":[" + TokenKey.newPair("b") + "," + TokenKey.newSecret("c") + "]}");
        write("readme.txt", "no key");
        write(".hidden.json", "no key");
        final TokenKeys all = TokenKeys.read(folder);
        assertEquals("keys [a, b, c]", all.toString());
        assertEquals("b", all.signing("b").id());
        assertTrue(String.valueOf(assertThrows(FilesException.class, () -> all.signing(null))
                        .getMessage())
                .contains("[a, b, c]"));
    }

    @Test
    void new_keys_are_not_weak() throws IOException {
        for (int i = 0; i < 50; i++) {
            final TokenKeys keys = TokenKeys.read(write("a.json", TokenKey.newSecret("a")));
            assertNull(keys.signing(null).weakness());
        }
        assertNull(TokenKeys.read(write("a.json", TokenKey.newPair("a")))
                .signing(null)
                .weakness());
        final byte[] random = new byte[32];
        new java.security.SecureRandom().nextBytes(random);
        assertNull(weakness(HexFormat.of().formatHex(random).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void what_was_drawn_at_random_is_not_weak_in_whichever_form() {
        final long seed = Long.getLong("ringside.seed", 7);
        final SplittableRandom random = new SplittableRandom(seed);
        final int secrets = 20_000;
        int refused = 0;
        for (int i = 0; i < secrets; i++) {
            final byte[] bytes = new byte[32 + random.nextInt(33)];
            random.nextBytes(bytes);
            refused += weakness(bytes) == null ? 0 : 1;
            refused += weakness(Base64.getEncoder().encode(bytes)) == null ? 0 : 1;
            refused += weakness(HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII)) == null ? 0 : 1;
        }
        // 'test' and '0123' may stand anywhere by chance.
        assertTrue(refused <= secrets / 200, "-Dringside.seed=" + seed + ": " + refused + " refused");
    }

    @Test
    void phrases_are_weak_however_long_they_are() {
        for (final String text : new String[] {
            "correct horse battery staple correct horse battery staple",
            "the quick brown fox jumps over the lazy dog and then it runs away into the deep dark forest",
            "TheQuickBrownFoxJumpsOverTheLazyDogAndThenItRunsAway",
            "it-was-the-best-of-times-it-was-the-worst-of-times-it-was-the-age-of-wisdom",
            "In the beginning God created the heaven and the earth. And the earth was without form, and void;"
                    + " and darkness was upon the face of the deep.",
            "To be, or not to be, that is the question: whether 'tis nobler in the mind to suffer",
            "W3 h0ld th3s3 truths to be s3lf-evident, that all men are cr3ated equal",
            "der hund springt am abend noch einmal durch den garten und bellt",
            "\u043f\u0430\u0440\u043e\u043b\u044c \u043f\u0430\u0440\u043e\u043b\u044c \u0434\u043b\u044f \u0441\u0435\u0440\u0432\u0435\u0440\u0430"
        }) {
            assertTrue(
                    String.valueOf(weakness(text.getBytes(StandardCharsets.UTF_8)))
                            .startsWith("reads like words"),
                    text);
        }
    }

    @Test
    void what_follows_a_keyboard_or_says_a_little_several_times_is_weak() {
        for (final String text : new String[] {
            "qwertyuiopasdfghjklzxcvbnm1234567890",
            "zyxwvutsrqponmlkjihgfedcbazyxwvutsrq",
            "1q2w3e4r5t6z1q2w3e4r5t6z1q2w3e4r5t6z",
            "x9Kq2Lw8Rt5vx9Kq2Lw8Rt5vx9Kq2Lw8Rt5vx9Kq2Lw8Rt5v",
            "G7hJ2kLq--G7hJ2kLq++G7hJ2kLq==G7hJ2kLq!!"
        }) {
            assertNotNull(weakness(text.getBytes(StandardCharsets.UTF_8)), text);
        }
    }

    @Test
    void secrets_that_nobody_drew_at_random_are_weak() {
        final byte[] rising = new byte[64];
        for (int i = 0; i < rising.length; i++) {
            rising[i] = (byte) (3 * i);
        }
        assertNotNull(weakness(rising));
        assertNotNull(weakness(new byte[32]));
        for (final String text : new String[] {
            "abababababababababababababababababab",
            "a-string-secret-at-least-256-bits-long",
            "ChangeMe-ChangeMe-ChangeMe-ChangeMe-ChangeMe",
            "0123456789abcdef0123456789abcdef",
            "thethethethethethethethethethethe"
        }) {
            assertNotNull(weakness(text.getBytes(StandardCharsets.UTF_8)), text);
        }
        final byte[] published = Base64.getUrlDecoder()
                .decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
        assertTrue(String.valueOf(weakness(published)).contains("RFC 7515"));
    }

    @Test
    void what_is_no_key_is_refused_by_name_and_not_quoted() throws Exception {
        final Path file = write("a.json", "correct horse battery staple");
        assertTrue(refusal(file).startsWith(file + ": is no JSON Web Key"), refusal(file));
        assertFalse(refusal(file).contains("horse"));
        assertTrue(refusal(folder.resolve("none.json")).endsWith("none.json: there is no such file"));
        assertTrue(refusal(write("a.json", secret("a", new byte[31]))).contains("has 31 bytes, at least 32"));
        assertTrue(refusal(write("a.json", "{\"kty\":\"oct\",\"k\":\"AAAA\"}")).contains("no id"));
        final RSAKey rsa = new RSAKeyGenerator(2048).keyID("r").generate();
        assertTrue(refusal(write("a.json", rsa.toJSONString())).contains("kty RSA"));
        assertTrue(refusal(write("a.json", "{\"keys\":[]}")).contains("no key"));
        write("a.json", TokenKey.newSecret("same"));
        write("b.json", TokenKey.newSecret("same"));
        assertTrue(refusal(folder).contains("there is another of that id"));
        Files.delete(folder.resolve("a.json"));
        Files.delete(folder.resolve("b.json"));
        assertTrue(refusal(folder).contains("no key"));
    }

    @Test
    void the_public_half_checks_and_does_not_sign() throws IOException {
        final Path half = write("a.json", TokenKey.publicHalf(TokenKey.newPair("a")));
        final TokenKeys keys = TokenKeys.read(half);
        assertTrue(String.valueOf(assertThrows(FilesException.class, () -> keys.signing(null))
                        .getMessage())
                .contains("can sign"));
        assertFalse(Files.readString(half).contains("\"d\""));
    }
}
