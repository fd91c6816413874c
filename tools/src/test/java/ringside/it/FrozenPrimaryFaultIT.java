package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.faults.FaultProxy;
import ringside.faults.Way;

/** A primary that stands still while another one takes over, and then wakes with more in its journal than anybody else has. */
final class FrozenPrimaryFaultIT {
    private static final int PLAYERS = 4;
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(5);

    @TempDir
    private Path folder;

    @Test
    void what_it_still_says_is_refused_by_all_and_what_only_it_has_is_set_aside() throws Exception {
        try (Members members = new Members(folder)) {
            final int tcpOfB = Members.freePort();
            final int portOfB = Members.freePort();
            final Members.Member a = members.start("serve", "a").serves();
            try (FaultProxy proxy = FaultProxy.before(
                    a.replication(), FaultSeed.random("FrozenPrimaryFaultIT").nextLong())) {
                final Members.Member b = members.start(
                                "standby",
                                "b",
                                "--primary",
                                proxy.address(),
                                "--tcp",
                                String.valueOf(tcpOfB),
                                "--replication",
                                String.valueOf(portOfB))
                        .follows();
                members.play(PLAYERS, "tcp://" + a.tcp(), "tcp://" + Members.local(tcpOfB));
                a.await("players", status -> status.path("players").asInt() == PLAYERS);
                b.await("all of it", status -> status.path("inSync").asBoolean());

                // What comes now only it has.
                proxy.block(Way.BACK);
                final long common = Members.position(b.status());
                a.await("a longer tail", status -> Members.position(status) > common + 60);
                a.freeze();
                final JsonNode silent =
                        b.await("silence", status -> status.path("silentNs").asLong() > SILENCE_NS);
                assertEquals("standby", silent.path("role").asText(), "time alone promotes nobody");
                assertTrue(silent.path("problem").asText().contains("SILENT"), silent::toString);
                b.process().awaitError("PRIMARY SILENT");
                assertTrue(b.metric("ringside_standby_silent_seconds{engine=\"0\"}") > 5);

                final Members.Answer promoted = b.promote(0);
                assertTrue(promoted.isOk(), promoted.error());
                b.serves();
                b.await(
                        "players",
                        status -> status.path("players").asInt() == PLAYERS
                                && Members.position(status) > Members.position(promoted.body()) + 100);

                proxy.unblock(Way.BACK);
                a.wake();
                final RingsideProcess.Result stopped = a.process().await(60);
                assertTrue(stopped.err().contains("OVERRULED"), stopped.err());
                assertEquals(100_001, b.status().path("epoch").asInt());
                assertEquals(PLAYERS, b.status().path("players").asInt());

                final Members.Member back = members.start("standby", "a", "--primary", Members.local(portOfB))
                        .follows();
                assertTrue(
                        back.process().err().contains("SET ASIDE"),
                        back.process().err());
                back.await(
                        "equal hashes",
                        status -> status.path("framesCompared").asLong() > 60
                                && status.path("hashOk").asBoolean());
                try (Stream<Path> aside = Files.list(back.dir().resolve("engines/0/journal/set-aside"))) {
                    assertTrue(aside.findAny().isPresent());
                }
                assertEquals(List.of(), Members.set(back.status()));
            }
        }
    }
}
