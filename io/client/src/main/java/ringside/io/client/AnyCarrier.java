package ringside.io.client;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Carries one client's messages over whatever the address asks for. Lives on the client's loop. */
final class AnyCarrier implements Carrier {
    private final GameClient client;
    private final ClientSettings settings;
    private final NettyCarrier streams;
    private @Nullable QuicCarrier quic;
    private Carrier current;

    AnyCarrier(final GameClient client, final ClientSettings settings) {
        this.client = client;
        this.settings = settings;
        streams = new NettyCarrier(client, settings);
        current = streams;
    }

    @Override
    public void connect(final ServerAddress address) {
        current.close();
        if (address.kind() == ServerAddress.Kind.QUIC) {
            if (quic == null) {
                quic = new QuicCarrier(client, settings);
            }
            current = quic;
        } else {
            current = streams;
        }
        current.connect(address);
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
