package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.event.Event;
import ringside.engine.logic.InSyncSet.Member;
import ringside.engine.logic.MatchSlot;
import ringside.journal.JournalHandler;
import ringside.journal.JournalReader;
import ringside.journal.Reign;
import ringside.journal.ServerId;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.replay.standby.Difference;
import ringside.replay.standby.Epoch;
import ringside.replay.standby.Reason;
import ringside.replay.standby.Refused;
import ringside.replay.standby.ReplicationBounds;
import ringside.replay.standby.Secret;
import ringside.replay.standby.ShipSession;
import ringside.replay.standby.ShippedEngine;
import ringside.replay.standby.ShippedJournal;
import ringside.replay.standby.Shipping;

/** A primary and its standby on one thread, from one seed, with real journals and a wire that may lie. */
class FollowingTest {
    private static final long STEP_NS = 1_000_000;
    private static final ReplicationBounds BOUNDS = ReplicationBounds.DEFAULT;

    private final Events events = new Events(new Skirmish("open", 1));
    private final List<Wire> wires = new ArrayList<>();
    private final List<String> overruled = new ArrayList<>();
    private int oneFaultIn;
    private long nowNs = 7_000_000_000L;
    private int connections;
    private int inputs;
    private int movings;
    private int unannounced;

    @TempDir
    private Path folder;

    private SplittableRandom random = new SplittableRandom(1);
    private Server primary;
    private Shipping shipping;
    private StandbyServer standby;

    @AfterEach
    void closeAll() {
        if (standby != null) {
            standby.close();
        }
        if (primary != null) {
            primary.close();
        }
    }

    private void begin(final String name) {
        random = Seed.random(name);
        begin();
    }

    private void begin() {
        startPrimary();
        for (int match = 1; match <= 2; match++) {
            primary.feed(events.create(match, match, 0));
            for (int seat = 0; seat < 3; seat++) {
                primary.feed(events.join(match, ++connections, "p" + connections));
            }
        }
        play(20);
        primary.checkpoint();
    }

    private void startPrimary() {
        primary = Server.open(folder.resolve("primary"), events.type);
        shipping = shippingOf(primary, Secret.of("shared"));
    }

    private Shipping shippingOf(final Server server, final Secret secret) {
        final ShippedJournal journal = new ShippedJournal(
                server.recording, server.writer, () -> server.writer.appendedPosition(), null, new Told(server));
        final ShippedEngine engine = announcedLate(journal);
        return new Shipping(
                BOUNDS, secret, () -> StandbyServer.bytes(random), number -> number == 0 ? engine : null, line -> {});
    }

    /** One whose writer was stopped between appending and saying so, for as long as {@link #unannounced} says. */
    private ShippedEngine announcedLate(final ShippedEngine engine) {
        return (ShippedEngine) Proxy.newProxyInstance(
                ShippedEngine.class.getClassLoader(),
                new Class<?>[] {ShippedEngine.class},
                (proxy, method, arguments) -> "appendedPosition".equals(method.getName())
                        ? (Object) (engine.appendedPosition() - unannounced)
                        : method.invoke(engine, arguments));
    }

    private final class Told implements ShippedJournal.Server {
        private final Server server;

        Told(final Server server) {
            this.server = server;
        }

        @Override
        public ServerId serverId() {
            return server.serverId();
        }

        @Override
        public int engines() {
            return 1;
        }

        @Override
        public int lastMatch() {
            return 77;
        }

        @Override
        public void wantCheckpoint(final int engine) {
            play(1);
            server.checkpoint();
        }

        @Override
        public @Nullable State state(final int match, final int frame) {
            return server.copyOf(match, frame);
        }

        @Override
        public void moving() {
            movings++;
        }

        @Override
        public void overruled(final int engine, final Epoch by, final String said) {
            overruled.add(said);
        }
    }

    private void follow() {
        follow(Secret.of("shared"));
    }

    private void follow(final Secret secret) {
        standby = new StandbyServer(
                folder.resolve("standby"),
                random,
                secret,
                BOUNDS,
                List.of(() -> {
                    final Wire wire = new Wire(random, oneFaultIn);
                    wires.add(wire);
                    shipping.accept(wire.primary());
                    return wire.standby();
                }),
                new Member(41, "standby"),
                events.type);
    }

    /** So many frames with inputs before each. */
    private void play(final int frames) {
        for (int i = 0; i < frames; i++) {
            for (int match = 1; match <= 2; match++) {
                if (random.nextInt(3) == 0) {
                    primary.feed(events.input(
                            match,
                            1 + random.nextInt(3),
                            ++inputs,
                            primary.slot(match).frame(),
                            random.nextInt(-9, 9)));
                }
            }
            primary.frames(events, 1);
        }
    }

