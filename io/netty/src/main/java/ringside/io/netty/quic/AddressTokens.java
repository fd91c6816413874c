package ringside.io.netty.quic;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import ringside.engine.ring.NanoClock;

/**
 * The proof that a client receives what is sent to its address: it is given a token in a RETRY and brings it back. Nothing is
 * kept for a client that was given one.
 *
 * <pre>
 * offset  length
 *      0       8  when it was written: nanoseconds of the server's clock
 *      8      32  HMAC-SHA256 over that time, the port (2), the length of the address (1), the address, and the rest
 *     40       n  the connection id that the client had chosen first
 * </pre>
 *
 * Good for {@value #LIFE_SECONDS} s, from the same address and port only. The key is random, known to this process only, and
 * another one every {@value #KEY_SECONDS} s; the one before stays good for as long as a token can be. Not thread-safe.
 */
final class AddressTokens {
    /** A handshake is begun again within this, however slow the way. */
    static final int LIFE_SECONDS = 30;

    static final int KEY_SECONDS = 600;
    static final int HEADER_BYTES = 40;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final int TIME_BYTES = 8;
    private static final int KEY_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final NanoClock clock;
    private final Consumer<byte[]> random;
    private final Mac current = mac();
    private final Mac before = mac();
    private SecretKeySpec key;
    private long keyedNs;

    /** @param random fills arrays with unpredictable bytes */
    AddressTokens(final NanoClock clock, final Consumer<byte[]> random) {
        this.clock = clock;
        this.random = random;
        key = newKey();
        keyedNs = clock.nanoTime();
        init(current, key);
        init(before, newKey());
    }

    /** A token for that address, around the connection id that the client chose. */
    byte[] issue(final InetSocketAddress address, final byte[] connectionId) {
        rotate();
        final ByteBuffer token = ByteBuffer.allocate(HEADER_BYTES + connectionId.length);
        final long nowNs = clock.nanoTime();
        token.putLong(nowNs);
        token.put(sign(current, nowNs, address, connectionId, 0, connectionId.length));
        token.put(connectionId);
        return token.array();
    }

    /** True when this server wrote the token for that address not long ago. */
    boolean isGood(final byte[] token, final InetSocketAddress address) {
        if (token.length < HEADER_BYTES) {
            return false;
        }
        rotate();
        final ByteBuffer read = ByteBuffer.wrap(token);
        final long issuedNs = read.getLong();
        final byte[] signature = new byte[HEADER_BYTES - TIME_BYTES];
        read.get(signature);
        final int restBytes = token.length - HEADER_BYTES;
        // Both are worked out in any case: how long it takes says nothing of which one failed.
        final boolean isCurrent =
                MessageDigest.isEqual(signature, sign(current, issuedNs, address, token, HEADER_BYTES, restBytes));
        final boolean isBefore =
                MessageDigest.isEqual(signature, sign(before, issuedNs, address, token, HEADER_BYTES, restBytes));
        final long ageNs = clock.nanoTime() - issuedNs;
        return (isCurrent || isBefore) && ageNs >= 0 && ageNs <= LIFE_SECONDS * SECOND_NS;
    }

    private void rotate() {
        final long nowNs = clock.nanoTime();
        if (nowNs - keyedNs > KEY_SECONDS * SECOND_NS) {
            init(before, key);
            key = newKey();
            init(current, key);
            keyedNs = nowNs;
        }
    }

    private static byte[] sign(
            final Mac mac,
            final long issuedNs,
            final InetSocketAddress address,
            final byte[] rest,
            final int offset,
            final int restBytes) {
        final byte[] raw = address.getAddress().getAddress();
        mac.update(ByteBuffer.allocate(TIME_BYTES + 3)
                .putLong(issuedNs)
                .putShort((short) address.getPort())
                .put((byte) raw.length)
                .flip());
        mac.update(raw);
        mac.update(rest, offset, restBytes);
        return mac.doFinal();
    }

    private SecretKeySpec newKey() {
        final byte[] bytes = new byte[KEY_BYTES];
        random.accept(bytes);
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    private static Mac mac() {
        try {
            return Mac.getInstance(ALGORITHM);
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private static void init(final Mac mac, final SecretKeySpec key) {
        try {
            mac.init(key);
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("a key of " + KEY_BYTES + " bytes fits " + ALGORITHM, e);
        }
    }
}
