package ringside.io.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/** How many connections there may be from where. */
class AddressLimitsTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private long nowNs;

    private AddressLimits limits(final ServerSettings settings) {
        return new AddressLimits(settings, () -> nowNs);
    }

    private static ServerSettings settings() {
        return ServerSettings.DEFAULT.withConnections(5, 3, 5_000).withAddressLimits(3, 4, false);
    }

    private static InetAddress address(final String text) {
        try {
            return InetAddress.getByName(text);
        } catch (final UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void one_address_takes_only_its_share() {
        final AddressLimits limits = limits(settings());
        for (int i = 0; i < 3; i++) {
            assertTrue(limits.open(address("192.0.2.1")));
        }
        nowNs += SECOND_NS;
        assertFalse(limits.open(address("192.0.2.1")));
        assertTrue(limits.open(address("192.0.2.2")));
        limits.closed(address("192.0.2.1"));
        assertTrue(limits.open(address("192.0.2.1")));
        assertEquals(4, limits.open());
    }

    @Test
    void all_addresses_together_take_what_there_is() {
        final AddressLimits limits = limits(settings());
        for (int i = 1; i <= 5; i++) {
            assertTrue(limits.open(address("192.0.2." + i)));
        }
        assertFalse(limits.open(address("192.0.2.6")));
        assertFalse(limits.open(null));
        limits.closed(address("192.0.2.1"));
        assertTrue(limits.open(null));
    }

    @Test
    void one_address_begins_only_so_many_in_a_second() {
        final AddressLimits limits = limits(settings());
        for (int i = 0; i < 4; i++) {
            assertTrue(limits.open(address("192.0.2.1")));
            limits.closed(address("192.0.2.1"));
        }
        assertFalse(limits.open(address("192.0.2.1")), "a storm");
        assertTrue(limits.open(address("192.0.2.2")), "others go on");
        nowNs += SECOND_NS / 4;
        assertTrue(limits.open(address("192.0.2.1")));
        assertFalse(limits.open(address("192.0.2.1")));
    }

    @Test
    void a_network_of_ipv6_counts_as_one_address() {
        final AddressLimits limits = limits(settings());
        for (int i = 0; i < 3; i++) {
            assertTrue(limits.open(address("2001:db8:0:1::" + i)));
        }
        assertFalse(limits.open(address("2001:db8:0:1:ffff::1")));
        assertTrue(limits.open(address("2001:db8:0:2::1")));
    }

    @Test
    void this_machine_may_be_left_out() {
        final AddressLimits limits = limits(settings());
        for (int i = 0; i < 5; i++) {
            assertTrue(limits.open(address("127.0.0.1")));
        }
        assertFalse(limits.open(address("127.0.0.1")), "the limit for all holds");
        final AddressLimits strict = limits(settings().withAddressLimits(1, 4, true));
        assertTrue(strict.open(address("::1")));
        assertFalse(strict.open(address("::1")));
    }

    @Test
    void what_is_remembered_of_addresses_is_bounded() {
        final AddressLimits limits = limits(settings());
        limits.open(address("192.0.2.1"));
        for (int i = 0; i < 200_000; i++) {
            final byte[] bytes = {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i};
            final InetAddress address;
            try {
                address = InetAddress.getByAddress(bytes);
            } catch (final UnknownHostException e) {
                throw new AssertionError(e);
            }
            assertTrue(limits.open(address));
            limits.closed(address);
        }
        assertTrue(limits.sources() <= 65_537, limits.sources() + " addresses");
        assertEquals(1, limits.open());
    }
}
