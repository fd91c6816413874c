package ringside.simulator;

import java.util.ArrayDeque;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.client.Line;
import ringside.io.client.LineListener;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.MessageType;
import ringside.io.session.Connection;
import ringside.io.session.Outlet;

/**
 * One connection. What may be lost travels as datagrams do: it may be lost, come twice or be overtaken. Everything else is in order
 * and may be late. Either end may vanish without the other one's hearing of it.
 */
final class SimLink implements Outlet {
    /** What the system takes before a server has to wait. */
    private static final int KERNEL_BYTES = 32 * 1_024;

    private static final int HIGH_WATERMARK_BYTES = 64 * 1_024;
    /** What a connection may keep waiting, by its own bounds, and a message more. */
    private static final int MOST_PENDING_BYTES = (1 << 20) + HIGH_WATERMARK_BYTES;

    private static final long LATE_NS = 200 * Kernel.MS;
    private static final long BLOCKED_AGAIN_NS = 20 * Kernel.MS;

    private final SimNetwork network;
    private final Peer client;
    private final String host;
    private final LineListener listener;
    private final Direction up = new Direction(false);
    private final Direction down = new Direction(true);
    private SimNetwork.@Nullable ServerPort port;
    private @Nullable Connection connection;
    private boolean isClientOpen = true;
    private boolean isServerOpen;
    private long linkFreeNs;

    SimLink(final SimNetwork network, final Peer client, final String host, final LineListener listener) {
        this.network = network;
        this.client = client;
        this.host = host;
        this.listener = listener;
    }

    /** One direction: what is in order waits in a queue. */
    private final class Direction {
        private final boolean isDown;
        private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
        private long lastNs;
        private long welcomeNs;
        private long blockedUntilNs;
        private int waitingBytes;

        Direction(final boolean isDown) {
            this.isDown = isDown;
        }

        void send(final DirectBuffer message, final int offset, final int lengthBytes, final boolean inOrder) {
            final byte[] copy = new byte[lengthBytes];
            message.getBytes(offset, copy);
            final MessageType type = lengthBytes > 0 ? MessageType.of(copy[0]) : null;
            if (!inOrder && type != null && type.mayBeLost() && client.isDatagrams()) {
                sendLossy(copy);
            } else {
                sendInOrder(copy);
            }
        }

        private void sendLossy(final byte[] copy) {
            final Faults weather = network.weather();
            final Chance chance = network.chance();
            int copies = chance.percent(weather.lossPercent()) ? 0 : 1;
            copies += chance.percent(weather.duplicatePercent()) ? 1 : 0;
            for (int i = 0; i < copies; i++) {
                final long ns = network.kernel().nowNs() + network.wayNs() + transferNs(copy.length);
                network.kernel().at(Math.max(ns, welcomeNs + 1), () -> {
                    if (network.kernel().nowNs() >= blockedUntilNs) {
                        deliver(copy);
                    }
                });
            }
        }

        private void sendInOrder(final byte[] copy) {
            final long late = network.chance().percent(network.weather().lossPercent()) ? LATE_NS : 0;
            lastNs = Math.max(lastNs + 1, network.kernel().nowNs() + network.wayNs() + late + transferNs(copy.length));
            if (copy.length > 0 && copy[0] == MessageType.WELCOME.code()) {
                // No carrier lets anything overtake the answer to the handshake.
                welcomeNs = lastNs;
            }
            queue.add(copy);
            waitingBytes += copy.length;
            network.kernel().at(lastNs, this::deliverFirst);
        }

        private long transferNs(final int lengthBytes) {
            final int rate = network.weather().bytesPerSecond();
            if (!isDown || rate == 0) {
                return 0;
            }
            linkFreeNs = Math.max(linkFreeNs, network.kernel().nowNs()) + lengthBytes * Kernel.SECOND_NS / rate;
            return linkFreeNs - network.kernel().nowNs();
        }

        private void deliverFirst() {
            final long now = network.kernel().nowNs();
            if (now < blockedUntilNs || (isDown && client.isAsleep())) {
                if (isDown ? isClientOpen : isServerOpen) {
                    network.kernel().after(BLOCKED_AGAIN_NS, this::deliverFirst);
                }
                return;
            }
            final byte[] first = queue.poll();
            if (first != null) {
                waitingBytes -= first.length;
                deliver(first);
            }
        }

        private void deliver(final byte[] copy) {
            network.kernel().trace().note(isDown ? "down" : "up", copy.length == 0 ? 0 : copy[0], digest(copy));
            if (isDown) {
                client.received(SimLink.this, copy);
            } else {
                deliverUp(copy);
            }
        }
    }

    private static long digest(final byte[] bytes) {
        long digest = bytes.length;
        for (final byte one : bytes) {
            digest = digest * 31 + one;
        }
        return digest;
    }

