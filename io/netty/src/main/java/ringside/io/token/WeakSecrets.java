package ringside.io.token;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds secrets that can be guessed: those of examples, and those that nobody drew at random. */
final class WeakSecrets {
    /** Random bytes, and hexadecimal or Base64 text of such, have more; phrases have less. */
    private static final double LEAST_BITS = 140;

    /** Words that stand in secrets which people made up, or copied. */
    private static final List<String> WORDS = List.of(
            "secret",
            "password",
            "changeme",
            "change-me",
            "change_me",
            "default",
            "example",
            "ringside",
            "test",
            "0123");

    /** The key of the examples in RFC 7515, appendix A.1, and of many a tutorial. */
    private static final byte[] RFC_7515 = Base64.getUrlDecoder()
            .decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");

    private WeakSecrets() {}

    /** Why that secret is weak, or null. */
    static @Nullable String weakness(final byte[] secret) {
        if (java.util.Arrays.equals(secret, RFC_7515)) {
            return "is the published example of RFC 7515";
        }
        final String text = new String(secret, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        for (final String word : WORDS) {
            if (text.contains(word)) {
                return "contains '" + word + "': it was made up, not drawn at random";
            }
        }
        if (isRun(secret) || bits(secret) < LEAST_BITS) {
            return "repeats itself: it was not drawn at random";
        }
        return null;
    }

    /** True when each byte is as far from the one before as that from the one before it. */
    private static boolean isRun(final byte[] secret) {
        for (int i = 2; i < secret.length; i++) {
            if ((byte) (secret[i] - secret[i - 1]) != (byte) (secret[1] - secret[0])) {
                return false;
            }
        }
        return true;
    }

    /** Shannon's measure of the bytes, each for itself. */
    private static double bits(final byte[] secret) {
        final int[] counts = new int[256];
        for (final byte each : secret) {
            counts[each & 0xFF]++;
        }
        double bits = 0;
        for (final int count : counts) {
            if (count > 0) {
                bits -= count * Math.log((double) count / secret.length) / Math.log(2);
            }
        }
        return bits;
    }
}
