package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.logic.GameType;
import ringside.engine.logic.InSyncSet.Member;
import ringside.engine.logic.MatchSlot;
import ringside.journal.ServerId;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.replay.standby.Difference;
import ringside.replay.standby.Epoch;
import ringside.replay.standby.ReplicationBounds;
import ringside.replay.standby.Secret;
import ringside.replay.standby.ShippedJournal;
import ringside.replay.standby.Shipping;
import ringside.replay.standby.Standing;

/** A shadow, which tries another build on what a primary does. */
class ShadowTest {
    private static final long STEP_NS = 1_000_000;
    private static final Member SELF = new Member(41, "shadow");

    private final Events older = new Events(new Skirmish("open", 1));
    private final Events newer = new Events(new Skirmish("open", 2));
    private final SplittableRandom random = Seed.random("ShadowTest");
    private final Secret secret = Secret.of("shared");
    private long nowNs = 7_000_000_000L;
    private final List<Wire> wires = new ArrayList<>();
    private boolean hasStates = true;
    private int inputs;

    @TempDir
    private Path folder;

    private Server primary;
    private Shipping shipping;
    private StandbyServer shadow;

    @AfterEach
    void closeAll() {
        if (shadow != null) {
            shadow.close();
        }
        if (primary != null) {
            primary.close();
        }
    }

    /** Match 1 of the older version, match 2 of the newer, three players in each. */
    private void begin() {
        startPrimary();
        create(older, 1);
        create(newer, 2);
        play(20);
        primary.checkpoint();
    }

    private void startPrimary() {
        primary = Server.open(folder.resolve("primary"), older.type, newer.type);
        final ShippedJournal journal = new ShippedJournal(
                primary.recording, primary.writer, () -> primary.writer.appendedPosition(), null, new Told(primary));
        shipping = new Shipping(
                ReplicationBounds.DEFAULT,
                secret,
                () -> StandbyServer.bytes(random),
                number -> number == 0 ? journal : null,
                line -> {});
    }

    private void create(final Events version, final int match) {
        primary.feed(version.create(match, match, 0));
        for (int seat = 0; seat < 3; seat++) {
            primary.feed(version.join(match, match * 10L + seat, "p" + seat));
        }
    }

    private void follow(final GameType... games) {
        shadow = new StandbyServer(
                folder.resolve("shadow"),
                random,
                secret,
                ReplicationBounds.DEFAULT,
                List.of(() -> {
                    final Wire wire = new Wire(random, 0);
                    wires.add(wire);
                    shipping.accept(wire.primary());
                    return wire.standby();
                }),
                SELF,
                true,
                games);
    }

    private void restart(final GameType... games) {
        shadow.close();
        wires.forEach(Wire::cut);
        turnsOfPrimary();
        follow(games);
    }

    private void turnsOfPrimary() {
        for (int i = 0; i < 5; i++) {
            nowNs += STEP_NS;
            shipping.doWork(nowNs);
        }
    }

    private void play(final int frames) {
        for (int i = 0; i < frames; i++) {
            for (final MatchSlot slot : primary.loop.memory().matches()) {
                if (random.nextInt(3) == 0) {
                    primary.feed(input(slot));
                }
            }
            primary.frames(older, 1);
        }
    }

    private Event input(final MatchSlot slot) {
        return older.input(slot.id(), 1 + random.nextInt(3), ++inputs, slot.frame(), random.nextInt(-9, 9));
    }

    private void turns(final int count) {
        for (int i = 0; i < count; i++) {
            nowNs += STEP_NS;
            shipping.doWork(nowNs);
            shadow.follower.doWork(nowNs);
            shadow.engine.checkpointWork();
        }
    }

    private void catchUp() {
        final long endNs = nowNs + 60_000_000_000L;
        while (shadow.engine.position() < primary.writer.appendedPosition()
                || shadow.follower.standing().position() < primary.writer.appendedPosition()) {
            turns(1);
            assertTrue(nowNs < endNs, () -> shadow.follower.standing() + ", " + shadow.ends);
        }
        turns(20);
    }

