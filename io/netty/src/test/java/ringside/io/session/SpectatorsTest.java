package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.logic.GameType;
import ringside.engine.snapshot.SnapshotRing;
import ringside.io.protocol.AcksMessage;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.WelcomeMessage;
import ringside.io.protocol.Wire;
import ringside.io.support.Marbles;
import ringside.io.support.TestEdge;
import ringside.io.support.TestEngine;
import ringside.snapshot.codec.ViewDecoder;
import ringside.snapshot.codec.ViewTable;

/** Those who only watch, by an engine and an edge without threads. */
class SpectatorsTest {
    private static final long FRAME_NS = 1_000_000_000L / TestEngine.HZ;
    private static final int DELAY_MS = 1_000;
    private static final int DELAY_FRAMES = DELAY_MS * TestEngine.HZ / 1_000;

    private TestEdge test = edge(new SpectatorSettings(3, DELAY_MS, 20), Admission.OPEN);
    private final List<Integer> bumps = new ArrayList<>();
    private int seq;

    private static TestEdge edge(final SpectatorSettings settings, final Admission admission) {
        return new TestEdge(EdgeSettings.at(TestEdge.EPOCH, TestEngine.HZ).withSpectators(settings), admission);
    }

    private static byte[] wantsToWatch(final int match) {
        return wantsToWatch("", match);
    }

    private static byte[] wantsToWatch(final String game, final int match) {
        return new HelloMessage(game, 0, match, "", Bytes.NONE, null, "test")
                .ofSpectator()
                .write();
    }

    private ViewDecoder decoder() {
        return new ViewDecoder(test.engine.type.layout(), (frame, type, record, offset) -> bumps.add(frame));
    }

    private TestEdge.Client watch() {
        return test.client().send(wantsToWatch(1));
    }

    /** One who plays, and so lets the match go on. */
    private TestEdge.Client player() {
        final TestEdge.Client player = test.client();
        player.join();
        return player;
    }

    /** One who watches, and what there is to be seen. */
    private final class Watcher {
        final TestEdge.Client client = watch();
        final WelcomeMessage welcome = client.outlet.takeWelcome();
        final ViewDecoder decoder = decoder();
        int views;

        /** Takes in what came; answers how many parts that was. */
        int read() {
            int parts = 0;
            for (final UnsafeBuffer view : client.outlet.takeAll(MessageType.VIEW)) {
                assertEquals(
                        ViewDecoder.Outcome.APPLIED,
                        decoder.apply(view, Wire.TYPE_BYTES, view.capacity() - Wire.TYPE_BYTES));
                views += decoder.isComplete() ? 1 : 0;
                parts++;
            }
            return parts;
        }

        void isShownWithin(final int frames) {
            assertEquals(decoder.frame(), shownX(decoder), "one step to the right in each frame");
            final int frame = newestFrame();
            assertTrue(frame - decoder.frame() < frames, "frame " + decoder.frame() + " at " + frame);
        }
    }

    private int newestFrame() {
        return test.engine.slot(1).snapshots().newestFrame();
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
        final Watcher watcher = new Watcher();
        assertTrue(watcher.welcome.seat().isSpectator());
        assertEquals(1, watcher.welcome.seat().match());
        assertEquals(0, test.engine.offered.size(), "logic hears nothing of it");
        assertEquals(ConnectionState.PLAYING, watcher.client.connection.state());
    }

    @Test
    void nothing_is_shown_before_the_delay_is_over_and_effects_come_with_it() {
        final TestEdge.Client player = player();
        final Watcher watcher = new Watcher();
        for (int i = 0; i < 4 * DELAY_FRAMES; i++) {
            frames(1, player);
            watcher.read();
            final int frame = newestFrame();
            assertTrue(
                    watcher.decoder.frame() <= Math.max(-1, frame - DELAY_FRAMES + 1),
                    "frame " + watcher.decoder.frame() + " at " + frame);
            assertTrue(bumps.isEmpty() || bumps.get(bumps.size() - 1) <= watcher.decoder.frame());
            if (watcher.decoder.frame() > 0) {
                watcher.isShownWithin(DELAY_FRAMES + 6);
            }
        }
        assertTrue(watcher.decoder.frame() > 2 * DELAY_FRAMES);
        assertTrue(bumps.size() > DELAY_FRAMES);
        assertEachOnceAndInOrder();
    }

