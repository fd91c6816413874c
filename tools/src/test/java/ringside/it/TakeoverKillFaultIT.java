package ringside.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers that are killed one after the other, each at some moment of its own takeover. */
final class TakeoverKillFaultIT {
    private static final int LATEST_MS = 250;
    private static final int PLAYERS = 4;

    @TempDir
    private Path folder;

    @Test
    void whoever_is_killed_while_it_takes_over_epochs_rise_and_nothing_shown_is_lost() throws Exception {
        takeOverAgainAndAgain(2);
    }

    @Test
    @Tag("deep")
    void the_same_again_and_again() throws Exception {
        takeOverAgainAndAgain(20);
    }

    private void takeOverAgainAndAgain(final int rounds) throws Exception {
        final SplittableRandom random = FaultSeed.random("TakeoverKillFaultIT");
        try (Members members = new Members(folder)) {
            final Map<String, String> ports =
                    Map.of("a", String.valueOf(Members.freePort()), "b", String.valueOf(Members.freePort()));
            Members.Member reigns = members.start("serve", "a", "--durability", "replicated", "--tcp", ports.get("a"))
                    .serves();
            Members.Member follows = members.start(
                            "standby", "b", "--primary", reigns.replication(), "--tcp", ports.get("b"))
                    .follows();
            members.play(PLAYERS, "tcp://127.0.0.1:" + ports.get("a"), "tcp://127.0.0.1:" + ports.get("b"));
            long epoch = 1;
            for (int round = 0; round < rounds; round++) {
                follows.await(
                        "all of it",
                        status -> status.path("inSync").asBoolean()
                                && status.path("member").asBoolean());
                final long from = Members.position(reigns.status());
                final long shown = Members.position(reigns.await(
                        "play",
                        status -> Members.shows(status)
                                && status.path("players").asInt() == PLAYERS
                                && Members.position(status) > from + 30));
                reigns.kill();
                final CompletableFuture<Integer> answer = follows.beginPromotion();
                final int atMs = random.nextInt(LATEST_MS);
                TimeUnit.MILLISECONDS.sleep(atMs);
                follows.kill();
                System.out.println("killed after " + atMs + " ms, the promotion was answered by " + answer.get());

                final String next = round % 2 == 0 ? "b" : "a";
                final String old = round % 2 == 0 ? "a" : "b";
                reigns = members.start("serve", next, "--tcp", ports.get(next)).serves();
                final long before = epoch;
                epoch = reigns.status().path("epoch").asLong();
                assertTrue(epoch > before, "epoch " + epoch + " after " + before);
                final long appended =
                        reigns.status().path("engines").path(0).path("appended").asLong();
                assertTrue(appended >= shown, "up to " + appended + ", shown was " + shown);
                follows = members.start("standby", old, "--primary", reigns.replication(), "--tcp", ports.get(old))
                        .follows();
                reigns.await(
                        "both to be members",
                        status -> Members.shows(status)
                                && Set.copyOf(Members.set(status)).equals(Set.of("a", "b")));
            }
            reigns.process().stop();
            follows.kill();
            members.verified("a");
            members.verified("b");
        }
    }
}