    /** Each frame is followed while the primary still has the state after it. */
    private void playFollowed(final int frames) {
        for (int i = 0; i < frames; i++) {
            play(1);
            turns(10);
        }
    }

    private Standing standing() {
        return shadow.follower.standing();
    }

    /** As another build would compute: one bit of one column, once. */
    private void plant(final int match) {
        final MatchSlot slot = shadow.engine.loop().memory().find(match);
        assertNotNull(slot);
        final Table players = slot.type().layout().table("players");
        final int at = slot.state().rowOffset(players, slot.state().first(players))
                + players.column("x").offset();
        slot.state().block().putByte(at, (byte) (slot.state().block().getByte(at) ^ 4));
    }

    private void plantElsewhere(final int match) {
        final MatchSlot slot = shadow.engine.loop().memory().find(match);
        assertNotNull(slot);
        final Table world = slot.type().layout().table("world");
        final int at = slot.state().rowOffset(world, slot.state().first(world))
                + world.column("said").offset();
        slot.state().block().putByte(at, (byte) (slot.state().block().getByte(at) ^ 8));
    }

    @Test
    void a_build_that_carries_all_and_computes_alike_is_equal_and_may_be_promoted() {
        begin();
        follow(older.type, newer.type);
        catchUp();
        playFollowed(80);
        create(older, 3);
        playFollowed(20);
        assertEquals(Server.hashesOf(primary.loop), Server.hashesOf(shadow.engine.loop()));
        assertTrue(standing().hashOk());
        assertTrue(standing().inSync());
        assertTrue(standing().framesCompared() > 200);
        assertTrue(standing().shadowing().isShadow());
        assertNull(standing().shadowing().difference());
        assertTrue(shipping.standbys().get(0).shadow());
    }

    @Test
    void a_match_that_differs_is_named_with_both_values_and_the_others_are_followed_on() {
        begin();
        follow(older.type, newer.type);
        catchUp();
        playFollowed(5);
        plant(2);
        playFollowed(40);
        final Difference found = standing().shadowing().difference();
        assertNotNull(found);
        assertEquals(2, found.match());
        final Difference.Place place = found.place();
        assertNotNull(place, found::toString);
        assertEquals(found.frame(), place.frame());
        assertEquals("players", place.table());
        assertEquals(0, place.row());
        assertEquals("x", place.column());
        assertFalse(place.primary().equals(place.standby()), place::toString);
        assertEquals(1, standing().shadowing().matchesDiffering());
        assertFalse(standing().inSync());
        assertFalse(standing().hashOk());
        final long before = standing().framesCompared();
        playFollowed(40);
        assertTrue(standing().isLive());
        assertEquals(before + 40, standing().framesCompared(), "frames of the match that is equal");
        assertEquals(List.of(), shadow.ends);
    }

    @Test
    void where_the_primarys_state_is_gone_the_value_is_found_by_trying() {
        begin();
        follow(older.type, newer.type);
        catchUp();
        hasStates = false;
        plant(1);
        playFollowed(40);
        final Difference found = standing().shadowing().difference();
        assertNotNull(found);
        final Difference.Place place = found.place();
        assertNotNull(place, found::toString);
        assertEquals(found.frame(), place.frame());
        assertEquals("players", place.table());
        assertEquals("x", place.column());
        assertTrue(found.what().contains("by trying"), found::toString);
    }

    @Test
    void where_several_values_differ_and_the_primarys_state_is_gone_a_later_one_tells() {
        begin();
        follow(older.type, newer.type);
        catchUp();
        hasStates = false;
        plant(1);
        plantElsewhere(1);
        playFollowed(5);
        final Difference first = standing().shadowing().difference();
        assertNotNull(first);
        assertNull(first.place());
        hasStates = true;
        playFollowed(70);
        final Difference found = standing().shadowing().difference();
        assertNotNull(found);
        final Difference.Place place = found.place();
        assertNotNull(place, found::toString);
        assertEquals(first.frame(), found.frame());
        assertTrue(place.frame() > found.frame());
        assertEquals("said", place.column());
    }

