package ringside.io.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.quic.QuicSslContext;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ringside.engine.ring.NanoClock;
import ringside.io.netty.quic.QuicHost;
import ringside.io.netty.quic.QuicIdentity;
import ringside.io.session.Connection;
import ringside.io.session.EdgeCounters;
import ringside.io.session.Outlet;

/** What clients who come by QUIC find here: the same gate, the same certificates and the same edge as all others. */
final class QuicDoor implements QuicHost {
    private final AcceptGate gate;
    private final LoopEdge loopEdge;
    private final ServerSettings settings;
    private final Supplier<QuicIdentity> identity;
    private final String fingerprint;

    /** @param certificates for clients that come now, or null to make one for development */
    QuicDoor(
            final AcceptGate gate,
            final LoopEdge loopEdge,
            final ServerSettings settings,
            final @Nullable Supplier<Certificates> certificates) {
        this.gate = gate;
        this.loopEdge = loopEdge;
        this.settings = settings;
        if (certificates == null) {
            final QuicIdentity made =
                    QuicIdentity.selfSigned(List.of(settings.host(), "localhost", "127.0.0.1", "::1"));
            identity = () -> made;
            fingerprint = made.fingerprint();
        } else {
            certificates.get().forQuic();
            identity = () -> certificates.get().forQuic();
            fingerprint = "";
        }
    }

    @Override
    public boolean hasRoomFor(final @Nullable InetAddress address) {
        return gate.hasRoomFor(address);
    }

    @Override
    public boolean takeOn(final @Nullable InetAddress address) {
        return gate.takeOn(address);
    }

    @Override
    public void release(final @Nullable InetAddress address) {
        gate.release(address);
    }

    @Override
    public QuicSslContext identity() {
        return identity.get().context();
    }

    @Override
    public int handshakeMs() {
        return settings.encryptionDeadlineMs();
    }

    /** Of the certificate that was made for development; else empty. */
    String fingerprint() {
        return fingerprint;
    }

    @Override
    public Connection open(final Outlet outlet) {
        return loopEdge.edge().open(outlet, loopEdge.nowNs());
    }

    @Override
    public void deliver(final Connection connection, final ByteBuf from, final int index, final int lengthBytes) {
        loopEdge.deliver(connection, from, index, lengthBytes);
    }

    @Override
    public void failed(final ChannelHandlerContext context, final Throwable cause, final Connection connection) {
        Faults.closeOn(context, cause, connection);
    }

    @Override
    public void failed(final Throwable cause) {
        Faults.reportError(cause);
    }

    @Override
    public EdgeCounters counters() {
        return loopEdge.edge().counters();
    }

    @Override
    public NanoClock clock() {
        return loopEdge::nowNs;
    }
}
