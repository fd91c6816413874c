package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.faults.FaultProxy;
import ringside.faults.Way;

/** Servers between which only one direction gets through. */
final class OneWayFaultIT {
    private static final int FIRST_TAKEOVER = 100_001;
    /** Longer than whoever counts as near may be behind, and shorter than a silence. */
    private static final int LATE_MS = 3_000;

    @TempDir
    private Path folder;

    @Test
    void a_primary_that_hears_nothing_shows_nothing_further_and_yields_as_soon_as_it_hears_of_the_new_reign()
            throws Exception {
        try (Members members = new Members(folder)) {
            final Members.Member a =
                    members.start("serve", "a", "--durability", "replicated").serves();
            try (FaultProxy proxy = FaultProxy.before(
                    a.replication(), FaultSeed.random("OneWayFaultIT").nextLong())) {
                final Members.Member b = members.start("standby", "b", "--primary", proxy.address())
                        .follows();
                b.await(
                        "all of it",
                        status -> status.path("inSync").asBoolean()
                                && status.path("member").asBoolean());

                proxy.block(Way.THERE);
                final long held = Members.position(a.await("a stall", status -> !Members.shows(status)));
                final Members.Answer promoted = b.promote(0);
                assertTrue(promoted.isOk(), promoted.error());
                final long taken = Members.position(promoted.body());
                assertTrue(taken >= held, promoted.body()::toString);
                b.serves();
                b.await("new play", status -> Members.shows(status) && Members.position(status) > taken + 60);

                // Both believe to reign; one of them shows anything.
                final JsonNode alone = a.status();
                assertEquals("primary", alone.path("role").asText());
                assertFalse(Members.shows(alone));
                assertEquals(held, Members.position(alone));
                assertTrue(
                        alone.path("engines").path(0).path("appended").asLong() > held,
                        "it goes on computing what nobody is shown");

                proxy.unblock(Way.THERE);
                final RingsideProcess.Result stopped = a.process().await(60);
                assertNotEquals(0, stopped.exitCode());
                assertTrue(stopped.err().contains("OVERRULED"), stopped.err());
                assertEquals(FIRST_TAKEOVER, b.status().path("epoch").asInt());
            }
        }
    }

    @Test
    void a_member_that_is_not_heard_is_waited_for_loudly_then_let_go_and_then_not_promoted() throws Exception {
        try (Members members = new Members(folder)) {
            final int portOfB = Members.freePort();
            final Members.Member a =
                    members.start("serve", "a", "--durability", "replicated").serves();
            try (FaultProxy proxy = FaultProxy.before(
                    a.replication(), FaultSeed.random("OneWayFaultIT").nextLong())) {
                final Members.Member b = members.start(
                        "standby", "b", "--primary", a.replication(), "--replication", String.valueOf(portOfB));
                final Members.Member c =
                        members.start("standby", "c", "--primary", proxy.address() + "," + Members.local(portOfB));
                b.follows();
                c.follows();
                a.await("all three", status -> Members.set(status).containsAll(List.of("a", "b", "c")));

                // What it says will be too old for it to be taken on again, and yet no silence.
                proxy.delay(Way.THERE, LATE_MS, 0);
                proxy.block(Way.THERE);
                final JsonNode stalled = a.await(
                        "a stall that is c's",
                        status -> !Members.shows(status)
                                && Members.waitsFor(status).equals(List.of("c")));
                a.process().awaitError("NOTHING FURTHER IS SHOWN");
                assertEquals(1, a.metric("ringside_in_sync_stalled{engine=\"0\"}"));
                final Members.Answer dropped = a.drop("c");
                assertTrue(dropped.isOk(), dropped.error());
                final long shown = Members.position(a.await(
                        "play without c",
                        status -> Members.shows(status) && Members.position(status) > Members.position(stalled) + 60));

                proxy.unblock(Way.THERE);
                c.await(
                        "c's own journal to say so",
                        status -> !status.path("member").asBoolean());
                final Members.Answer refused = c.promote(1_000_000);
                assertEquals(409, refused.status(), refused.body()::toString);
                assertTrue(refused.error().contains("REFUSED"), refused.error());
                assertTrue(refused.error().contains("not in the in-sync set"), refused.error());

                a.kill();
                final Members.Answer promoted = b.promote(0);
                assertTrue(promoted.isOk(), promoted.error());
                assertTrue(Members.position(promoted.body()) >= shown, promoted.body()::toString);
                proxy.delay(Way.THERE, 0, 0);
                b.awaitSet("b", "c");
            }
        }
    }
}
