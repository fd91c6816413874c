package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.logic.InSyncSet.Member;
import ringside.journal.EpochNumbers;
import ringside.journal.ServerId;
import ringside.layout.State;
import ringside.replay.standby.Epoch;
import ringside.replay.standby.Follower;
import ringside.replay.standby.Reason;
import ringside.replay.standby.ReplicationBounds;
import ringside.replay.standby.Secret;
import ringside.replay.standby.ShippedJournal;
import ringside.replay.standby.Shipping;

/** Servers that change their places, on one thread, from one seed, with real journals. */
class RejoinTest {
    private static final long STEP_NS = 1_000_000;
    private static final Secret SECRET = Secret.of("shared");

    private final Events events = new Events(new Skirmish("open", 1));
    private final Map<String, Primary> primaries = new HashMap<>();
    private final Map<String, StandbyServer> standbys = new HashMap<>();
    private final List<String> overruled = new ArrayList<>();
    private SplittableRandom random = new SplittableRandom(1);
    private long nowNs = 7_000_000_000L;
    private int inputs;

    @TempDir
    private Path folder;

    private record Primary(Server server, Shipping shipping, List<Wire> wires) {}

    @AfterEach
    void closeAll() {
        standbys.values().forEach(StandbyServer::close);
        primaries.values().forEach(each -> each.server().close());
    }

    private Server serve(final String name) {
        final Server server = Server.open(folder.resolve(name), events.type);
        final ShippedJournal journal = new ShippedJournal(
                server.recording, server.writer, () -> server.writer.appendedPosition(), null, new Told(name, server));
        final Shipping shipping = new Shipping(
                ReplicationBounds.DEFAULT,
                SECRET,
                () -> StandbyServer.bytes(random),
                number -> number == 0 ? journal : null,
                line -> {});
        primaries.put(name, new Primary(server, shipping, new ArrayList<>()));
        return server;
    }

    private final class Told implements ShippedJournal.Server {
        private final String name;
        private final Server server;

        Told(final String name, final Server server) {
            this.name = name;
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
            return 2;
        }

        @Override
        public void wantCheckpoint(final int engine) {
            play(name, 1);
            server.checkpoint();
        }

        @Override
        public @Nullable State state(final int match, final int frame) {
            return null;
        }

        @Override
        public void overruled(final int engine, final Epoch by, final String said) {
            overruled.add(name);
        }
    }

    private void kill(final String name) {
        final Primary primary = primaries.remove(name);
        if (primary != null) {
            primary.server().close();
            primary.wires().forEach(Wire::cut);
        }
        final StandbyServer standby = standbys.remove(name);
        if (standby != null) {
            standby.close();
        }
    }

    private StandbyServer follow(final String name, final String... others) {
        final List<Follower.Dialer> dialers = new ArrayList<>();
        for (final String other : others) {
            dialers.add(() -> {
                final Wire wire = new Wire(random, 0);
                final Primary primary = primaries.get(other);
                if (primary == null) {
                    wire.cut();
                } else {
                    primary.wires().add(wire);
                    primary.shipping().accept(wire.primary());
                }
                return wire.standby();
            });
        }
        final StandbyServer standby = new StandbyServer(
                folder.resolve(name),
                random,
                SECRET,
                ReplicationBounds.DEFAULT,
                dialers,
                new Member(name.hashCode(), name),
                events.type);
        standbys.put(name, standby);
        return standby;
    }

    private void create(final Server server) {
        for (int match = 1; match <= 2; match++) {
            server.feed(events.create(match, match, 0));
            for (int seat = 0; seat < 3; seat++) {
                server.feed(events.join(match, match * 10 + seat, "p" + match * 10 + seat));
            }
        }
    }

    private void play(final String name, final int frames) {
        final Server server = primaries.get(name).server();
        for (int i = 0; i < frames; i++) {
            if (random.nextInt(3) == 0) {
                server.feed(events.input(
                        1, 1 + random.nextInt(3), ++inputs, server.slot(1).frame(), random.nextInt(-9, 9)));
            }
            server.frames(events, 1);
        }
    }

    private void turn() {
        nowNs += STEP_NS;
        primaries.values().forEach(each -> each.shipping().doWork(nowNs));
        standbys.values().forEach(each -> each.follower.doWork(nowNs));
    }

    private void until(final BooleanSupplier reached) {
        final long endNs = nowNs + 60_000_000_000L;
        while (!reached.getAsBoolean()) {
            turn();
            assertTrue(nowNs < endNs, () -> "it never came so far: " + describe());
        }
    }