    String host() {
        return host;
    }

    LineListener listener() {
        return listener;
    }

    boolean isClientOpen() {
        return isClientOpen;
    }

    // ---- how it begins

    void accepted(final SimNetwork.ServerPort by) {
        if (!isClientOpen) {
            return;
        }
        port = by;
        isServerOpen = true;
        by.run(() -> {
            if (isServerOpen) {
                connection = by.open(this);
            }
        });
        client.connected(this);
    }

    void refused() {
        if (isClientOpen) {
            lostByClient("nobody listens at " + host);
        }
    }

    // ---- how it ends

    /** Breaks; both sides hear of it. */
    void cut() {
        if (isServerOpen) {
            closeServerSide();
        }
        if (isClientOpen) {
            lostByClient("cut");
        }
    }

    /** The client vanishes, and its server hears nothing of it. */
    void vanish() {
        isClientOpen = false;
    }

    /** Nothing passes in a direction for a while. */
    void block(final boolean isDown, final long ns) {
        (isDown ? down : up).blockedUntilNs = network.kernel().nowNs() + ns;
    }

    void unblock() {
        up.blockedUntilNs = 0;
        down.blockedUntilNs = 0;
        if (!isClientOpen && isServerOpen) {
            closeServerSide();
        }
    }

    void serverGone(final boolean isHeard) {
        isServerOpen = false;
        connection = null;
        port = null;
        if (isHeard && isClientOpen) {
            network.kernel().after(network.wayNs(), () -> {
                if (isClientOpen) {
                    lostByClient("the server reset the connection");
                }
            });
        }
    }

    private void closeServerSide() {
        isServerOpen = false;
        final Connection at = connection;
        final SimNetwork.ServerPort by = port;
        if (at != null && by != null) {
            by.run(at::peerClosed);
        }
    }

    private void lostByClient(final String why) {
        isClientOpen = false;
        network.remove(this);
        client.lost(this, why);
    }

    private void deliverUp(final byte[] copy) {
        final SimNetwork.ServerPort by = port;
        if (!isServerOpen || by == null) {
            if (isClientOpen && by == null) {
                // Whoever is there now knows nothing of this connection, and says so.
                serverGone(true);
            }
            return;
        }
        by.run(() -> {
            final Connection at = connection;
            if (at == null) {
                return;
            }
            at.receive(new UnsafeBuffer(copy), 0, copy.length, by.nowNs());
            at.flushIfNeeded();
        });
    }

    // ---- the client's side

    Line line() {
        return new Line() {
            @Override
            public void send(final DirectBuffer message, final int offset, final int lengthBytes) {
                if (isClientOpen) {
                    up.send(message, offset, lengthBytes, false);
                }
            }

            @Override
            public void flush() {
                // Everything goes at once.
            }

            @Override
            public void close() {
                if (isClientOpen) {
                    isClientOpen = false;
                    network.remove(SimLink.this);
                    network.kernel().after(network.wayNs(), () -> {
                        if (isServerOpen) {
                            closeServerSide();
                        }
                    });
                }
            }
        };
    }

    /** Whatever somebody sends who keeps to no rules. */
    void sendRaw(final byte[] message) {
        if (isClientOpen) {
            up.send(new UnsafeBuffer(message), 0, message.length, true);
        }
    }

    // ---- the server's side

    @Override
    public void send(final DirectBuffer message, final int offset, final int lengthBytes) {
        if (isServerOpen) {
            down.send(message, offset, lengthBytes, false);
            requireBounded();
        }
    }

    @Override
    public void sendInOrder(final DirectBuffer message, final int offset, final int lengthBytes) {
        if (isServerOpen) {
            down.send(message, offset, lengthBytes, true);
            requireBounded();
        }
    }

    private void requireBounded() {
        if (pendingBytes() > MOST_PENDING_BYTES) {
            network.checker()
                    .violated("a connection keeps " + pendingBytes() + " bytes waiting, " + MOST_PENDING_BYTES
                            + " are its bound");
        }
    }

    @Override
    public void flush() {
        // Everything goes at once.
    }

    @Override
    public boolean isWritable() {
        return pendingBytes() <= HIGH_WATERMARK_BYTES;
    }

    @Override
    public long pendingBytes() {
        return Math.max(0, down.waitingBytes - KERNEL_BYTES);
    }

    @Override
    public void close(final DisconnectReason reason) {
        isServerOpen = false;
        network.kernel().trace().note("server closes", reason.name(), 0);
        network.kernel().at(Math.max(down.lastNs, network.kernel().nowNs()) + network.wayNs(), () -> {
            if (isClientOpen) {
                lostByClient("the server closed the connection");
            }
        });
    }
}
