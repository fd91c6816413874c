package ringside.io.client;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Carries one client's messages over whatever the address asks for. Lives on the client's loop. */
final class AnyCarrier implements Carrier {
    private final NettyCarrier streams;
    private final @Nullable QuicCarrier quic;
    private Carrier current;

    /** Throws {@link IllegalArgumentException} when the trusted certificates cannot be read. */
    AnyCarrier(final GameClient client, final ClientSettings settings) {
        streams = new NettyCarrier(client, settings);
        quic = settings.addresses().stream().anyMatch(AnyCarrier::isQuic) ? new QuicCarrier(client, settings) : null;
        current = streams;
    }

    @Override
    public void connect(final ServerAddress address) {
        current.close();
        current = isQuic(address) && quic != null ? quic : streams;
        current.connect(address);
    }

    private static boolean isQuic(final ServerAddress address) {
        return address.kind() == ServerAddress.Kind.QUIC;
    }

    @Override
    public void send(final DirectBuffer message, final int offset, final int lengthBytes) {
        current.send(message, offset, lengthBytes);
    }

    @Override
    public void flush() {
        current.flush();
    }

    @Override
    public void close() {
        current.close();
    }
}