    private void turn() {
        nowNs += STEP_NS;
        if (random.nextInt(4) > 0) {
            shipping.doWork(nowNs);
        }
        if (random.nextInt(4) > 0) {
            standby.follower.doWork(nowNs);
        }
        standby.engine.checkpointWork();
    }

    /** Turns until the standby has applied everything, at most so many seconds of its time. */
    private void catchUp() {
        final long endNs = nowNs + 60_000_000_000L;
        while (standby.engine.position() < primary.writer.appendedPosition()
                || !standby.follower.standing().isLive()
                || standby.follower.standing().position() < primary.writer.appendedPosition()) {
            turn();
            assertTrue(nowNs < endNs, () -> "did not catch up: " + standby.follower.standing() + ", " + lastEnds());
        }
    }

    private List<Refused> lastEnds() {
        return standby.ends.subList(Math.max(0, standby.ends.size() - 5), standby.ends.size());
    }

    private void assertSame() {
        assertEquals(Server.hashesOf(primary.loop), Server.hashesOf(standby.engine.loop()));
        assertNull(standby.engine.difference());
        assertTrue(standby.engine.isHashOk());
    }

    @Test
    void a_standby_joins_from_nothing_follows_live_and_compares_every_frame() {
        begin("FollowingTest.join");
        final int[] framesBefore = {0, primary.slot(1).frame(), primary.slot(2).frame()};
        final long before = primary.writer.appendedPosition();
        follow();
        catchUp();
        for (int i = 0; i < 200; i++) {
            play(1);
            turn();
        }
        catchUp();
        assertSame();
        assertEquals(
                hashesRecorded(before, framesBefore),
                standby.follower.standing().framesCompared());
        assertTrue(standby.follower.standing().inSync());
        assertEquals(77, standby.engine.lastMatch());
        assertEquals(List.of(), standby.ends);
        assertEquals(primary.writer.epoch(), standby.follower.standing().epoch().number());
        for (int i = 0; i < 20; i++) {
            turn();
        }
        assertEquals(
                primary.writer.appendedPosition(), shipping.standbys().get(0).position());
        assertEquals(ShipSession.Stage.LIVE, shipping.standbys().get(0).stage());
    }

    @Test
    void a_standby_that_is_about_to_be_promoted_says_so_and_is_answered() {
        begin("FollowingTest.moving");
        follow();
        standby.follower.sayMoving();
        turn();
        catchUp();
        assertFalse(standby.follower.isMovingTold(), "nobody was there to be told");
        for (int i = 0; i < 20; i++) {
            play(1);
            turn();
        }
        catchUp();
        standby.follower.sayMoving();
        for (int i = 0; i < 20; i++) {
            turn();
        }
        assertTrue(standby.follower.isMovingTold());
        assertEquals(1, movings);
        assertEquals(List.of(), standby.ends);
    }

    @Test
    void what_was_sent_may_be_acknowledged_before_its_writer_says_that_it_is_appended() {
        begin("FollowingTest.announcedLate");
        follow();
        catchUp();
        for (int i = 0; i < 50; i++) {
            unannounced = i % 4;
            play(1);
            turn();
        }
        unannounced = 0;
        catchUp();
        assertEquals(List.of(), standby.ends);
        assertSame();
    }

    @RepeatedTest(3)
    void a_stream_that_is_flipped_doubled_gapped_and_cut_leads_to_the_same_journal_and_state(
            final RepetitionInfo repetition) {
        begin("FollowingTest.faults." + repetition.getCurrentRepetition());
        oneFaultIn = 40;
        follow();
        for (int i = 0; i < 3_000; i++) {
            if (random.nextInt(3) == 0) {
                play(1);
            }
            if (random.nextInt(500) == 0) {
                play(1);
                primary.checkpoint();
            }
            if (random.nextInt(400) == 0) {
                standby.close();
                follow();
            }
            turn();
        }
        assertTrue(wires.stream().mapToInt(wire -> wire.faults).sum() > 0);
        assertFalse(standby.follower.isStopped(), () -> "gave up: " + standby.ends);
        oneFaultIn = 0;
        wires.forEach(Wire::cut);
        catchUp();
        assertSame();
        final long hash = primary.loop.memory().state().finalHash();
        standby.close();
        final Verification verified = Server.verify(folder.resolve("standby"), events.type);
        assertTrue(verified.ok());
        assertEquals(hash, verified.finalHash());
        follow();
        play(5);
        catchUp();
        assertSame();
    }

    @Test
    void a_primary_that_starts_again_is_followed_into_its_next_epoch() {
        begin("FollowingTest.again");
        follow();
        catchUp();
        for (int start = 0; start < 4; start++) {
            play(10);
            primary.close();
            wires.forEach(Wire::cut);
            startPrimary();
            play(10);
            catchUp();
            assertEquals(
                    primary.writer.epoch(), standby.follower.standing().epoch().number());
            assertSame();
        }
    }

