package ringside.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ringside.io.client.LineListener;
import ringside.io.client.ServerAddress;
import ringside.io.session.Connection;

/** The network between clients and servers: dials, and what happens to connections. */
final class SimNetwork {
    private final Kernel kernel;
    private final Chance chance;
    private final Map<String, ServerPort> ports = new HashMap<>();
    private final List<SimLink> links = new ArrayList<>();
    private final Checker checker;
    private Faults weather;

    SimNetwork(final Kernel kernel, final Chance chance, final Faults weather, final Checker checker) {
        this.kernel = kernel;
        this.checker = checker;
        this.chance = chance;
        this.weather = weather;
    }

    /** A server that takes connections. */
    interface ServerPort {
        /** A connection for that link. */
        Connection open(SimLink link);

        /** Runs something of the server's, unless it is gone by then. */
        void run(Runnable what);

        /** Its own clock. */
        long nowNs();
    }

    Kernel kernel() {
        return kernel;
    }

    Checker checker() {
        return checker;
    }

    Chance chance() {
        return chance;
    }

    Faults weather() {
        return weather;
    }

    /** From now on it is like that. */
    void weather(final Faults next) {
        weather = next;
        links.forEach(SimLink::unblock);
    }

    void listen(final String host, final ServerPort port) {
        ports.put(host, port);
    }

    /**
     * The server is gone.
     *
     * @param isHeard whether its clients are told, as where a process dies and its machine does not
     */
    void gone(final String host, final boolean isHeard) {
        ports.remove(host);
        for (final SimLink link : List.copyOf(links)) {
            if (link.host().equals(host)) {
                link.serverGone(isHeard);
            }
        }
    }

    /** Begins a connection; what comes of it is told to the listener. */
    SimLink dial(final Peer client, final ServerAddress address, final LineListener listener) {
        final SimLink link = new SimLink(this, client, address.host(), listener);
        links.add(link);
        final long ns = wayNs() + wayNs();
        kernel.after(ns, () -> {
            final ServerPort port = ports.get(link.host());
            if (port == null) {
                link.refused();
            } else {
                link.accepted(port);
            }
        });
        return link;
    }

    /** How long a message takes. */
    long wayNs() {
        return 20_000
                + weather.delayMs() * Kernel.MS
                + (weather.jitterMs() == 0 ? 0 : chance.between(0, weather.jitterMs() * Kernel.MS));
    }

    void remove(final SimLink link) {
        links.remove(link);
    }

    List<SimLink> links() {
        return List.copyOf(links);
    }
}
