package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.faults.FaultProxy;
import ringside.faults.Way;

/** A standby whose stream is too thin to keep up. */
final class BehindFaultIT {
    private static final int THIN = 400;
    private static final int REFUSED = 409;

    @TempDir
    private Path folder;

    @Test
    void who_is_behind_is_refused_by_how_much_and_an_operator_may_give_up_just_that() throws Exception {
        try (Members members = new Members(folder)) {
            final Members.Member a = members.start("serve", "a").serves();
            try (FaultProxy proxy = FaultProxy.before(
                    a.replication(), FaultSeed.random("BehindFaultIT").nextLong())) {
                final Members.Member b = members.start("standby", "b", "--primary", proxy.address())
                        .follows();
                b.await("all of it", status -> status.path("inSync").asBoolean());
                b.kill();
                final long had = Members.position(a.status());
                a.await("more to copy", status -> Members.position(status) > had + 200);

                proxy.throttle(Way.BACK, THIN);
                final int admin = Members.freePort();
                final Members.Member again =
                        members.start("standby", "b", "--primary", proxy.address(), "--admin", String.valueOf(admin));
                again.process().awaitError("goes on behind position");
                again.admin(Members.local(admin));
                again.await("a welcome", status -> status.path("lag").asLong() > 100);
                // From here on it gets no further, and the primary will not come back.
                proxy.block(Way.BACK);
                a.kill();
                proxy.cut();
                proxy.refuse(true);
                again.await(
                        "the end", status -> !status.path("problem").asText().isEmpty());
                final long lag = again.status().path("lag").asLong();
                final long position = Members.position(again.status());
                assertTrue(lag > 0);

                final Members.Answer refused = again.promote(0);
                assertEquals(REFUSED, refused.status());
                assertTrue(refused.error().contains("REFUSED: behind by " + lag), refused.error());
                assertEquals(REFUSED, again.promote(lag - 1).status());
                assertEquals("standby", again.status().path("role").asText());
                assertEquals(
                        lag,
                        Math.round(again.metric("ringside_standby_lag_events{engine=\"0\"}")),
                        "monitoring says the same");

                final RingsideProcess.Result promoted = RingsideProcess.run(
                        "promote", "--admin", again.admin(), "--lose", String.valueOf(lag), "--json");
                promoted.require(0);
                assertTrue(Members.position(promoted.json()) >= position, promoted.out());
                again.serves();
                again.await("play", status -> Members.position(status) > position + 60);
            }
        }
    }

    @Test
    @Tag("deep")
    void who_does_not_keep_up_is_dropped_and_told_and_comes_back() throws Exception {
        try (Members members = new Members(folder)) {
            final Members.Member a =
                    members.start("serve", "a", "--matches", "8").serves();
            try (FaultProxy proxy = FaultProxy.before(
                    a.replication(), FaultSeed.random("BehindFaultIT").nextLong())) {
                final Members.Member b = members.start("standby", "b", "--primary", proxy.address())
                        .follows();
                proxy.throttle(Way.BACK, THIN);
                a.process().awaitError("TOO_SLOW");
                proxy.throttle(Way.BACK, 0);
                b.await("all of it", status -> status.path("inSync").asBoolean());
                assertTrue(a.metric("ringside_replication_ends_total{reason=\"TOO_SLOW\"}") >= 1);
            }
        }
    }
}
