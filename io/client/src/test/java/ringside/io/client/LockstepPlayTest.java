package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ringside.engine.logic.GameType;
import ringside.engine.logic.Turns;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.PartMessage;
import ringside.io.protocol.RefusalReason;
import ringside.io.session.EdgeCounter;
import ringside.io.support.LockstepServer;
import ringside.io.support.Marbles;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.State;

/** Real clients before a real edge: they compute what the server does, whatever the network does to their messages. */
final class LockstepPlayTest {
    private static final int DELAY_FRAMES = 3;
    private static final int LARGE = 200 * 1_024;

    private final LockstepServer server = new LockstepServer();
    private final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
    private final LockstepNetwork network = new LockstepNetwork(server, seed);

    LockstepPlayTest() {
        System.out.println("LockstepPlayTest: -Dringside.seed=" + seed);
    }

    /** Pushes as it likes, and keeps what it computed. */
    private static class Mate implements SessionListener {
        final Marbles game;
        final GameType type;
        final SplittableRandom random;
        final Map<Integer, Long> hashes = new HashMap<>();
        final List<Desync> desyncs = new ArrayList<>();
        final List<Integer> gaps = new ArrayList<>();
        final Map<Integer, Integer> targets = new HashMap<>();
        int newestFrame = -1;
        int falls;
        int wins;
        int joins;
        int consumed;
        SessionEnd end;
        /** Spoils the state at the end of this frame. */
        int plantAtFrame = -1;

        Mate(final long seed) {
            this(seed, 0);
        }

        Mate(final long seed, final int paddingBytes) {
            random = new SplittableRandom(seed);
            game = new Marbles(paddingBytes);
            type = new GameType(game);
        }

        @Override
        public void joined(final ClientSession session) {
            joins++;
        }

        @Override
        public void frameComputed(final ClientSession session, final State state, final int frame) {
            if (frame != newestFrame + 1) {
                gaps.add(frame);
            }
            newestFrame = frame;
            hashes.put(frame, Turns.sharedHash(type, state));
            if (frame == plantAtFrame) {
                state.set(state.first(game.hands), game.score, 77_777);
            }
        }

        @Override
        public boolean inputDue(
                final ClientSession session, final int targetFrame, final long dueNs, final RecordView input) {
            targets.put(newestFrame, targetFrame);
            input.set(game.push, random.nextInt(-100, 101)).set(game.drops, random.nextInt(40) == 0 ? 1 : 0);
            return true;
        }

        @Override
        public void effect(
                final ClientSession session,
                final int frame,
                final RecordType effect,
                final DirectBuffer record,
                final int offset) {
            falls += effect == game.fall ? 1 : 0;
            wins += effect == game.won ? 1 : 0;
        }

        @Override
        public void inputConsumed(final ClientSession session, final ConsumedInput input) {
            consumed++;
        }

        @Override
        public void desynced(final ClientSession session, final Desync desync) {
            desyncs.add(desync);
        }

        @Override
        public void ended(final ClientSession session, final SessionEnd why) {
            end = why;
        }
    }

    private Mate join() {
        final Mate mate = new Mate(seed + network.players.size());
        network.join(mate.type, mate);
        return mate;
    }

    /** Everything that the client computed is what the server did. */
    private void assertSame(final Mate mate) {
        mate.hashes.forEach((frame, hash) -> assertEquals(server.hashes.get(frame), hash, "frame " + frame));
        assertTrue(mate.hashes.size() > 10, "computed " + mate.hashes.size());
    }

    private int behind(final Mate mate) {
        return server.slot().frame() - mate.newestFrame;
    }

    @ParameterizedTest
    @CsvSource({"5, 0, 0", "10, 8, 0", "20, 10, 5", "40, 30, 20"})
    void all_compute_the_servers_match_whatever_the_network_does(
            final int delayMs, final int jitterMs, final int lossPercent) {
        network.delayNs = delayMs * LockstepNetwork.MS;
        network.jitterNs = jitterMs * LockstepNetwork.MS;
        network.lossPercent = lossPercent;
        final List<Mate> mates = List.of(join(), join(), join());
        network.runMs(60_000);
        for (final Mate mate : mates) {
            assertSame(mate);
            assertEquals(List.of(), mate.desyncs);
            assertTrue(mate.gaps.size() <= 1, "after its first frame it left some out: " + mate.gaps);
            assertTrue(behind(mate) < 60, "stands at " + mate.newestFrame);
            assertTrue(mate.hashes.size() > 3_300, "computed " + mate.hashes.size());
        }
        assertEquals(List.of(), server.failures);
        assertEquals(3, server.counters.get(EdgeCounter.IMAGES_SENT));
        if (lossPercent == 0) {
            assertEquals(0, server.counters.get(EdgeCounter.TURNS_REPEATED));
        }
    }

