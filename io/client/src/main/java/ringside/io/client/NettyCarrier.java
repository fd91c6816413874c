package ringside.io.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Carries one client's messages over TCP or WebSocket, encrypted or not. Lives on the client's loop. */
final class NettyCarrier implements Carrier {
    /** Bytes that a server may leave unread before the connection counts as lost. */
    private static final int MOST_UNSENT_BYTES = 256 * 1024;

    private final GameClient client;
    private final ClientSettings settings;
    private final @Nullable SslContext encryption;

    NettyCarrier(final GameClient client, final ClientSettings settings) {
        this.client = client;
        this.settings = settings;
        encryption = encryption(settings);
    }

    private static @Nullable SslContext encryption(final ClientSettings settings) {
        if (settings.addresses().stream().noneMatch(address -> address.kind().isEncrypted())) {
            return null;
        }
        final SslContextBuilder builder = SslContextBuilder.forClient();
        if (settings.trusted() != null) {
            builder.trustManager(settings.trusted().toFile());
        }
        try {
            return builder.build();
        } catch (final SSLException e) {
            throw new IllegalArgumentException("trusted certificates " + settings.trusted() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Line dial(final ServerAddress address, final LineListener listener) {
        final Connection connection = new Connection(client, address, listener);
        final Bootstrap bootstrap = new Bootstrap()
                .group(client.loop().eventLoop())
                .channel(client.loop().channelType())
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        settings.reconnect().attemptMs())
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(MOST_UNSENT_BYTES / 2, MOST_UNSENT_BYTES))
                .handler(new Pipeline(connection, encryption));
        if (address.kind() != ServerAddress.Kind.LOCAL) {
            bootstrap.option(ChannelOption.TCP_NODELAY, true);
        }
        final ChannelFuture attempt = bootstrap.connect(address.socketAddress());
        attempt.addListener(result -> {
            final Channel channel = attempt.channel();
            if (result.isSuccess()) {
                connection.attempting(channel);
            } else {
                connection.lost(address + ": " + describe(result.cause()));
            }
        });
        return connection;
    }

    static String describe(final @Nullable Throwable cause) {
        return cause == null ? "no connection" : String.valueOf(cause.getMessage());
    }
}
