package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both servers are restarted one after the other, as OPERATIONS.md says it, while people play. */
final class RollingRestartIT {
    private static final int PLAYERS = 8;
    private static final int MATCHES = 1;
    private static final int THIRD_REIGN = 200_001;

    @TempDir
    private Path folder;

    @Test
    void no_match_is_dropped_and_every_player_plays_on() throws Exception {
        try (Members members = new Members(folder)) {
            final int tcpOfA = Members.freePort();
            final int tcpOfB = Members.freePort();
            final String[] a = {"--tcp", String.valueOf(tcpOfA), "--replication", String.valueOf(Members.freePort())};
            final String[] b = {"--tcp", String.valueOf(tcpOfB), "--replication", String.valueOf(Members.freePort())};
            final String both = Members.local(Integer.parseInt(a[3])) + "," + Members.local(Integer.parseInt(b[3]));
            final Members.Member first = members.start(
                            "serve", "a", with(a, "--durability", "replicated", "--matches", String.valueOf(MATCHES)))
                    .serves();
            final Members.Member second =
                    members.start("standby", "b", with(b, "--primary", both)).follows();
            first.awaitSet("a", "b");
            members.play(PLAYERS, "tcp://" + Members.local(tcpOfA), "tcp://" + Members.local(tcpOfB));
            awaitPlay(first);

            final Members.Member renewed = turn(members, first, second, "a", with(a, "--primary", both));
            second.awaitSet("b", "a");
            final Members.Member again = turn(members, second, renewed, "b", with(b, "--primary", both));
            renewed.awaitSet("a", "b");

            final JsonNode status = awaitPlay(renewed);
            assertEquals(THIRD_REIGN, status.path("epoch").asInt());
            assertEquals(MATCHES, status.path("matches").asInt());
            renewed.process().stop();
            again.process().stop();
            final List<String> ends =
                    RingsideProcess.run("journal", "dump", folder.resolve("a").toString(), "--json")
                            .require(0)
                            .jsonLines()
                            .stream()
                            .map(event -> event.path("type").asText())
                            .filter(Set.of("END", "LEAVE", "KICK")::contains)
                            .toList();
            assertEquals(List.of(), ends, "no match was ended, and nobody left one");
            members.verified("a");
            members.verified("b");
        }
    }

    private static String[] with(final String[] ports, final String... more) {
        final String[] all = Arrays.copyOf(ports, ports.length + more.length);
        System.arraycopy(more, 0, all, ports.length, more.length);
        return all;
    }

    /** Whoever reigned is told, stops, and comes back as a standby. */
    private static Members.Member turn(
            final Members members,
            final Members.Member reigns,
            final Members.Member follows,
            final String name,
            final String... arguments)
            throws Exception {
        follows.await(
                "to be in sync",
                status -> status.path("inSync").asBoolean()
                        && status.path("member").asBoolean()
                        && status.path("hashOk").asBoolean());
        final Members.Answer promoted = follows.promote(0);
        assertTrue(promoted.isOk(), promoted.error());
        final RingsideProcess.Result stopped = reigns.process().await(60);
        assertTrue(stopped.err().contains("OVERRULED"), stopped.err());
        follows.serves();
        awaitPlay(follows);
        return members.start("standby", name, arguments).follows();
    }

    private static JsonNode awaitPlay(final Members.Member serves) throws Exception {
        serves.await("players", status -> status.path("players").asInt() == PLAYERS && Members.shows(status));
        final long from = Members.position(serves.status());
        return serves.await("play", status -> Members.position(status) > from + 200);
    }
}