    @Test
    void an_input_is_for_the_frame_that_is_the_delay_later_and_counts_there() {
        network.delayNs = 5 * LockstepNetwork.MS;
        final Mate mate = join();
        network.runMs(10_000);
        mate.targets.forEach((frame, target) -> assertEquals(frame + DELAY_FRAMES, target));
        assertTrue(mate.targets.size() > 500, "inputs " + mate.targets.size());
        assertTrue(mate.consumed > 500, "consumed " + mate.consumed);
        assertEquals(0, server.counters.get(RefusalReason.INPUT_TOO_LATE));
    }

    @Test
    void effects_come_from_what_was_computed_here_and_only_those_for_this_seat() {
        final Mate one = join();
        final Mate other = join();
        network.runMs(60_000);
        assertTrue(one.falls > 10, "falls " + one.falls);
        assertTrue(Math.abs(one.falls - other.falls) < 5, one.falls + " and " + other.falls);
        assertEquals(one.falls, one.wins);
        assertEquals(0, other.wins);
    }

    /** Who has caught up may fall back by a lost message a moment later; that it has been there is what counts. */
    private static int leastWithin(final int ms, final LockstepNetwork network, final IntSupplier behind) {
        int least = Integer.MAX_VALUE;
        for (int at = 0; at < ms; at += 20) {
            network.runMs(20);
            least = Math.min(least, behind.getAsInt());
        }
        return least;
    }

    @Test
    void who_joins_after_ten_minutes_has_caught_up_within_two_seconds() {
        final Mate first = join();
        network.runMs(2_000);
        for (int i = 0; i < 36_000; i++) {
            network.runMs(17);
        }
        network.delayNs = 50 * LockstepNetwork.MS;
        network.jitterNs = 20 * LockstepNetwork.MS;
        network.lossPercent = 5;
        final Mate late = join();
        final int leastBehind =
                leastWithin(2_000, network, () -> late.hashes.size() > 30 ? behind(late) : Integer.MAX_VALUE);
        assertTrue(leastBehind < 20, late.hashes.size() + " computed, " + leastBehind + " behind at best");
        assertTrue(first.newestFrame > 36_000, "the first stands at " + first.newestFrame);
        network.runMs(5_000);
        assertSame(late);
        assertSame(first);
    }

    @Test
    void a_large_match_is_joined_within_two_seconds_over_a_bad_network() {
        final LockstepServer large = new LockstepServer(new Marbles(LARGE));
        final LockstepNetwork bad = new LockstepNetwork(large, seed);
        final Mate first = new Mate(seed, LARGE);
        bad.join(first.type, first);
        bad.runMs(3_000);
        bad.delayNs = 40 * LockstepNetwork.MS;
        bad.jitterNs = 10 * LockstepNetwork.MS;
        bad.lossPercent = 5;
        final Mate late = new Mate(seed, LARGE);
        bad.join(late.type, late);
        final IntSupplier behind = () -> large.slot().frame() - late.newestFrame;
        final int atJoining = leastWithin(2_000, bad, behind);
        assertTrue(atJoining < 20, atJoining + " behind at best");
        late.plantAtFrame = late.newestFrame + 20;
        bad.runMs(4_000);
        final int atDesync = leastWithin(2_000, bad, behind);
        assertEquals(1, late.desyncs.size());
        assertEquals(
                "hands[0].score",
                late.desyncs.get(0).place(),
                late.desyncs.get(0).text());
        assertTrue(atDesync < 20, atDesync + " behind at best");
        late.hashes.forEach((frame, hash) -> assertEquals(large.hashes.get(frame), hash, "frame " + frame));
        assertEquals(List.of(), large.failures);
    }

    @Test
    void a_laggard_stalls_nobody_and_goes_on_from_a_new_image() {
        final Mate swift = join();
        final Mate laggard = join();
        network.runMs(2_000);
        final int images = (int) server.counters.get(EdgeCounter.IMAGES_SENT);
        network.players.get(1).asleepUntilNs = server.nowNs + 4_000 * LockstepNetwork.MS;
        for (int i = 0; i < 4_000 / 17; i++) {
            network.runMs(17);
            assertTrue(behind(swift) < 5, "the swift one stalls");
        }
        network.runMs(2_000);
        final int behind = behind(laggard);
        assertTrue(behind < 5, behind + " frames behind");
        assertEquals(List.of(), laggard.desyncs);
        assertEquals(0, swift.gaps.size() - 1);
        assertTrue(server.counters.get(EdgeCounter.IMAGES_SENT) >= images);
        assertEquals(1, laggard.joins);
    }

    @Test
    void who_says_nothing_for_too_long_is_disconnected_and_comes_back() {
        final Mate swift = join();
        final Mate laggard = join();
        network.runMs(2_000);
        network.players.get(1).asleepUntilNs = server.nowNs + 10_000 * LockstepNetwork.MS;
        network.runMs(10_000);
        assertEquals(1, server.counters.get(DisconnectReason.SLOW_CLIENT));
        network.runMs(4_000);
        assertEquals(2, laggard.joins);
        assertTrue(behind(laggard) < 5);
        assertTrue(behind(swift) < 5);
    }

