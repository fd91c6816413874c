package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.logic.InSyncSet.Member;
import ringside.journal.EpochNumbers;
import ringside.journal.ServerId;
import ringside.layout.State;
import ringside.replay.standby.Epoch;
import ringside.replay.standby.Follower;
import ringside.replay.standby.Herald;
import ringside.replay.standby.ReplicationBounds;
import ringside.replay.standby.Secret;
import ringside.replay.standby.ShippedJournal;
import ringside.replay.standby.Shipping;

/** Who was promoted tells the others, on one thread, with real journals. */
class HeraldTest {
    private static final long STEP_NS = 1_000_000;
    private static final long REST_NS = 2_000_000_000;
    private static final Secret SECRET = Secret.of("shared");

    private final Events events = new Events(new Skirmish("open", 1));
    private final Map<String, Server> servers = new HashMap<>();
    private final Map<String, Shipping> shippings = new HashMap<>();
    private final List<String> overruled = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<Herald> heralds = new ArrayList<>();
    private SplittableRandom random = new SplittableRandom(1);
    private int dials;
    private long nowNs = 7_000_000_000L;

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() {
        random = Seed.random("HeraldTest");
        final Server first = serve("a");
        first.feed(events.create(1, 1, 0));
        first.frames(events, 5);
        first.checkpoint();
    }

    @AfterEach
    void closeAll() {
        servers.values().forEach(Server::close);
    }

    private Server serve(final String name) {
        final Server server = Server.open(folder.resolve(name), events.type);
        final ShippedJournal journal = new ShippedJournal(
                server.recording, server.writer, () -> server.writer.appendedPosition(), null, new Told(name, server));
        servers.put(name, server);
        shippings.put(
                name,
                new Shipping(
                        ReplicationBounds.DEFAULT,
                        SECRET,
                        () -> StandbyServer.bytes(random),
                        number -> number == 0 ? journal : null,
                        line -> {}));
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
            return 1;
        }

        @Override
        public void wantCheckpoint(final int engine) {
            server.frames(events, 1);
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

    private Follower.Dialer dialer(final String name) {
        return () -> {
            dials++;
            final Wire wire = new Wire(random, 0);
            final Shipping shipping = shippings.get(name);
            if (shipping == null) {
                wire.cut();
            } else {
                shipping.accept(wire.primary());
            }
            return wire.standby();
        };
    }

    /** A copy of a's journal, and nothing else in common with it. */
    private void copyOfA(final String name) {
        final StandbyServer standby = new StandbyServer(
                folder.resolve(name),
                random,
                SECRET,
                ReplicationBounds.DEFAULT,
                List.of(dialer("a")),
                new Member(name.hashCode(), name),
                events.type);
        final long wanted = servers.get("a").writer.appendedPosition();
        for (int i = 0; i < 10_000 && standby.engine.position() < wanted; i++) {
            nowNs += STEP_NS;
            shippings.get("a").doWork(nowNs);
            standby.follower.doWork(nowNs);
        }
        assertEquals(wanted, standby.engine.position());
        standby.close();
    }

    private Epoch epoch(final String name) {
        final Server server = servers.get(name);
        return new Epoch(server.writer.epoch(), server.writer.writerId());
    }

    private void herald(final String name, final String... others) {
        final List<Follower.Dialer> dialers = new ArrayList<>();
        for (final String other : others) {
            dialers.add(dialer(other));
        }
        heralds.add(new Herald(
                new Herald.Self(servers.get(name).serverId(), 0, epoch(name), new Member(name.hashCode(), name), 5),
                dialers,
                ReplicationBounds.DEFAULT,
                SECRET,
                () -> StandbyServer.bytes(random),
                REST_NS,
                new Herald.Listener() {
                    @Override
                    public void overruled(final Epoch by, final String said) {
                        overruled.add(name);
                    }

                    @Override
                    public void told(final String line) {
                        told.add(line);
                    }
                }));
    }

    private void turn(final long forNs) {
        for (final long endNs = nowNs + forNs; nowNs < endNs; nowNs += STEP_NS) {
            final long now = nowNs;
            shippings.values().forEach(each -> each.doWork(now));
            heralds.forEach(each -> each.doWork(now));
        }
    }

    @Test
    void a_primary_that_nobody_follows_any_more_hears_of_the_new_reign() {
        copyOfA("b");
        serve("b");
        assertEquals(EpochNumbers.REIGN + 1, epoch("b").number());
        herald("b", "a", "b", "nobody");
        turn(REST_NS);
        assertEquals(List.of("a"), overruled);
        assertEquals(1, told.size());
        assertTrue(told.get(0).contains("epoch 1/"), told.get(0));
    }

    @Test
    void a_primary_that_could_not_be_reached_hears_of_it_as_soon_as_it_can() {
        copyOfA("b");
        serve("b");
        final Shipping frozen = shippings.remove("a");
        herald("b", "a", "b");
        turn(10 * REST_NS);
        assertEquals(List.of(), overruled);
        assertTrue(dials < 20, "dialled " + dials + " times");
        shippings.put("a", frozen);
        turn(2 * REST_NS);
        assertEquals(Set.of("a"), Set.copyOf(overruled));
    }

    @Test
    void of_two_that_were_promoted_against_each_other_the_same_one_yields_whoever_speaks() {
        copyOfA("b");
        copyOfA("c");
        serve("b");
        serve("c");
        assertEquals(epoch("b").number(), epoch("c").number());
        final String yields = epoch("b").beats(epoch("c")) ? "c" : "b";
        herald("b", "a", "b", "c");
        turn(REST_NS);
        assertEquals(List.of("a", yields), overruled.stream().sorted().toList());
        overruled.clear();
        heralds.clear();
        herald("c", "b", "c");
        turn(REST_NS);
        assertEquals(List.of(yields), overruled);
    }

    @Test
    void a_server_that_has_nothing_to_do_with_it_is_left_alone() {
        servers.put("other", Server.open(folder.resolve("other"), events.type));
        for (int i = 0; i < 3; i++) {
            servers.get("other").close();
            serve("other");
        }
        herald("other", "a");
        turn(REST_NS);
        assertEquals(List.of(), overruled);
    }
}
