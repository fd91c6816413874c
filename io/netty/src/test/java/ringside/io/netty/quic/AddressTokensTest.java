package ringside.io.netty.quic;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AddressTokensTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};

    private final InetSocketAddress home = new InetSocketAddress("192.0.2.7", 4_000);
    private final SplittableRandom random = new SplittableRandom(1);
    private long nowNs = 77;
    private final AddressTokens tokens = new AddressTokens(() -> nowNs, random::nextBytes);

    @Test
    void a_token_is_good_for_its_address_and_no_other() {
        final byte[] token = tokens.issue(home, ID);
        assertTrue(tokens.isGood(token, home));
        assertFalse(tokens.isGood(token, new InetSocketAddress("192.0.2.7", 4_001)));
        assertFalse(tokens.isGood(token, new InetSocketAddress("192.0.2.8", 4_000)));
        assertFalse(tokens.isGood(token, new InetSocketAddress("2001:db8::7", 4_000)));
    }

    @Test
    void a_token_ends_with_the_connection_id_that_the_client_chose() {
        final byte[] token = tokens.issue(home, ID);
        assertTrue(Arrays.equals(ID, Arrays.copyOfRange(token, AddressTokens.HEADER_BYTES, token.length)));
    }

    @Test
    void no_byte_of_a_token_can_be_another() {
        final byte[] token = tokens.issue(home, ID);
        for (int i = 0; i < token.length; i++) {
            final byte[] other = token.clone();
            other[i] ^= 1;
            assertFalse(tokens.isGood(other, home), "byte " + i);
            assertFalse(tokens.isGood(Arrays.copyOf(token, i), home), "cut to " + i);
        }
        assertFalse(tokens.isGood(Arrays.copyOf(token, token.length + 1), home));
    }

    @Test
    void a_token_expires_and_none_comes_from_the_future() {
        final byte[] token = tokens.issue(home, ID);
        nowNs += AddressTokens.LIFE_SECONDS * SECOND_NS;
        assertTrue(tokens.isGood(token, home));
        nowNs++;
        assertFalse(tokens.isGood(token, home));
        nowNs = 0;
        assertFalse(tokens.isGood(token, home));
    }

    @Test
    void keys_change_and_the_one_before_stays_good_for_as_long_as_a_token() {
        nowNs += AddressTokens.KEY_SECONDS * SECOND_NS;
        final byte[] old = tokens.issue(home, ID);
        nowNs += SECOND_NS;
        final byte[] fresh = tokens.issue(home, ID);
        assertTrue(tokens.isGood(old, home));
        assertTrue(tokens.isGood(fresh, home));
        nowNs += AddressTokens.KEY_SECONDS * SECOND_NS + 1;
        assertFalse(tokens.isGood(fresh, home));
    }

    @Test
    void two_servers_do_not_take_each_others() {
        final AddressTokens other = new AddressTokens(() -> nowNs, random::nextBytes);
        assertFalse(other.isGood(tokens.issue(home, ID), home));
        assertNotEquals(Arrays.toString(other.issue(home, ID)), Arrays.toString(tokens.issue(home, ID)));
    }
}
