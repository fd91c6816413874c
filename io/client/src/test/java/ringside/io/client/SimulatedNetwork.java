package ringside.io.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.MessageType;

/**
 * Servers, one client and the network between them on one thread, in simulated time, from one seed.
 *
 * <p>Delays are each way. With loss, messages may be lost, twice there and out of order, as datagrams are; without, they
 * keep their order, as on TCP. What belongs to the handshake is never lost.
 */
final class SimulatedNetwork implements Carrier {
    static final long MS = 1_000_000;

    long nowNs = 1_000 * MS;
    long delayNs;
    long jitterNs;
    int lossPercent;
    /** Loss of inputs only, on their way there; they then travel as datagrams do, all else in order. */
    int inputLossPercent;
    /** Loss of commands and of their answers. */
    int commandLossPercent;
    /** So many times as long as it should take, servers take for a frame. */
    int slowness = 1;
    /** The client's thread sleeps until then. */
    long clientHeldUpUntilNs = Long.MIN_VALUE;

    int attempts;

    @Nullable
    ServerAddress lastAddress;

    /** What was dialled, and when, in milliseconds from the beginning. */
    final List<String> dialled = new ArrayList<>();

    private final SplittableRandom random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<ServerAddress, ScriptedMatch> servers = new HashMap<>();
    private final Map<ScriptedMatch, Long> nextFrameNs = new HashMap<>();
    private final Set<ServerAddress> silent = new HashSet<>();
    private final Map<ServerAddress, Long> lateNs = new HashMap<>();
    private final List<Link> links = new ArrayList<>();
    private @Nullable ClientSession session;
    private long order;

    SimulatedNetwork(final long seed) {
        random = new SplittableRandom(seed);
    }

    private record Event(long atNs, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(final Event other) {
            return atNs != other.atNs ? Long.compare(atNs, other.atNs) : Long.compare(order, other.order);
        }
    }

    /** One connection. */
    private final class Link implements Line {
        final ServerAddress address;
        final LineListener listener;
        ScriptedMatch.@Nullable Guest guest;
        boolean open = true;
        long upNs;
        long downNs;

        Link(final ServerAddress address, final LineListener listener) {
            this.address = address;
            this.listener = listener;
        }

        @Override
        public void send(final DirectBuffer message, final int offset, final int lengthBytes) {
            up(this, message, offset, lengthBytes);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            drop(this);
        }

        boolean isHeard() {
            return open && !silent.contains(address);
        }
    }

    void serve(final String url, final ScriptedMatch match) {
        servers.put(ServerAddress.parse(url), match);
        nextFrameNs.putIfAbsent(match, nowNs);
    }

    /** Nobody listens at that address any more. */
    void stopServing(final String url) {
        servers.remove(ServerAddress.parse(url));
    }

    /** The server at that address, or the way to it, is gone without a word; false: it is back. */
    void silence(final String url, final boolean isGone) {
        if (isGone) {
            silent.add(ServerAddress.parse(url));
        } else {
            silent.remove(ServerAddress.parse(url));
        }
    }

    /** What the server at that address says comes later by so much. */
    void answersLate(final String url, final long ms) {
        lateNs.put(ServerAddress.parse(url), ms * MS);
    }

    /** Connections that this client has not let go of. */
    long openLinks() {
        return links.stream().filter(link -> link.open).count();
    }

    /** Whether one of them is to that address. */
    boolean hasOpenLink(final String url) {
        return links.stream().anyMatch(link -> link.open && link.address.equals(ServerAddress.parse(url)));
    }

    /** A message of the server's that no server wrote. */
    void deliver(final byte[] message) {
        for (final Link link : List.copyOf(links)) {
            link.listener.received(new UnsafeBuffer(message), 0, message.length, nowNs);
        }
    }

    ClientSession join(final ClientSettings settings, final SessionListener listener) {
        final ClientSession joining = new ClientSession(settings, new Layouts(), this, listener);
        session = joining;
        joining.start(nowNs);
        return joining;
    }

    /** Cuts all connections; both sides learn of it. */
    void cut() {
        for (final Link link : List.copyOf(links)) {
            if (link.open) {
                drop(link);
                link.listener.lost("cut", nowNs);
            }
        }
    }

    /** Cuts the connections to that address. */
    void cut(final String url) {
        for (final Link link : List.copyOf(links)) {
            if (link.open && link.address.equals(ServerAddress.parse(url))) {
                drop(link);
                link.listener.lost("cut", nowNs);
            }
        }
    }

    /** The connections stay, but nothing gets through any more. */
    void unplug() {
        links.forEach(link -> link.open = false);
    }

    /** The server ends the connection with a reason. */
    void disconnect(final ringside.io.protocol.DisconnectMessage why) {
        for (final Link link : List.copyOf(links)) {
            if (link.guest != null) {
                link.guest.disconnect(why);
            }
        }
    }

