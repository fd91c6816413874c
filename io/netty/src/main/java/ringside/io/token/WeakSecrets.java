package ringside.io.token;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets that can be guessed: those of examples, and those that nobody drew at random. A secret is good that may be random
 * bytes, or hexadecimal or Base64 text of such. It is weak when
 *
 * <ul>
 *   <li>a word stands in it that stands in examples;
 *   <li>it reads like a language, however long it is: its pairs of letters are likelier in words than at random (a phrase has
 *       little more than a bit a letter, and may stand in a book);
 *   <li>it follows the alphabet, the digits or a keyboard's rows, or rises evenly;
 *   <li>its estimated entropy is below {@value #LEAST_BITS} bits: Shannon's measure of its bytes, where what repeats at least
 *       {@value #SHORTEST_REPEAT} bytes of before counts as one byte.
 * </ul>
 */
final class WeakSecrets {
    /** What random bytes of the least length have, and more. */
    private static final int LEAST_BITS = 140;

    private static final int SHORTEST_REPEAT = 4;

    /** Pairs below which nothing can be said. */
    private static final int LEAST_PAIRS = 12;

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

    /** The most common pairs of letters in English words, by which other European languages are known as well. */
    private static final Set<String> MOST_COMMON =
            pairs("th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me"
                    + " de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec");

    private static final Set<String> COMMON =
            pairs("pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts"
                    + " mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab gh ty op wo sa ay"
                    + " ex ke fr oo");

    private static final Set<String> USUAL =
            pairs("av ag if ap gr od bo sp rd do uc bu ei ov by rm ep tt oc fa ef cu rn sc gi da yo cr cl du ga qu ue"
                    + " ff ba ey ls va um pp ua up lu go ht ru ug ds lt pi rc rr eg au ck ew mu br bi pt ak pu ui rg");

    /** By so many bits pairs are likelier in words than among letters that were drawn at random, about. */
    private static final double MOST_COMMON_BITS = 2.7;

    private static final double COMMON_BITS = 1.2;
    private static final double USUAL_BITS = 0;
    private static final double OTHER_BITS = -2.2;

    /** From which on words are meant: five secrets of a million that were drawn at random get there. */
    private static final double WORDS_BITS = 3;

    /** What fingers and children follow. */
    private static final List<String> ROWS = List.of(
            "abcdefghijklmnopqrstuvwxyz", "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm");

    /** The key of the examples in RFC 7515, appendix A.1, and of many a tutorial. */
    private static final byte[] RFC_7515 = Base64.getUrlDecoder()
            .decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");

    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]*");

    private WeakSecrets() {}

    private static Set<String> pairs(final String text) {
        return new HashSet<>(Arrays.asList(text.split(" ", -1)));
    }

    /** Why that secret is weak, or null. */
    static @Nullable String weakness(final byte[] secret) {
        if (Arrays.equals(secret, RFC_7515)) {
            return "is the published example of RFC 7515";
        }
        final String asWritten = new String(secret, StandardCharsets.ISO_8859_1);
        final String text = asWritten.toLowerCase(Locale.ROOT);
        for (final String word : WORDS) {
            if (text.contains(word)) {
                return "contains '" + word + "': it was made up, not drawn at random";
            }
        }
        if (isForeignText(secret) || isLanguage(asWritten)) {
            return "reads like words of a language: it was made up, not drawn at random";
        }
        if (followsRows(text)) {
            return "follows the alphabet or a keyboard: it was not drawn at random";
        }
        if (isRun(secret) || bits(secret) < LEAST_BITS) {
            return "repeats itself: it was not drawn at random";
        }
        return null;
    }

    /** Random bytes are no UTF-8 that goes beyond ASCII. */
    private static boolean isForeignText(final byte[] secret) {
        try {
            final String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(secret))
                    .toString();
            return text.length() < secret.length;
        } catch (final CharacterCodingException e) {
            return false;
        }
    }

    /**
     * Weighs the pairs of letters of a secret; one that goes on with a capital letter is none of a word. Hexadecimal text has the
     * letters of too few words.
     */
    private static boolean isLanguage(final String text) {
        if (HEXADECIMAL.matcher(text).matches()) {
            return false;
        }
        int pairs = 0;
        double bits = 0;
        for (int i = 1; i < text.length(); i++) {
            final String pair = text.substring(i - 1, i + 1);
            if (isLetter(pair.charAt(0)) && isLetter(pair.charAt(1))) {
                pairs++;
                final boolean isBorder = pair.charAt(0) >= 'a' && pair.charAt(1) < 'a';
                bits += isBorder ? OTHER_BITS : bitsOf(pair.toLowerCase(Locale.ROOT));
            }
        }
        return pairs >= LEAST_PAIRS && bits >= WORDS_BITS;
    }

    private static double bitsOf(final String pair) {
        if (MOST_COMMON.contains(pair)) {
            return MOST_COMMON_BITS;
        }
        if (COMMON.contains(pair)) {
            return COMMON_BITS;
        }
        return USUAL.contains(pair) ? USUAL_BITS : OTHER_BITS;
    }

    private static boolean isLetter(final char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean followsRows(final String text) {
        int following = 0;
        for (int i = 1; i < text.length(); i++) {
            final String pair = text.substring(i - 1, i + 1);
            final String back = "" + pair.charAt(1) + pair.charAt(0);
            following += ROWS.stream().anyMatch(row -> row.contains(pair) || row.contains(back)) ? 1 : 0;
        }
        return 2 * following >= text.length();
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

    /** Shannon's measure of a byte, for as many as are new. */
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
        return bits * newBytes(secret) / secret.length;
    }

    /** Bytes, where each part that stood there before counts as one. */
    private static int newBytes(final byte[] secret) {
        int bytes = 0;
        for (int at = 0; at < secret.length; bytes++) {
            final int repeated = repeated(secret, at);
            at += repeated >= SHORTEST_REPEAT ? repeated : 1;
        }
        return bytes;
    }

    /** The length of the longest part from there on that began before as well. */
    private static int repeated(final byte[] secret, final int at) {
        int longest = 0;
        for (int from = 0; from < at; from++) {
            int length = 0;
            while (at + length < secret.length && secret[from + length] == secret[at + length]) {
                length++;
            }
            longest = Math.max(longest, length);
        }
        return longest;
    }
}