    @Test
    void a_match_that_both_have_closed_and_forgotten_is_no_difference() {
        begin();
        follow(older.type, newer.type);
        catchUp();
        primary.feed(newer.end(2));
        playFollowed(10);
        primary.feed(new Event().wrap(new UnsafeBuffer(new byte[64]), 0, 64).begin(EventType.DELIVERED, 2, 0, 0));
        play(Server.SETTINGS.keepEndedFrames() + 2);
        catchUp();
        assertNull(shadow.engine.loop().memory().find(2));
        assertTrue(standing().hashOk());
        assertEquals(Server.hashesOf(primary.loop), Server.hashesOf(shadow.engine.loop()));
    }

    @Test
    void matches_whose_version_the_build_does_not_carry_are_passed_over_and_the_others_compared() throws Exception {
        begin();
        follow(newer.type);
        catchUp();
        playFollowed(30);
        create(older, 3);
        create(newer, 4);
        playFollowed(50);
        assertNull(shadow.engine.loop().memory().find(1));
        assertNull(shadow.engine.loop().memory().find(3));
        final Standing standing = standing();
        assertTrue(standing.hashOk());
        assertFalse(standing.inSync(), "it could not serve all of them");
        assertEquals(2, standing.shadowing().matchesPassedOver());
        assertTrue(standing.shadowing().notCarried().contains("logic 1"), standing::toString);
        assertTrue(standing.framesCompared() >= 125, standing::toString);
        for (final int match : new int[] {2, 4}) {
            final MatchSlot slot = shadow.engine.loop().memory().find(match);
            assertNotNull(slot);
            assertEquals(primary.slot(match).state().hash(), slot.state().hash());
        }
        assertEquals(List.of(), shadow.ends);
        plant(4);
        playFollowed(10);
        assertEquals(4, shadow.engine.difference().match());
        try (Stream<Path> taken = Files.list(folder.resolve("shadow/engines/0/checkpoints"))) {
            assertEquals(1, taken.count(), "none but the primary's: its own would lack matches");
        }

        // Started again, it cannot go on from a journal whose matches it does not all have.
        restart(newer.type);
        assertTrue(shadow.alarms.stream().anyMatch(line -> line.contains("SET ASIDE")), shadow.alarms::toString);
        primary.checkpoint();
        play(1);
        catchUp();
        playFollowed(20);
        assertTrue(standing().hashOk());
        assertNull(standing().shadowing().difference());
        assertEquals(2, standing().shadowing().matchesPassedOver());
    }

    @Test
    void a_difference_is_found_again_after_a_start_and_a_mended_build_goes_on_from_before_it() {
        begin();
        follow(older.type, newer.type);
        catchUp();
        // Long enough for checkpoints of its own.
        playFollowed(150);
        plant(2);
        playFollowed(150);
        assertFalse(standing().hashOk());
        restart(older.type, newer.type);
        catchUp();
        playFollowed(30);
        assertTrue(standing().hashOk(), "this build computes as the primary did");
        assertTrue(standing().inSync());
        assertEquals(Server.hashesOf(primary.loop), Server.hashesOf(shadow.engine.loop()));
    }

    @Test
    void a_primary_that_starts_again_is_followed_into_its_next_epoch() {
        begin();
        follow(newer.type);
        catchUp();
        playFollowed(10);
        play(3);
        primary.close();
        startPrimary();
        create(newer, 4);
        nowNs += ReplicationBounds.DEFAULT.silenceNs();
        playFollowed(200);
        catchUp();
        assertTrue(standing().hashOk(), () -> standing() + " " + shadow.ends);
        assertEquals(primary.writer.epoch(), standing().epoch().number());
        assertNotNull(shadow.engine.loop().memory().find(4));
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
            server.checkpoint();
        }

        @Override
        public @Nullable State state(final int match, final int frame) {
            return hasStates ? server.copyOf(match, frame) : null;
        }

        @Override
        public void overruled(final int engine, final Epoch by, final String said) {
            throw new AssertionError(said);
        }
    }
}
