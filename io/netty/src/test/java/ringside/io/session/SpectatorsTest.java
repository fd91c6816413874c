package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.io.protocol.AcksMessage;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.WelcomeMessage;
import ringside.io.protocol.Wire;
import ringside.io.support.TestEdge;
import ringside.io.support.TestEngine;
import ringside.snapshot.codec.ViewDecoder;

/** Those who only watch, by an engine and an edge without threads. */
class SpectatorsTest {
    private static final long FRAME_NS = 1_000_000_000L / TestEngine.HZ;
    private static final int DELAY_MS = 1_000;
    private static final int DELAY_FRAMES = DELAY_MS * TestEngine.HZ / 1_000;

    private final TestEdge test = edge(new SpectatorSettings(3, DELAY_MS, 20), Admission.OPEN);
    private final List<Integer> bumps = new ArrayList<>();
    private int seq;

    private static TestEdge edge(final SpectatorSettings settings, final Admission admission) {
        return new TestEdge(EdgeSettings.at(TestEdge.EPOCH, TestEngine.HZ).withSpectators(settings), admission);
    }

    private static byte[] wantsToWatch(final int match) {
        return new HelloMessage("", 0, match, "", Bytes.NONE, null, "test")
                .ofSpectator()
                .write();
    }

    private ViewDecoder decoder() {
        return new ViewDecoder(test.engine.type.layout(), (frame, type, record, offset) -> bumps.add(frame));
    }

    private TestEdge.Client watch() {
        return test.client().send(wantsToWatch(1));
    }

    private static int read(final TestEdge.Client client, final ViewDecoder decoder) {
        int parts = 0;
        for (final UnsafeBuffer view : client.outlet.takeAll(MessageType.VIEW)) {
            assertEquals(
                    ViewDecoder.Outcome.APPLIED,
                    decoder.apply(view, Wire.TYPE_BYTES, view.capacity() - Wire.TYPE_BYTES));
            parts++;
        }
        return parts;
    }

    private void frames(final int count, final TestEdge.Client player) {
        for (int i = 0; i < count; i++) {
            seq++;
            player.input(seq, seq, 1);
            player.outlet.sent.clear();
            test.nowNs += FRAME_NS;
            test.frame();
        }
    }

    private int shownX(final ViewDecoder decoder) {
        return (int) decoder.table("players").value(0, test.engine.game.x);
    }

    @Test
    void who_watches_has_no_seat_and_is_welcomed() {
        final TestEdge.Client spectator = watch();
        final WelcomeMessage welcome = spectator.outlet.takeWelcome();
        assertTrue(welcome.seat().isSpectator());
        assertEquals(1, welcome.seat().match());
        assertEquals(0, test.engine.offered.size(), "logic hears nothing of it");
        assertEquals(ConnectionState.PLAYING, spectator.connection.state());
    }

    @Test
    void nothing_is_shown_before_the_delay_is_over_and_effects_come_with_it() {
        final TestEdge.Client player = test.client();
        player.join();
        final TestEdge.Client spectator = watch();
        spectator.outlet.takeWelcome();
        final ViewDecoder decoder = decoder();
        for (int i = 0; i < 4 * DELAY_FRAMES; i++) {
            frames(1, player);
            read(spectator, decoder);
            final int frame = test.engine.slot(1).snapshots().newestFrame();
            assertTrue(
                    decoder.frame() <= Math.max(-1, frame - DELAY_FRAMES + 1),
                    "frame " + decoder.frame() + " at " + frame);
            if (decoder.frame() > 0) {
                assertEquals(decoder.frame(), shownX(decoder), "one step to the right in each frame");
                assertTrue(frame - decoder.frame() < DELAY_FRAMES + 6, "late, but not later than that");
            }
        }
        assertTrue(decoder.frame() > 2 * DELAY_FRAMES);
        assertTrue(bumps.size() > DELAY_FRAMES);
        for (int i = 1; i < bumps.size(); i++) {
            assertEquals(bumps.get(i - 1) + 1, bumps.get(i), "each effect once and in order");
        }
    }

    @Test
    void all_are_sent_the_same_bytes_at_their_own_rate_however_they_acknowledge() {
        final TestEdge.Client player = test.client();
        player.join();
        final TestEdge.Client one = watch();
        final TestEdge.Client other = watch();
        one.outlet.takeWelcome();
        other.outlet.takeWelcome();
        int views = 0;
        for (int i = 0; i < 200; i++) {
            frames(1, player);
            final UnsafeBuffer acks = new UnsafeBuffer(new byte[16]);
            final AcksMessage message = new AcksMessage().begin(acks, 0, 1);
            message.set(0, i, 0);
            other.send(acks, message.lengthBytes());
            while (!one.outlet.sent.isEmpty()) {
                assertArrayEquals(
                        one.outlet.take(MessageType.VIEW).byteArray(),
                        other.outlet.take(MessageType.VIEW).byteArray());
                views++;
            }
            assertTrue(other.outlet.sent.isEmpty());
        }
        assertEquals((200 - DELAY_FRAMES) / 3.0, views, 2, "20 a second of 60 frames");
        assertEquals(0, test.failures);
    }

