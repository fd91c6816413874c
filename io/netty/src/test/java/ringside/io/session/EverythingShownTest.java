package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.RefusalReason;
import ringside.io.protocol.Wire;
import ringside.io.support.TestEdge;
import ringside.io.support.TestEngine;
import ringside.snapshot.codec.ViewDecoder;

/** A developer's wish to see what the game hides. */
class EverythingShownTest {
    private static final EdgeSettings PRODUCTION = EdgeSettings.at(TestEdge.EPOCH, TestEngine.HZ);

    @Test
    void in_development_a_client_is_shown_what_the_game_hides_for_as_long_as_it_wants() {
        final TestEdge test = new TestEdge(PRODUCTION.withDevelopment(true), Admission.OPEN);
        final Player player = new Player(test);
        assertEquals(1, player.shown(), "itself");
        player.asks(true);
        assertEquals(2, player.shown());
        player.asks(false);
        assertEquals(1, player.shown());
        assertTrue(player.client.outlet.takeAll(MessageType.REFUSED).isEmpty());
    }

    @Test
    void in_production_the_wish_is_refused_and_play_goes_on() {
        final TestEdge test = new TestEdge(PRODUCTION, Admission.OPEN);
        assertFalse(PRODUCTION.development());
        final Player player = new Player(test);
        player.asks(true);
        final List<UnsafeBuffer> refused = List.copyOf(player.client.outlet.takeAll(MessageType.REFUSED));
        assertEquals(1, refused.size());
        assertEquals(ControlMessages.SIGHT, ControlMessages.refusedWhat(refused.get(0), 0));
        assertEquals(RefusalReason.NOT_IN_DEVELOPMENT.code(), ControlMessages.refusedReason(refused.get(0), 0));
        assertEquals(1, player.shown());
        assertEquals(ConnectionState.PLAYING, player.client.connection.state());
    }

    @Test
    void a_wish_of_another_length_ends_the_connection() {
        final Player player = new Player(new TestEdge(PRODUCTION, Admission.OPEN));
        player.client.send(new byte[] {MessageType.SIGHT.code()});
        assertEquals(
                DisconnectReason.BAD_LENGTH, player.client.outlet.disconnect().reason());
    }

    /** One who sees nobody else, with another one in the match. */
    private static final class Player {
        private final TestEdge test;
        private final TestEdge.Client client;
        private final ViewDecoder decoder;

        Player(final TestEdge test) {
            this.test = test;
            test.engine.game.lonelySeat = 0;
            client = test.client();
            client.join();
            test.client().join();
            decoder = new ViewDecoder(test.engine.type.layout(), (frame, type, record, offset) -> {});
        }

        void asks(final boolean everything) {
            final UnsafeBuffer message = new UnsafeBuffer(new byte[ControlMessages.SIGHT_BYTES]);
            client.send(message, ControlMessages.writeSight(message, 0, everything));
        }

        /** How many players the next view shows. */
        int shown() {
            test.frame();
            for (final UnsafeBuffer view : client.outlet.takeAll(MessageType.VIEW)) {
                decoder.apply(view, Wire.TYPE_BYTES, view.capacity() - Wire.TYPE_BYTES);
            }
            int count = 0;
            for (int id = 0; id < 4; id++) {
                count += decoder.table("players").isShown(id) ? 1 : 0;
            }
            return count;
        }
    }
}
