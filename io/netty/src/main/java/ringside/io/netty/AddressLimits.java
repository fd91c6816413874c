package ringside.io.netty;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ringside.engine.ring.NanoClock;

/**
 * How many connections there may be, in all and from one address, and how many from one address in a second. An address of
 * IPv6 stands for its network of 64 bits: that is what one customer has. Thread-safe.
 */
final class AddressLimits {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int IPV6_NETWORK_BYTES = 8;

    /** Addresses that are remembered without a connection, for their rate; beyond it all of these are forgotten. */
    private static final int MAX_QUIET = 65_536;

    private final ServerSettings settings;
    private final NanoClock clock;
    private final Map<InetAddress, Source> sources = new HashMap<>();
    private int open;
    private int quiet;

    /** An address that connections come from. */
    private static final class Source {
        private int open;
        private double credit;
        private long creditedNs;
    }

    AddressLimits(final ServerSettings settings, final NanoClock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Takes a connection on, or returns false. An address that is not known counts in all only. */
    synchronized boolean open(final @Nullable InetAddress address) {
        if (open >= settings.maxConnections()) {
            return false;
        }
        if (address != null && isLimited(address) && !openFrom(networkOf(address))) {
            return false;
        }
        open++;
        return true;
    }

    /** Whether {@link #open} would take one on now. */
    synchronized boolean hasRoomFor(final @Nullable InetAddress address) {
        if (open >= settings.maxConnections()) {
            return false;
        }
        final Source known = address == null || !isLimited(address) ? null : sources.get(networkOf(address));
        return known == null || (known.open < settings.maxConnectionsPerAddress() && creditOf(known) >= 1);
    }

    private double creditOf(final Source source) {
        final int rate = settings.maxAcceptsPerSecondAndAddress();
        return Math.min(rate, source.credit + (double) (clock.nanoTime() - source.creditedNs) * rate / SECOND_NS);
    }

    private boolean isLimited(final InetAddress address) {
        return settings.limitsThisMachine() || !address.isLoopbackAddress();
    }

    private boolean openFrom(final InetAddress network) {
        final Source known = sources.get(network);
        final Source source = known == null ? newSource(network) : known;
        source.credit = creditOf(source);
        source.creditedNs = clock.nanoTime();
        if (source.open >= settings.maxConnectionsPerAddress() || source.credit < 1) {
            return false;
        }
        source.credit--;
        if (source.open == 0) {
            quiet--;
        }
        source.open++;
        return true;
    }

    private Source newSource(final InetAddress network) {
        if (quiet >= MAX_QUIET) {
            sources.values().removeIf(source -> source.open == 0);
            quiet = 0;
        }
        final Source source = new Source();
        source.credit = settings.maxAcceptsPerSecondAndAddress();
        source.creditedNs = clock.nanoTime();
        quiet++;
        sources.put(network, source);
        return source;
    }

    /** A connection that was taken on has ended. */
    synchronized void closed(final @Nullable InetAddress address) {
        open--;
        if (address != null && isLimited(address)) {
            final Source source = sources.get(networkOf(address));
            if (source != null) {
                source.open--;
                if (source.open == 0) {
                    quiet++;
                }
            }
        }
    }

    synchronized int open() {
        return open;
    }

    /** Addresses that something is remembered of. */
    synchronized int sources() {
        return sources.size();
    }

    private static InetAddress networkOf(final InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        final byte[] network = address.getAddress();
        Arrays.fill(network, IPV6_NETWORK_BYTES, network.length, (byte) 0);
        try {
            return InetAddress.getByAddress(network);
        } catch (final UnknownHostException e) {
            throw new IllegalStateException("an address of " + network.length + " bytes", e);
        }
    }
}
