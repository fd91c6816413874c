package ringside.io.session;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.BookmarkPayload;
import ringside.engine.event.Event;
import ringside.io.protocol.BookmarkMessage;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.RefusalReason;

/** A connection's marks on their way to the ring: one a second for each seat, and one for all who only watch a match. */
final class Bookmarking {
    private static final int PER_SECOND = 1;

    private final Connection connection;
    private final Edge edge;
    private final HostedMatch match;
    private final TokenBucket rate;

    Bookmarking(final Connection connection, final Edge edge, final HostedMatch match) {
        this.connection = connection;
        this.edge = edge;
        this.match = match;
        final int player = connection.player();
        final int cell = player == 0 ? match.layout().seats() : match.game().seatOf(player);
        // Who comes back, or sits down where another one was, waits like anybody: marks are for ever.
        rate = new TokenBucket(PER_SECOND, match.bookmarkRates(), cell);
    }

    void take(final DirectBuffer message, final int offset, final int lengthBytes, final long nowNs) {
        final BookmarkMessage bookmark = BookmarkMessage.read(message, offset, lengthBytes);
        final RefusalReason refusal = rate.take(nowNs) ? offer(bookmark, nowNs) : RefusalReason.TOO_MANY_BOOKMARKS;
        if (refusal != null) {
            connection.refused(ControlMessages.BOOKMARK, bookmark.number(), refusal.code());
        }
    }

    private @Nullable RefusalReason offer(final BookmarkMessage bookmark, final long nowNs) {
        final Event event = edge.eventScratch();
        BookmarkPayload.write(
                event,
                match.id(),
                connection.player(),
                bookmark.number(),
                bookmark.shownFrame(),
                connection.number(),
                bookmark.text().getBytes(StandardCharsets.UTF_8));
        event.receivedNs(nowNs);
        return edge.offer(event) ? null : RefusalReason.RING_FULL;
    }
}
