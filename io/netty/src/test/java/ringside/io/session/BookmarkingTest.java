package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Deque;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.event.EventType;
import ringside.io.protocol.BookmarkMessage;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.RefusalReason;
import ringside.io.support.TestEdge;
import ringside.io.support.TestEngine;

/** Marks on their way from clients to the ring. */
class BookmarkingTest {
    private final TestEdge test = new TestEdge(
            EdgeSettings.at(TestEdge.EPOCH, TestEngine.HZ).withSpectators(new SpectatorSettings(3, 0, 20)),
            Admission.OPEN);
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[512]);

    private long offered() {
        return test.engine.offered.stream()
                .filter(copy -> copy.type() == EventType.BOOKMARK)
                .count();
    }

    private void mark(final TestEdge.Client client, final int number, final String text) {
        client.send(message, new BookmarkMessage(number, 0, text).write(message, 0));
    }

    private static RefusalReason onlyRefusal(final TestEdge.Client client) {
        final Deque<UnsafeBuffer> refused = client.outlet.takeAll(MessageType.REFUSED);
        assertEquals(1, refused.size());
        final UnsafeBuffer first = refused.getFirst();
        assertEquals(ControlMessages.BOOKMARK, ControlMessages.refusedWhat(first, 0));
        return RefusalReason.of(ControlMessages.refusedReason(first, 0));
    }

    @Test
    void a_mark_is_answered_with_its_frame_once_it_is_safe() {
        final TestEdge.Client client = test.client();
        client.join();
        test.frame();
        mark(client, 1, "through the wall");
        assertEquals(0, client.outlet.takeAll(MessageType.BOOKMARKED).size());
        test.frame();
        final Deque<UnsafeBuffer> answers = client.outlet.takeAll(MessageType.BOOKMARKED);
        assertEquals(1, answers.size());
        assertEquals(1, ControlMessages.bookmarkedNumber(answers.getFirst(), 0));
        assertEquals(1, offered());
    }

    @Test
    void one_a_second_is_taken_from_a_seat_whatever_connection_it_comes_over() {
        final TestEdge.Client client = test.client();
        client.join();
        mark(client, 1, "one");
        mark(client, 2, "two");
        assertEquals(RefusalReason.TOO_MANY_BOOKMARKS, onlyRefusal(client));
        test.advanceMs(1_001);
        mark(client, 3, "three");
        assertEquals(2, offered());
        assertEquals(ConnectionState.PLAYING, client.connection.state());
    }

    @Test
    void who_only_watches_may_mark_and_all_who_watch_share_one_a_second() {
        test.client().join();
        test.frame();
        final byte[] hello = new HelloMessage("", 0, 1, "", Bytes.NONE, null, "test")
                .ofSpectator()
                .write();
        final TestEdge.Client first = test.client().send(hello);
        final TestEdge.Client second = test.client().send(hello);
        mark(first, 1, "seen");
        mark(second, 1, "seen, too");
        assertEquals(RefusalReason.TOO_MANY_BOOKMARKS, onlyRefusal(second));
        assertEquals(1, offered());
        test.frame();
        assertEquals(1, first.outlet.takeAll(MessageType.BOOKMARKED).size());
    }

    @Test
    void a_full_ring_refuses_a_mark_with_that_reason() {
        final TestEdge.Client client = test.client();
        client.join();
        test.engine.full(true);
        mark(client, 1, "here");
        assertEquals(RefusalReason.RING_FULL, onlyRefusal(client));
    }

    @Test
    void what_no_honest_client_sends_ends_the_connection() {
        for (final byte[] text :
                List.of(new byte[0], new byte[201], new byte[] {7}, new byte[] {(byte) 0xC3}, new byte[] {
                    (byte) 0xC2, (byte) 0x85
                })) {
            final TestEdge fresh = new TestEdge();
            final TestEdge.Client client = fresh.client();
            client.join();
            final int length = new BookmarkMessage(1, 0, "x").write(message, 0) - 1;
            message.putBytes(length, text);
            client.send(message, length + text.length);
            final DisconnectReason reason = client.outlet.disconnect().reason();
            assertTrue(
                    reason == DisconnectReason.BAD_LENGTH || reason == DisconnectReason.VALUE_OUT_OF_RANGE,
                    text.length + " bytes: " + reason);
            assertTrue(fresh.engine.offered.stream().noneMatch(copy -> copy.type() == EventType.BOOKMARK));
        }
    }

    @Test
    void a_text_of_any_language_reaches_the_ring_as_it_is() {
        final TestEdge.Client client = test.client();
        client.join();
        mark(client, 1, "durch die Mauer – 壁抜け");
        assertEquals(1, offered());
        assertTrue(BookmarkMessage.isText("–".repeat(66)) && !BookmarkMessage.isText("–".repeat(67)), "200 bytes");
    }
}