    private String describe() {
        final StringBuilder all = new StringBuilder();
        standbys.forEach((name, each) -> all.append(name)
                .append(": ")
                .append(each.follower.standing())
                .append(each.ends.subList(Math.max(0, each.ends.size() - 4), each.ends.size()))
                .append('\n'));
        return all.toString();
    }

    private void catchUp(final StandbyServer standby, final Server primary) {
        until(() -> standby.engine.position() == primary.writer.appendedPosition()
                && standby.follower.standing().isLive()
                && standby.follower.standing().epoch().number() == primary.writer.epoch());
        assertEquals(Server.hashesOf(primary.loop), Server.hashesOf(standby.engine.loop()));
        assertNull(standby.engine.difference());
    }

    /** A primary a, two standbys that follow it, and frames that only one of them, or none, has. */
    private Server begin() {
        final Server first = serve("a");
        create(first);
        play("a", 20);
        first.checkpoint();
        final StandbyServer b = follow("b", "a", "b", "c");
        final StandbyServer c = follow("c", "a", "b", "c");
        catchUp(b, first);
        catchUp(c, first);
        play("a", 1 + random.nextInt(40));
        return first;
    }

    @RepeatedTest(3)
    void the_others_follow_whoever_was_promoted_and_the_old_primary_comes_back_with_its_tail_set_aside(
            final RepetitionInfo repetition) {
        random = Seed.random("RejoinTest.tails." + repetition.getCurrentRepetition());
        for (int i = 0; i < repetition.getCurrentRepetition(); i++) {
            random = random.split();
        }
        begin();
        final StandbyServer c = standbys.get("c");
        final StandbyServer b = standbys.get("b");
        // c may have more than b, which is promoted all the same.
        if (random.nextBoolean()) {
            for (int i = 0; i < 20; i++) {
                nowNs += STEP_NS;
                primaries.get("a").shipping().doWork(nowNs);
                c.follower.doWork(nowNs);
            }
        }
        play("a", 1 + random.nextInt(20));
        final long longest = primaries.get("a").server().writer.appendedPosition();
        final long taken = b.engine.position();
        kill("a");
        kill("b");
        final Server second = serve("b");
        assertEquals(EpochNumbers.REIGN + 1, second.writer.epoch());
        play("b", 30);
        catchUp(c, second);
        assertFalse(c.follower.isStopped());

        final StandbyServer a = follow("a", "b");
        catchUp(a, second);
        if (longest > taken) {
            assertTrue(
                    a.alarms.stream().anyMatch(line -> line.contains("SET ASIDE") && line.contains("set-aside")),
                    a.alarms::toString);
        }
        play("b", 30);
        catchUp(a, second);
        catchUp(c, second);
        // And once more, the other way round.
        kill("b");
        kill("a");
        final Server third = serve("a");
        assertEquals(2 * EpochNumbers.REIGN + 1, third.writer.epoch());
        play("a", 10);
        catchUp(c, third);
        final long hash = third.loop.memory().state().finalHash();
        kill("c");
        assertTrue(Server.verify(folder.resolve("c"), events.type).ok());
        assertEquals(hash, Server.verify(folder.resolve("c"), events.type).finalHash());
        assertEquals(List.of(), overruled);
    }

    @Test
    void an_old_primary_that_was_started_again_before_it_came_back_sets_that_aside_too() {
        random = Seed.random("RejoinTest.again");
        begin();
        kill("a");
        for (int start = 0; start < 3; start++) {
            serve("a");
            play("a", 7);
            kill("a");
        }
        kill("b");
        final Server second = serve("b");
        play("b", 30);
        final StandbyServer a = follow("a", "b");
        catchUp(a, second);
        assertEquals(Reason.SET_ASIDE, a.ends.get(0).reason());
        kill("a");
        assertTrue(Server.verify(folder.resolve("a"), events.type).ok());
    }

    @Test
    void whoever_has_heard_of_a_higher_reign_refuses_the_lower_one_even_if_it_has_nothing_of_it_yet() {
        random = Seed.random("RejoinTest.heard");
        begin();
        kill("a");
        kill("b");
        serve("b");
        play("b", 5);
        final StandbyServer c = standbys.get("c");
        // It is welcomed, and then killed before a record comes.
        until(() -> c.engine.highestEpoch().number() > EpochNumbers.REIGN);
        kill("c");
        kill("b");
        serve("a");
        final StandbyServer again = follow("c", "a");
        assertTrue(again.engine.highestEpoch().number() > EpochNumbers.REIGN);
        until(() -> again.follower.isStopped());
        assertEquals(Reason.LOWER_EPOCH, again.ends.get(again.ends.size() - 1).reason());
        assertEquals(List.of("a"), overruled);
    }
}