    void runMs(final long ms) {
        runUntil(nowNs + ms * MS);
    }

    void runUntil(final long endNs) {
        while (true) {
            long next = endNs;
            for (final long frameNs : nextFrameNs.values()) {
                next = Math.min(next, frameNs);
            }
            final Event first = events.peek();
            if (first != null) {
                next = Math.min(next, first.atNs);
            }
            next = Math.min(next, Math.max(session().deadlineNs(), clientHeldUpUntilNs));
            nowNs = Math.max(nowNs, next);
            if (nowNs >= endNs) {
                return;
            }
            step();
        }
    }

    private void step() {
        while (!events.isEmpty() && events.peek().atNs <= nowNs) {
            events.remove().what.run();
        }
        nextFrameNs.replaceAll((match, dueNs) -> {
            if (dueNs > nowNs) {
                return dueNs;
            }
            match.step(nowNs);
            return dueNs + slowness * 1_000L * MS / match.hz;
        });
        if (nowNs >= clientHeldUpUntilNs && session().deadlineNs() <= nowNs) {
            session().doWork(nowNs);
        }
    }

    private ClientSession session() {
        if (session == null) {
            throw new IllegalStateException("nobody joined");
        }
        return session;
    }

    // ---- the client's carrier

    @Override
    public Line dial(final ServerAddress address, final LineListener listener) {
        attempts++;
        lastAddress = address;
        dialled.add(address.host() + "@" + (nowNs / MS - 1_000));
        final Link link = new Link(address, listener);
        links.add(link);
        at(nowNs + 2 * delayNs + 1, () -> {
            final ScriptedMatch match = servers.get(address);
            if (!link.isHeard()) {
                return;
            }
            if (match == null) {
                drop(link);
                link.listener.lost("nobody listens at " + address, nowNs);
            } else {
                link.guest = match.accept(ScriptedMatch.client(
                        message -> down(link, message), () -> at(nowNs + delayNs + jitterNs + 1, () -> ended(link))));
                link.listener.connected(nowNs);
            }
        });
        return link;
    }

    private void up(final Link link, final DirectBuffer message, final int offset, final int lengthBytes) {
        final byte[] copy = new byte[lengthBytes];
        message.getBytes(offset, copy);
        final int percent = lossOf(copy);
        final int copies = copies(percent);
        for (int i = 0; i < copies; i++) {
            final long arrivalNs = arrival(link.upNs, percent);
            link.upNs = percent == 0 ? arrivalNs : link.upNs;
            at(arrivalNs, () -> {
                if (link.isHeard() && link.guest != null) {
                    link.guest.received(copy, nowNs);
                }
            });
        }
    }

    private void drop(final Link link) {
        link.open = false;
        links.remove(link);
        if (link.guest != null) {
            link.guest.gone();
        }
    }

    private void ended(final Link link) {
        if (link.isHeard()) {
            drop(link);
            link.listener.lost("the server closed the connection", nowNs);
        }
    }

    private void down(final Link link, final byte[] message) {
        final int percent = lossOf(message);
        final int copies = copies(percent);
        for (int i = 0; i < copies; i++) {
            final long arrivalNs = arrival(link.downNs, percent) + lateNs.getOrDefault(link.address, 0L);
            link.downNs = percent == 0 ? arrivalNs : link.downNs;
            at(Math.max(arrivalNs, clientHeldUpUntilNs), () -> {
                if (link.isHeard()) {
                    link.listener.received(new UnsafeBuffer(message), 0, message.length, nowNs);
                }
            });
        }
    }

    /** What a message may suffer; the handshake and the end of a connection suffer nothing. */
    private int lossOf(final byte[] message) {
        final MessageType type = MessageType.of(message[0]);
        if (type == MessageType.HELLO || type == MessageType.WELCOME || type == MessageType.DISCONNECT) {
            return 0;
        }
        final boolean ofCommand = type == MessageType.COMMAND
                || type == MessageType.COMMAND_APPLIED
                || (type == MessageType.REFUSED && message[1] == ControlMessages.COMMAND);
        final int own = type == MessageType.INPUTS ? inputLossPercent : ofCommand ? commandLossPercent : 0;
        return Math.max(lossPercent, own);
    }

    private int copies(final int percent) {
        if (percent == 0) {
            return 1;
        }
        final int draw = random.nextInt(100);
        return draw < percent ? 0 : draw < percent + 2 ? 2 : 1;
    }

    private long arrival(final long lastNs, final int percent) {
        final long ns = nowNs + delayNs + (jitterNs == 0 ? 0 : random.nextLong(jitterNs));
        return percent == 0 ? Math.max(ns, lastNs) : ns;
    }

    private void at(final long atNs, final Runnable what) {
        events.add(new Event(atNs, order++, what));
    }
}