    private void assertEachOnceAndInOrder() {
        for (int i = 1; i < bumps.size(); i++) {
            assertEquals(bumps.get(i - 1) + 1, bumps.get(i), "each effect once and in order");
        }
    }

    @Test
    void for_who_goes_on_watching_no_row_begins_anew_when_others_may_begin() {
        final TestEdge.Client player = player();
        final Watcher watcher = new Watcher();
        frames(DELAY_FRAMES + 6, player);
        watcher.read();
        final ViewTable players = watcher.decoder.table("players");
        final int since = players.sinceFrame(0);
        for (int i = 0; i < 10 * TestEngine.HZ; i++) {
            frames(1, player);
            watcher.read();
            assertEquals(since, players.sinceFrame(0), "at frame " + watcher.decoder.frame());
        }
        final Watcher late = new Watcher();
        frames(1, player);
        late.read();
        late.isShownWithin(DELAY_FRAMES + 6);
        assertTrue(late.decoder.table("players").sinceFrame(0) > since + 8 * TestEngine.HZ, "begun elsewhere");
    }

    @Test
    void all_are_sent_the_same_bytes_at_their_own_rate_however_they_acknowledge() {
        final TestEdge.Client player = player();
        final Watcher one = new Watcher();
        final Watcher other = new Watcher();
        for (int i = 0; i < 200; i++) {
            frames(1, player);
            final UnsafeBuffer acks = new UnsafeBuffer(new byte[16]);
            final AcksMessage message = new AcksMessage().begin(acks, 0, 1);
            message.set(0, i, 0);
            other.client.send(acks, message.lengthBytes());
            for (final UnsafeBuffer sent : one.client.outlet.sent) {
                assertArrayEquals(
                        sent.byteArray(),
                        other.client.outlet.take(MessageType.VIEW).byteArray());
            }
            assertTrue(other.client.outlet.sent.isEmpty());
            one.read();
        }
        assertEquals((200 - DELAY_FRAMES) / 3.0, one.views, 2, "20 a second of 60 frames");
        assertEquals(0, test.failures);
    }

