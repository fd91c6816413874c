package ringside.io.client;

import org.jspecify.annotations.Nullable;

/** Carries one client's messages over whatever the address asks for. Lives on the client's loop. */
final class AnyCarrier implements Carrier {
    private final NettyCarrier streams;
    private final @Nullable QuicCarrier quic;

    /** Throws {@link IllegalArgumentException} when the trusted certificates cannot be read. */
    AnyCarrier(final GameClient client, final ClientSettings settings) {
        streams = new NettyCarrier(client, settings);
        quic = settings.addresses().stream().anyMatch(AnyCarrier::isQuic) ? new QuicCarrier(client, settings) : null;
    }

    @Override
    public Line dial(final ServerAddress address, final LineListener listener) {
        final Carrier carrier = isQuic(address) && quic != null ? quic : streams;
        return carrier.dial(address, listener);
    }

    private static boolean isQuic(final ServerAddress address) {
        return address.kind() == ServerAddress.Kind.QUIC;
    }
}