    @Test
    void a_hash_that_differs_halts_the_standby_which_says_where_and_keeps_both_states() {
        begin("FollowingTest.differs");
        follow();
        catchUp();
        play(3);
        catchUp();
        // As a fault of one of the two machines would do: one bit of one column, once.
        final MatchSlot slot = standby.engine.loop().memory().find(2);
        assertNotNull(slot);
        final Table players = slot.type().layout().table("players");
        final int at = slot.state().rowOffset(players, slot.state().first(players))
                + players.column("x").offset();
        slot.state().block().putByte(at, (byte) (slot.state().block().getByte(at) ^ 4));
        for (int i = 0; i < 20 && standby.engine.difference() == null; i++) {
            play(1);
            for (int turn = 0; turn < 20; turn++) {
                turn();
            }
        }
        final Difference difference = standby.engine.difference();
        assertNotNull(difference);
        assertEquals(2, difference.match());
        assertNotNull(difference.place());
        assertTrue(difference.toString().contains("table players, row 0, column x"), difference::toString);
        assertTrue(folder.resolve("standby/engines/0/differs/match-2-frame-" + difference.frame() + ".primary")
                .toFile()
                .exists());
        assertTrue(standby.follower.isStopped());
        assertFalse(standby.follower.standing().inSync());
        assertEquals(
                Reason.HASH_DIFFERS, standby.ends.get(standby.ends.size() - 1).reason());
    }

    @Test
    void who_does_not_know_the_secret_is_refused() {
        begin("FollowingTest.secret");
        follow(Secret.of("guessed"));
        for (int i = 0; i < 50; i++) {
            turn();
        }
        final Refused end = standby.ends.get(0);
        assertEquals(Reason.SECRET, end.reason());
        assertTrue(end.byPeer());
        assertTrue(standby.follower.isStopped());
        assertEquals(-1, standby.engine.nextPosition());
    }

    @Test
    void a_standby_that_reigns_since_stops_the_primary_before() {
        begin("FollowingTest.reigns");
        follow();
        catchUp();
        // It was promoted and killed at once; then its process was started as a standby of the old primary.
        standby.engine.journal().reign(new Reign(primary.serverId(), 5, identity()), 0);
        standby.close();
        follow();
        for (int i = 0; i < 50; i++) {
            turn();
        }
        assertEquals(
                Reason.LOWER_EPOCH, standby.ends.get(standby.ends.size() - 1).reason());
        assertEquals(1, overruled.size());
        assertTrue(overruled.get(0).contains("epoch 100001/"), overruled.get(0));
    }

    @Test
    void a_primary_that_is_started_again_after_a_takeover_is_below_it_and_is_stopped_by_whoever_heard_of_that() {
        begin("FollowingTest.again.below");
        follow();
        catchUp();
        standby.engine.journal().reign(new Reign(primary.serverId(), 5, identity()), 0);
        standby.close();
        for (int start = 0; start < 3; start++) {
            primary.close();
            startPrimary();
        }
        follow();
        for (int i = 0; i < 50; i++) {
            turn();
        }
        assertEquals(
                Reason.LOWER_EPOCH, standby.ends.get(standby.ends.size() - 1).reason());
        assertTrue(standby.follower.isStopped());
        assertEquals(1, overruled.size());
    }

    @Test
    void a_standby_that_goes_silent_or_cannot_keep_up_is_dropped_and_told() {
        begin("FollowingTest.slow");
        follow();
        catchUp();
        play(30);
        final long endNs = nowNs + BOUNDS.silenceNs() + 100 * STEP_NS;
        while (nowNs < endNs) {
            nowNs += STEP_NS;
            shipping.doWork(nowNs);
        }
        assertEquals(List.of(), shipping.standbys());
        for (int i = 0; i < 20; i++) {
            turn();
        }
        catchUp();
        assertEquals(Reason.TOO_SLOW, standby.ends.get(0).reason());
        assertTrue(standby.ends.get(0).byPeer());
        assertSame();
    }

    private long hashesRecorded(final long behind, final int[] framesBefore) {
        final Set<String> recorded = new HashSet<>();
        try (JournalReader reader = primary.recording.read(behind + 1)) {
            reader.readAll(new JournalHandler() {
                @Override
                public void onEvent(final Event event) {
                    // Only hashes are counted.
                }

                @Override
                public void onAnnotation(final int match, final int frame, final long hash) {
                    // A match that ends between two frames has its last frame hashed once more.
                    if (match > 0 && frame > framesBefore[match]) {
                        recorded.add(match + "/" + frame);
                    }
                }
            });
        }
        assertTrue(recorded.size() > 300);
        return recorded.size();
    }

    private String identity() {
        return EngineIdentity.of("test", primary.loop.memory().settings(), Server.typesOf(events.type))
                .toJson();
    }
}
