package ringside.io.client;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.DisconnectReason;
import ringside.io.session.Edge;
import ringside.io.session.Outlet;

/**
 * A real edge, many clients and the network between them on one thread, in simulated time, from one seed. With loss, messages
 * may be lost, come twice or out of order; what belongs to the handshake is never lost.
 */
public class EdgeNetwork {
    public static final long MS = 1_000_000;

    final List<Player> players = new ArrayList<>();
    /** The shortest way of a message, and what may be added to it. */
    public long delayNs = 10 * MS;

    public long jitterNs;
    public int lossPercent;

    private final SplittableRandom random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Server server;
    private long order;
    private long nextFrameNs;
    private long nowNs;

    /** A real edge, and an engine behind it, in time that the network moves. */
    public interface Server {
        Edge edge();

        int hz();

        /** The number of the match to join. */
        int match();

        /** Computes a frame and shows it. */
        void frame(long nowNs);

        /** Passes on what was answered and shows what is due. */
        void wake(long nowNs);
    }

    private record Event(long atNs, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(final Event other) {
            return atNs != other.atNs ? Long.compare(atNs, other.atNs) : Long.compare(order, other.order);
        }
    }

    public EdgeNetwork(final Server server, final long startNs, final long seed) {
        this.server = server;
        random = new SplittableRandom(seed);
        nowNs = startNs;
        nextFrameNs = startNs;
    }

    public long nowNs() {
        return nowNs;
    }

    private void at(final long atNs, final Runnable what) {
        events.add(new Event(atNs, order++, what));
    }

    public Player join(final ClientSettings settings, final SessionListener listener) {
        return join(settings, JoinRequest.ANY, listener);
    }

    Player join(final ClientSettings settings, final JoinRequest request, final SessionListener listener) {
        final Player player = new Player(settings.withJoin(request.withMatch(server.match())), listener);
        players.add(player);
        player.session.start(nowNs);
        return player;
    }

    public void runMs(final long ms) {
        runUntil(nowNs + ms * MS);
    }

    public void runUntil(final long endNs) {
        while (nowNs < endNs) {
            long next = Math.min(endNs, nextFrameNs);
            final Event first = events.peek();
            if (first != null) {
                next = Math.min(next, first.atNs);
            }
            for (final Player player : players) {
                next = Math.min(next, Math.max(player.asleepUntilNs, player.session.deadlineNs()));
            }
            nowNs = Math.max(nowNs, next);
            step();
        }
    }

    private void step() {
        while (!events.isEmpty() && events.peek().atNs <= nowNs) {
            events.remove().what.run();
        }
        if (nowNs >= nextFrameNs) {
            nextFrameNs += 1_000_000_000L / server.hz();
            server.frame(nowNs);
        } else {
            server.wake(nowNs);
        }
        for (final Player player : players) {
            if (nowNs >= player.asleepUntilNs && player.session.deadlineNs() <= nowNs) {
                player.session.doWork(nowNs);
            }
        }
    }

    private int copies(final boolean sure) {
        if (sure || lossPercent == 0) {
            return 1;
        }
        final int draw = random.nextInt(100);
        return draw < lossPercent ? 0 : draw < lossPercent + 3 ? 2 : 1;
    }

    private long arrival(final long lastNs) {
        final long ns = nowNs + delayNs + (jitterNs == 0 ? 0 : random.nextLong(jitterNs));
        return lossPercent == 0 ? Math.max(ns, lastNs) : ns;
    }

    /** One client and its connection. */
    public final class Player implements Carrier {
        public final ClientSession session;
        /** Its thread sleeps until then, and what comes waits. */
        long asleepUntilNs = Long.MIN_VALUE;

        long bytesDown;
        private @Nullable Link link;

        private Player(final ClientSettings settings, final SessionListener listener) {
            session = new ClientSession(settings, new Layouts(), this, listener);
        }

        /** Cuts the connection; both sides learn of it. */
        void cut() {
            final Link from = link;
            if (from != null) {
                from.close();
                from.listener.lost("cut", nowNs);
            }
        }

        /** A message that this client's session did not write. */
        void sendRaw(final byte[] message) {
            final Link to = link;
            if (to != null) {
                to.up(new UnsafeBuffer(message), 0, message.length);
            }
        }

        @Override
        public Line dial(final ServerAddress address, final LineListener listener) {
            final Link made = new Link(this, listener);
            link = made;
            at(nowNs + 2 * delayNs + 1, () -> {
                if (made.isOpen) {
                    made.connection = server.edge().open(made, nowNs);
                    listener.connected(nowNs);
                }
            });
            return made.line;
        }
    }

    /** A connection as the server sees it. */
    private final class Link implements Outlet {
        private final Player player;
        private final LineListener listener;
        private final Line line = new ClientSide();
        private boolean isOpen = true;
        private long upNs;
        private long downNs;
        private long welcomeNs;
        private ringside.io.session.@Nullable Connection connection;

        private Link(final Player player, final LineListener listener) {
            this.player = player;
            this.listener = listener;
        }

        private void up(final DirectBuffer message, final int offset, final int lengthBytes) {
            final byte[] copy = new byte[lengthBytes];
            message.getBytes(offset, copy);
            for (int i = copies(copy[0] == 1); i > 0; i--) {
                upNs = arrival(upNs);
                at(upNs, () -> {
                    if (isOpen && connection != null) {
                        connection.receive(new UnsafeBuffer(copy), 0, copy.length, nowNs);
                        connection.flushIfNeeded();
                    }
                });
            }
        }

        /** The client lets go of it. */
        private void close() {
            isOpen = false;
            if (connection != null) {
                connection.peerClosed();
            }
        }

        /** The same connection as the client sees it. */
        private final class ClientSide implements Line {
            @Override
            public void send(final DirectBuffer message, final int offset, final int lengthBytes) {
                up(message, offset, lengthBytes);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {
                Link.this.close();
            }
        }

        @Override
        public void send(final DirectBuffer message, final int offset, final int lengthBytes) {
            final byte[] copy = new byte[lengthBytes];
            message.getBytes(offset, copy);
            player.bytesDown += lengthBytes;
            for (int i = copies(copy[0] == 64 || copy[0] == 67); i > 0; i--) {
                downNs = Math.max(arrival(downNs), welcomeNs);
                deliver(downNs, copy);
                // No carrier lets anything overtake the answer to the handshake.
                welcomeNs = copy[0] == 64 ? downNs : welcomeNs;
            }
        }

        private void deliver(final long atNs, final byte[] copy) {
            at(atNs, () -> {
                if (!isOpen) {
                    return;
                }
                if (nowNs < player.asleepUntilNs) {
                    deliver(player.asleepUntilNs, copy);
                } else {
                    listener.received(new UnsafeBuffer(copy), 0, copy.length, nowNs);
                }
            });
        }

        @Override
        public void flush() {}

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public long pendingBytes() {
            return 0;
        }

        @Override
        public void close(final DisconnectReason reason) {
            at(nowNs + delayNs + jitterNs + 1, () -> {
                if (isOpen) {
                    isOpen = false;
                    listener.lost("the server closed the connection", nowNs);
                }
            });
        }
    }
}