    @ParameterizedTest
    @CsvSource({"0", "10"})
    void a_planted_difference_is_named_exactly_and_the_client_goes_on(final int lossPercent) {
        final Mate good = join();
        final Mate bad = join();
        network.lossPercent = lossPercent;
        bad.plantAtFrame = 300;
        network.runMs(4_900);
        network.runMs(3_000);
        assertEquals(1, bad.desyncs.size(), () -> bad.desyncs.toString());
        final Desync named = bad.desyncs.get(0);
        assertEquals(301, named.frame());
        assertEquals("hands[0].score", named.place(), named.text());
        assertEquals("77777", named.own());
        assertNull(named.refusal());
        assertEquals(1, server.desyncs.size());
        assertTrue(
                server.desyncs
                        .get(0)
                        .startsWith(
                                "match 1 of marbles, seat 1, frame 301: hands[0].score is 77777 at the client and "),
                server.desyncs.get(0));
        assertEquals(1, server.counters.get(EdgeCounter.DESYNCS_NAMED));
        assertTrue(behind(bad) < 30, "it goes on");
        assertTrue(bad.gaps.size() <= 2);
        assertEquals(List.of(), good.desyncs);
        network.runMs(2_000);
        assertSame(bad);
        assertSame(good);
    }

    @Test
    void differences_again_and_again_are_reported_once_in_ten_seconds_and_end_the_session() {
        final Mate bad = new Mate(seed) {
            @Override
            public void frameComputed(final ClientSession session, final State state, final int frame) {
                plantAtFrame = frame;
                super.frameComputed(session, state, frame);
            }
        };
        network.join(bad.type, bad);
        network.runMs(30_000);
        assertTrue(server.counters.get(EdgeCounter.DESYNCS_REPORTED) <= 3);
        assertNotNull(bad.end);
        assertEquals(SessionEnd.Kind.REFUSED, bad.end.kind());
        assertEquals(1, server.counters.get(DisconnectReason.DESYNCED));
    }

    @Test
    void a_client_without_the_game_is_refused_by_name() {
        final Mate viewer = new Mate(seed);
        network.join(ClientSettings.of("tcp://a:1"), viewer);
        network.runMs(1_000);
        assertNotNull(viewer.end);
        assertEquals(SessionEnd.Kind.REFUSED, viewer.end.kind());
        assertNotNull(viewer.end.message());
        assertEquals(DisconnectReason.LOCKSTEP_ONLY, viewer.end.message().reason());
        assertTrue(viewer.end.text().contains("lockstep"), viewer.end.text());
    }

    @Test
    void who_resumes_begins_from_an_image_and_keeps_its_seat() {
        final Mate mate = join();
        network.runMs(2_000);
        network.players.get(0).cut();
        network.runMs(3_000);
        assertEquals(2, mate.joins);
        assertTrue(behind(mate) < 5);
        assertEquals(2, server.counters.get(EdgeCounter.IMAGES_SENT));
        network.runMs(2_000);
        assertSame(mate);
    }

    @Test
    void a_match_that_is_over_ends_the_session() {
        final Mate mate = join();
        network.runMs(2_000);
        server.end();
        network.runMs(1_000);
        assertNotNull(mate.end);
        assertNotNull(mate.end.message());
        assertEquals(DisconnectReason.MATCH_OVER, mate.end.message().reason());
        assertEquals(List.of(), mate.desyncs);
    }

    @Test
    void a_command_reaches_all_machines() {
        final Mate one = join();
        final Mate other = join();
        network.runMs(1_000);
        final UnsafeBuffer record = new UnsafeBuffer(new byte[one.game.drop.lengthBytes()]);
        new RecordView(one.game.drop).wrap(record, 0).reset().set(one.game.dropAt, 5);
        assertEquals(1, network.players.get(0).session.command(one.game.drop, record, 0, server.nowNs));
        network.runMs(2_000);
        assertSame(one);
        assertSame(other);
    }

    @Test
    void a_report_in_bytes_that_are_no_state_is_refused_by_number() {
        final Mate mate = join();
        network.runMs(2_000);
        final SplittableRandom random = new SplittableRandom(seed);
        final byte[] junk = new byte[Turns.imageBytes(server.type)];
        random.nextBytes(junk);
        final byte[] message = new byte[PartMessage.MOST_MESSAGE_BYTES];
        for (int part = 0; part < PartMessage.partsOf(junk.length); part++) {
            final int length = PartMessage.write(
                    MessageType.DESYNC,
                    mate.newestFrame,
                    part,
                    new UnsafeBuffer(junk),
                    0,
                    junk.length,
                    new UnsafeBuffer(message),
                    0);
            network.players.get(0).sendRaw(java.util.Arrays.copyOf(message, length));
        }
        network.runMs(500);
        assertEquals(1, server.counters.get(RefusalReason.REPORT_UNREADABLE));
        assertEquals(List.of(), server.failures);
        assertTrue(behind(mate) < 5, "play goes on");
    }
}