    @Test
    void a_hundred_are_encoded_once() {
        test = edge(new SpectatorSettings(100, DELAY_MS, 20), Admission.OPEN);
        final TestEdge.Client player = player();
        final List<Watcher> watchers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            watchers.add(new Watcher());
        }
        frames(5 * DELAY_FRAMES, player);
        final long made = test.counters.get(EdgeCounter.BROADCASTS_MADE);
        assertEquals(5 * DELAY_FRAMES / 3.0, (double) made, 2);
        assertEquals(made, test.engine.game.askedForSpectators, "the game is asked once for all of them");
        for (final Watcher watcher : watchers) {
            watcher.read();
            watcher.isShownWithin(DELAY_FRAMES + 6);
        }
    }

    @Test
    void who_comes_later_begins_with_what_was_recorded_for_others() {
        final TestEdge.Client player = player();
        new Watcher();
        frames(5 * DELAY_FRAMES, player);
        final Watcher late = new Watcher();
        frames(1, player);
        assertTrue(late.read() > 0, "at once");
        late.isShownWithin(DELAY_FRAMES + 6);
    }

    @Test
    void who_comes_back_within_a_while_is_shown_something_at_once() {
        final TestEdge.Client player = player();
        final Watcher alone = new Watcher();
        frames(2 * DELAY_FRAMES, player);
        alone.client.leave();
        frames(SpectatorSettings.KEPT_MS / 1_000 * TestEngine.HZ / 2, player);
        final Watcher back = new Watcher();
        frames(1, player);
        assertTrue(back.read() > 0, "at once");
        back.isShownWithin(DELAY_FRAMES + 6);
    }

    @Test
    void nothing_is_recorded_any_more_a_while_after_the_last_one_left() {
        final TestEdge.Client player = player();
        final Watcher alone = new Watcher();
        frames(2 * DELAY_FRAMES, player);
        alone.client.connection.peerClosed();
        frames(1, player);
        frames(SpectatorSettings.KEPT_MS / 1_000 * TestEngine.HZ + 6, player);
        test.edge.tick(test.nowNs);
        final long made = test.counters.get(EdgeCounter.BROADCASTS_MADE);
        frames(2 * DELAY_FRAMES, player);
        assertEquals(made, test.counters.get(EdgeCounter.BROADCASTS_MADE));
        final Watcher late = new Watcher();
        frames(DELAY_FRAMES / 2, player);
        assertEquals(0, late.read(), "the delay begins anew");
        frames(DELAY_FRAMES, player);
        late.read();
        late.isShownWithin(DELAY_FRAMES + 6);
    }

    @Test
    void who_does_not_read_goes_on_at_a_view_that_stands_for_itself() {
        final TestEdge.Client player = player();
        final Watcher watcher = new Watcher();
        frames(2 * DELAY_FRAMES, player);
        watcher.read();
        watcher.client.outlet.writable = false;
        frames(6 * DELAY_FRAMES, player);
        assertEquals(0, watcher.read());
        watcher.client.outlet.writable = true;
        frames(1, player);
        assertTrue(watcher.read() > 0);
        watcher.isShownWithin(DELAY_FRAMES + 6);
        assertTrue(test.counters.get(EdgeCounter.VIEWS_SKIPPED) > 0);
    }

    @Test
    void effects_of_a_snapshot_that_logic_wrote_over_are_not_shown_and_none_is_lost() {
        final TestEdge.Client player = player();
        final Watcher watcher = new Watcher();
        for (int i = 0; i < 4 * DELAY_FRAMES; i++) {
            if (i % 40 == 20) {
                test.engine.game.meanwhile = () -> test.engine.writeOverNewest(1);
            }
            frames(1, player);
            watcher.read();
        }
        assertTrue(test.counters.get(EdgeCounter.VIEWS_TORN) > 2);
        assertEquals(0, test.failures);
        assertTrue(bumps.size() > 2 * DELAY_FRAMES);
        assertEachOnceAndInOrder();
        watcher.isShownWithin(DELAY_FRAMES + 6);
    }

    @Test
    void what_a_welcome_says_of_the_match_is_as_old_as_what_is_shown() {
        final TestEdge.Client player = player();
        assertEquals(-1, leaving(new Watcher()).welcome.frame());
        frames(3 * DELAY_FRAMES, player);
        assertEquals(
                newestFrame() - DELAY_FRAMES, leaving(new Watcher()).welcome.frame());
        final Bytes before = test.client().join().rules();
        test.engine.rules(1, 99);
        frames(1, player);
        final Bytes after = test.client().join().rules();
        assertNotEquals(before, after);
        assertEquals(before, leaving(new Watcher()).welcome.rules());
        frames(DELAY_FRAMES / 2, player);
        assertEquals(before, leaving(new Watcher()).welcome.rules());
        frames(DELAY_FRAMES + TestEngine.HZ, player);
        assertEquals(after, new Watcher().welcome.rules());
    }

    private static Watcher leaving(final Watcher watcher) {
        watcher.client.leave();
        return watcher;
    }

    @Test
    void few_views_a_second_are_whole_ones() {
        test = edge(new SpectatorSettings(3, DELAY_MS, 1), Admission.OPEN);
        final TestEdge.Client player = player();
        final Watcher watcher = new Watcher();
        frames(6 * DELAY_FRAMES, player);
        assertTrue(watcher.read() >= 4);
        watcher.isShownWithin(DELAY_FRAMES + 61);
        assertTrue(bumps.size() > DELAY_FRAMES);
        assertEachOnceAndInOrder();
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
    void a_token_takes_two_places_and_no_more_until_one_of_them_is_free() {
        final long[] id = {7};
        test = edge(
                new SpectatorSettings(5, DELAY_MS, 20),
                hello -> new Admission.Admitted(3, id[0], 0, 0, 1, Role.SPECTATOR, Admission.JoinFields.OF_CLIENT));
        final TestEdge.Client first = watch();
        assertNull(first.outlet.closed);
        assertNull(watch().outlet.closed);
        final TestEdge.Client third = watch();
        assertEquals(DisconnectReason.MATCH_FULL, third.outlet.closed);
        assertEquals("token", third.outlet.disconnect().field());
        id[0] = 8;
        assertNull(watch().outlet.closed, "another token");
        id[0] = 7;
        first.connection.peerClosed();
        assertNull(watch().outlet.closed);
        assertEquals(DisconnectReason.MATCH_FULL, watch().outlet.closed);
        assertEquals(2, test.counters.get(EdgeCounter.SPECTATORS_REFUSED));
    }

    @Test
    void tokens_of_those_who_have_left_are_not_remembered() {
        final SpectatorPlaces places = new SpectatorPlaces();
        for (int i = 1; i <= 100; i++) {
            final Admission.Admitted admitted = Admission.Admitted.withToken(i, i);
            places.take(admitted, 5);
            places.take(admitted, 5);
            places.leave(admitted);
            places.leave(admitted);
        }
        assertEquals(0, places.taken());
        assertEquals(0, places.tokens());
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
        final TestEdge.Client player = player();
        final Watcher watcher = new Watcher();
        frames(2 * DELAY_FRAMES, player);
        end(player);
        final int last = newestFrame();
        assertNull(watcher.client.outlet.closed);
        waitForTheDelay();
        assertEquals(DisconnectReason.MATCH_OVER, watcher.client.outlet.closed);
        watcher.read();
        assertEquals(last, watcher.decoder.frame());
    }

    private void end(final TestEdge.Client player) {
        player.command(1, test.engine.game.finish.id());
        frames(3, player);
    }

    private void waitForTheDelay() {
        for (int i = 0; i < 2 * DELAY_FRAMES; i++) {
            test.advanceMs(1_000 / TestEngine.HZ + 1);
        }
    }

    @Test
    void the_last_frame_is_shown_although_logic_wrote_over_it_when_it_was_read_first() {
        final TestEdge.Client player = player();
        final Watcher watcher = new Watcher();
        frames(2 * DELAY_FRAMES, player);
        // All frames but those of views are recorded already: the next one recorded is the last.
        player.command(1, test.engine.game.finish.id());
        test.engine.game.meanwhile = () -> test.engine.writeOverNewest(1);
        frames(4, player);
        assertTrue(test.counters.get(EdgeCounter.VIEWS_TORN) > 0);
        waitForTheDelay();
        test.wake();
        waitForTheDelay();
        assertEquals(DisconnectReason.MATCH_OVER, watcher.client.outlet.closed);
        watcher.read();
        assertEquals(newestFrame(), watcher.decoder.frame());
    }

    @Test
    void a_game_that_throws_when_asked_what_they_may_see_ends_their_connections_only() {
        final TestEdge.Client player = player();
        final Watcher watcher = new Watcher();
        test.engine.game.failsForSpectators = true;
        frames(2, player);
        assertEquals(DisconnectReason.SERVER_ERROR, watcher.client.outlet.closed);
        assertNull(player.outlet.closed);
        assertEquals(1, test.failures);
        test.edge.tick(test.nowNs);
        final int asked = test.engine.game.askedForSpectators;
        frames(DELAY_FRAMES, player);
        assertEquals(asked, test.engine.game.askedForSpectators, "nobody watches, and nothing is kept");
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

    @Test
    void a_game_that_nobody_hosts_cannot_be_watched_and_neither_can_a_match_that_is_over() {
        final TestEdge.Client stranger = test.client().send(wantsToWatch("chess", 0));
        assertEquals(DisconnectReason.UNKNOWN_GAME, stranger.outlet.closed);
        assertEquals("chess", stranger.outlet.disconnect().field());
        end(player());
        assertEquals(DisconnectReason.MATCH_OVER, watch().outlet.closed);
        assertEquals(DisconnectReason.UNKNOWN_MATCH, test.client().send(wantsToWatch(0)).outlet.closed);
    }

    @Test
    void who_asks_for_any_match_is_given_none_in_lockstep_and_told_so_where_there_is_no_other() {
        final GameType marbles = new GameType(new Marbles());
        test.engine.matches.add(
                new HostedMatch(2, test.engine.matches.host(marbles), new SnapshotRing(marbles.layout(), 2)));
        final TestEdge.Client any = test.client().send(wantsToWatch(0));
        assertEquals(1, any.outlet.takeWelcome().seat().match());
        final TestEdge.Client lockstep = test.client().send(wantsToWatch("marbles", 0));
        assertEquals(DisconnectReason.LOCKSTEP_ONLY, lockstep.outlet.closed);
        assertEquals("match 2 cannot be watched", lockstep.outlet.disconnect().field());
    }
}