    @Test
    void who_comes_later_begins_with_what_was_recorded_for_others() {
        final TestEdge.Client player = test.client();
        player.join();
        watch();
        frames(5 * DELAY_FRAMES, player);
        final TestEdge.Client late = watch();
        late.outlet.takeWelcome();
        final ViewDecoder decoder = decoder();
        frames(1, player);
        assertTrue(read(late, decoder) > 0, "at once");
        assertEquals(decoder.frame(), shownX(decoder));
        final int frame = test.engine.slot(1).snapshots().newestFrame();
        assertTrue(frame - decoder.frame() < DELAY_FRAMES + 6);
    }

    @Test
    void who_does_not_read_goes_on_at_a_view_that_stands_for_itself() {
        final TestEdge.Client player = test.client();
        player.join();
        final TestEdge.Client spectator = watch();
        spectator.outlet.takeWelcome();
        final ViewDecoder decoder = decoder();
        frames(2 * DELAY_FRAMES, player);
        read(spectator, decoder);
        spectator.outlet.writable = false;
        frames(6 * DELAY_FRAMES, player);
        assertEquals(0, read(spectator, decoder));
        spectator.outlet.writable = true;
        frames(1, player);
        assertTrue(read(spectator, decoder) > 0);
        assertEquals(decoder.frame(), shownX(decoder));
        final int frame = test.engine.slot(1).snapshots().newestFrame();
        assertTrue(frame - decoder.frame() < DELAY_FRAMES + 6);
        assertTrue(test.counters.get(EdgeCounter.VIEWS_SKIPPED) > 0);
    }

    @Test
    void there_is_room_for_so_many_and_for_another_when_one_leaves() {
        final List<TestEdge.Client> watching = List.of(watch(), watch(), watch());
        final TestEdge.Client tooMany = watch();
        assertEquals(DisconnectReason.MATCH_FULL, tooMany.outlet.closed);
        assertEquals("spectators", tooMany.outlet.disconnect().field());
        watching.get(1).leave();
        assertEquals(DisconnectReason.LEFT, watching.get(1).outlet.closed);
        watching.get(2).connection.peerClosed();
        assertNull(watch().outlet.closed);
        assertNull(watch().outlet.closed);
        assertEquals(DisconnectReason.MATCH_FULL, watch().outlet.closed);
    }

    @Test
    void who_watches_may_say_nothing_of_the_match() {
        final TestEdge.Client spectator = watch();
        spectator.input(1, 1, 1);
        assertEquals(DisconnectReason.UNEXPECTED_MESSAGE, spectator.outlet.closed);
        final TestEdge.Client other = watch();
        other.say(1, 5);
        assertEquals(DisconnectReason.UNEXPECTED_MESSAGE, other.outlet.closed);
        assertEquals(0, test.engine.offered.size());
    }

    @Test
    void the_end_of_a_match_is_shown_before_everyone_is_let_go() {
        final TestEdge.Client player = test.client();
        player.join();
        final TestEdge.Client spectator = watch();
        spectator.outlet.takeWelcome();
        final ViewDecoder decoder = decoder();
        frames(2 * DELAY_FRAMES, player);
        player.command(1, test.engine.game.finish.id());
        frames(3, player);
        final int last = test.engine.slot(1).snapshots().newestFrame();
        assertNull(spectator.outlet.closed);
        for (int i = 0; i < 2 * DELAY_FRAMES; i++) {
            test.advanceMs(1_000 / TestEngine.HZ + 1);
        }
        assertEquals(DisconnectReason.MATCH_OVER, spectator.outlet.closed);
        read(spectator, decoder);
        assertTrue(last - decoder.frame() < 3, "shown up to frame " + decoder.frame() + " of " + last);
    }

    @Test
    void a_game_that_throws_when_asked_what_they_may_see_ends_their_connections_only() {
        final TestEdge.Client player = test.client();
        player.join();
        final TestEdge.Client spectator = watch();
        test.engine.game.failsForSpectators = true;
        frames(2, player);
        assertEquals(DisconnectReason.SERVER_ERROR, spectator.outlet.closed);
        assertNull(player.outlet.closed);
        assertEquals(1, test.failures);
    }

    @Test
    void a_player_must_not_watch_beside_the_game_with_the_same_token() {
        final TestEdge tokens = edge(SpectatorSettings.DEFAULT, hello -> Admission.Admitted.OPEN);
        final TestEdge.Client player = tokens.client().send(wantsToWatch(1));
        assertEquals(DisconnectReason.TOKEN_REFUSED, player.outlet.closed);
        final TestEdge watchers = edge(SpectatorSettings.DEFAULT, hello -> Admission.Admitted.TO_WATCH);
        final TestEdge.Client told = watchers.client().hello();
        assertTrue(told.outlet.takeWelcome().seat().isSpectator(), "the token decides");
    }

    @Test
    void a_match_that_nobody_hosts_cannot_be_watched() {
        assertEquals(DisconnectReason.UNKNOWN_MATCH, test.client().send(wantsToWatch(9)).outlet.closed);
        final TestEdge nobody = edge(new SpectatorSettings(0, 0, 20), Admission.OPEN);
        assertEquals(DisconnectReason.MATCH_FULL, nobody.client().send(wantsToWatch(1)).outlet.closed);
    }
}
