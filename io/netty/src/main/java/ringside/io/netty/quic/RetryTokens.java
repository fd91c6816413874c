package ringside.io.netty.quic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicTokenHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Predicate;
import ringside.io.session.EdgeCounter;
import ringside.io.session.EdgeCounters;

/**
 * Has every client prove its address, by {@link AddressTokens}, before anything is kept for it or much sent to it. Who has, but
 * finds no room, is not answered: that costs nothing here, and the client asks again by itself after a second or so.
 */
final class RetryTokens implements QuicTokenHandler {
    private final AddressTokens tokens;
    private final EdgeCounters counters;
    private final Predicate<InetAddress> hasRoomFor;

    /** @param hasRoomFor whether one more connection from an address may be taken on at this moment */
    RetryTokens(final AddressTokens tokens, final EdgeCounters counters, final Predicate<InetAddress> hasRoomFor) {
        this.tokens = tokens;
        this.counters = counters;
        this.hasRoomFor = hasRoomFor;
    }

    @Override
    public boolean writeToken(final ByteBuf out, final ByteBuf dcid, final InetSocketAddress address) {
        out.writeBytes(tokens.issue(address, ByteBufUtil.getBytes(dcid)));
        counters.increment(EdgeCounter.QUIC_RETRIES);
        return true;
    }

    @Override
    public TokenValidationResult validateToken(
            final ByteBuf token, final InetSocketAddress address, final ByteBuf dcid) {
        // What a RETRY asked for comes to the connection id that was in it, which is as long as all of ours.
        if (dcid.readableBytes() == QuicListener.CONNECTION_ID_BYTES
                && token.readableBytes() <= maxTokenLength()
                && tokens.isGood(ByteBufUtil.getBytes(token), address)) {
            if (hasRoomFor.test(address.getAddress())) {
                return TokenValidationResult.odcidFromToken(AddressTokens.HEADER_BYTES);
            }
            counters.increment(EdgeCounter.CONNECTIONS_REFUSED);
            return TokenValidationResult.invalidToken();
        }
        counters.increment(EdgeCounter.QUIC_TOKENS_REFUSED);
        return TokenValidationResult.invalidToken();
    }

    /** What validation there was before tokens came with the id that they were brought to. */
    @Override
    @SuppressWarnings("deprecation")
    public int validateToken(final ByteBuf token, final InetSocketAddress address) {
        return -1;
    }

    @Override
    public int maxTokenLength() {
        return AddressTokens.HEADER_BYTES + Quic.MAX_CONN_ID_LEN;
    }
}
