package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.faults.FaultProxy;
import ringside.faults.Way;

/** A standby's stream in which bits flip and bytes are doubled and swallowed. */
final class GarbledFaultIT {
    private static final int ONCE_IN_BYTES = 12_000;
    private static final int BROKEN_STREAMS = 5;
    private static final int PLAYERS = 8;

    @TempDir
    private Path folder;

    @Test
    void each_damage_is_noticed_and_the_standby_comes_back_to_the_same_journal_and_hashes() throws Exception {
        try (Members members = new Members(folder)) {
            final Members.Member a =
                    members.start("serve", "a", "--matches", "2").serves();
            try (FaultProxy proxy = FaultProxy.before(
                    a.replication(), FaultSeed.random("GarbledFaultIT").nextLong())) {
                final Members.Member b = members.start("standby", "b", "--primary", proxy.address())
                        .follows();
                members.play(PLAYERS, "tcp://" + a.tcp());
                a.await("players", status -> status.path("players").asInt() == PLAYERS);
                proxy.garble(Way.BACK, ONCE_IN_BYTES);
                proxy.cut();
                final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
                while (proxy.accepted() <= BROKEN_STREAMS) {
                    assertTrue(System.nanoTime() < endNs, "only " + proxy.accepted() + " connections");
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                proxy.garble(Way.BACK, 0);
                proxy.cut();
                final long end = Members.position(a.status());
                final JsonNode whole = b.await(
                        "all of it", status -> status.path("inSync").asBoolean() && Members.position(status) > end);
                assertTrue(whole.path("hashOk").asBoolean(), whole::toString);
                a.process().stop();
                b.process().stop();
                assertEquals(
                        members.verified("a").path("finalHash").asText(),
                        members.verified("b").path("finalHash").asText());
            }
        }
    }
}
