package ringside.io.netty.quic;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.quic.QuicSslContext;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import ringside.engine.ring.NanoClock;
import ringside.io.session.Connection;
import ringside.io.session.EdgeCounters;
import ringside.io.session.Outlet;

/** What QUIC needs of the server that it is a port of. Called on the event loop of the port. */
public interface QuicHost {
    /** False when no more connections are taken on, no more from that address, or not so soon. */
    boolean hasRoomFor(@Nullable InetAddress address);

    /** The same for one that begins, which has to be {@link #release}d at its end if it is taken on. */
    boolean takeOn(@Nullable InetAddress address);

    /** A connection that was taken on is gone. */
    void release(@Nullable InetAddress address);

    /** A new connection, of which nothing is known yet. */
    Connection open(Outlet outlet);

    /** Hands over one whole message. The bytes are copied. */
    void deliver(Connection connection, ByteBuf from, int index, int lengthBytes);

    /** Something went wrong in the pipeline of that connection. */
    void failed(ChannelHandlerContext context, Throwable cause, Connection connection);

    /** Something went wrong beside all connections, or before there was one. */
    void failed(Throwable cause);

    /** As whom the server answers a client that comes now. */
    QuicSslContext identity();

    /** From the first packet of a connection to the end of its handshake. */
    int handshakeMs();

    EdgeCounters counters();

    NanoClock clock();
}
