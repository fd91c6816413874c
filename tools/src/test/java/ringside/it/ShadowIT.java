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

/** Another build is tried, as a shadow, on what people play. */
final class ShadowIT {
    private static final int PLAYERS = 6;
    private static final int TAKEN_OVER = 100_001;

    @TempDir
    private Path folder;

    private static JsonNode engine(final JsonNode status) {
        return status.path("engines").path(0);
    }

    private static JsonNode difference(final JsonNode status) {
        return engine(status).path("difference");
    }

    private static void awaitPlay(final Members.Member serves) throws Exception {
        serves.await("players", status -> status.path("players").asInt() == PLAYERS && Members.shows(status));
        final long from = Members.position(serves.status());
        serves.await("play", status -> Members.position(status) > from + 200);
    }

    @Test
    void a_build_that_plays_alike_says_so_and_can_be_promoted() throws Exception {
        final Path same = PlantedJar.ofShots(folder, "same", "INTERVAL_MS = 170", "INTERVAL_MS = 100 + 70");
        try (Members members = new Members(folder)) {
            final String tcpOfB = String.valueOf(Members.freePort());
            final Members.Member a = members.start("serve", "a").serves();
            members.play(PLAYERS, "tcp://" + a.tcp(), "tcp://127.0.0.1:" + tcpOfB);
            awaitPlay(a);
            final Members.Member b = members.startJar(
                            same, "standby", "b", "--shadow", "--primary", a.replication(), "--tcp", tcpOfB)
                    .follows();
            final JsonNode equal = b.await(
                    "equal frames",
                    status -> status.path("framesCompared").asLong() > 400
                            && status.path("inSync").asBoolean());
            assertTrue(equal.path("shadow").asBoolean());
            assertTrue(equal.path("hashOk").asBoolean());
            assertTrue(difference(equal).isNull(), equal::toString);
            assertTrue(a.status().path("standbys").path(0).path("shadow").asBoolean());

            final Members.Answer promoted = b.promote(0);
            assertTrue(promoted.isOk(), promoted.error());
            assertEquals(TAKEN_OVER, promoted.body().path("epoch").asInt());
            b.serves();
            awaitPlay(b);
        }
    }

    @Test
    void a_build_that_plays_otherwise_names_the_value_is_refused_and_harms_nobody() throws Exception {
        final Path changed = PlantedJar.ofShots(folder, "slower", "INTERVAL_MS = 170", "INTERVAL_MS = 190");
        try (Members members = new Members(folder)) {
            final Members.Member a =
                    members.start("serve", "a", "--durability", "replicated").serves();
            final Members.Member b =
                    members.start("standby", "b", "--primary", a.replication()).follows();
            a.awaitSet("a", "b");
            members.play(PLAYERS, "tcp://" + a.tcp());
            awaitPlay(a);
            final Members.Member c = members.startJar(changed, "standby", "c", "--shadow", "--primary", a.replication())
                    .follows();
            final JsonNode status = c.await(
                    "a difference",
                    all -> !difference(all).path("table").asText().isEmpty());
            final JsonNode found = difference(status);
            assertEquals(1, found.path("match").asInt());
            if (found.path("stateFrame").asInt() == found.path("frame").asInt()) {
                assertEquals("players", found.path("table").asText(), found::toString);
                assertEquals("readyFrame", found.path("column").asText(), found::toString);
                // 170 ms are 11 frames at 60 Hz, 190 ms are 12.
                assertEquals(
                        1, found.path("standby").asInt() - found.path("primary").asInt(), found::toString);
            } else {
                // The primary had gone on too far: in a later frame more is different.
                assertTrue(
                        found.path("stateFrame").asInt() > found.path("frame").asInt(), found::toString);
                assertNotEquals(found.path("primary"), found.path("standby"), found::toString);
            }
            assertFalse(status.path("hashOk").asBoolean());
            assertFalse(status.path("inSync").asBoolean());
            assertEquals(1, engine(status).path("matchesDiffering").asInt());
            assertEquals(0, c.metric("ringside_standby_hash_ok{engine=\"0\"}"));
            assertEquals(1, c.metric("ringside_standby_matches_differing{engine=\"0\"}"));
            assertTrue(c.process().err().contains("HASH DIFFERS at match 1 frame " + found.path("frame")));

            final Members.Answer refused = c.promote(1_000_000);
            assertFalse(refused.isOk());
            assertTrue(refused.error().contains("REFUSED"), refused.error());
            assertTrue(
                    refused.error()
                            .contains("table " + found.path("table").asText() + ", row "
                                    + found.path("row").asInt()),
                    refused.error());

            final long from = Members.position(status);
            c.await(
                    "to follow on",
                    all -> Members.position(all) > from + 200
                            && all.path("live").asBoolean());
            assertEquals(List.of("a", "b"), Members.set(a.status()), "nobody waits for a shadow");
            c.kill();
            awaitPlay(a);
            final JsonNode standby = b.status();
            assertTrue(standby.path("hashOk").asBoolean());
            assertTrue(standby.path("member").asBoolean());
        }
    }

    @Test
    void matches_of_a_version_that_the_build_does_not_carry_are_passed_over() throws Exception {
        try (Members members = new Members(folder)) {
            final Members.Member before = members.startWithTests(
                            List.of("-Ddrill.logicVersion=1"), "serve", "a", "--game", "drill", "--matches", "1")
                    .serves();
            before.process().stop();
            final Members.Member a = members.startWithTests(
                            List.of("-Ddrill.logicVersion=2", "-Ddrill.alsoLogicVersion=1"),
                            "serve",
                            "a",
                            "--game",
                            "drill",
                            "--matches",
                            "1")
                    .serves();
            RingsideProcess.run("match", "create", "--admin", a.admin(), "--game", "drill")
                    .require(0);
            final String[] shadow = {"--game", "drill", "--shadow", "--primary", a.replication()};
            final List<String> newer = List.of("-Ddrill.logicVersion=2");
            final Members.Member b =
                    members.startWithTests(newer, "standby", "b", shadow).follows();
            final JsonNode status =
                    b.await("frames", all -> all.path("framesCompared").asLong() > 60);
            assertEquals(1, engine(status).path("matchesPassedOver").asInt(), status::toString);
            assertTrue(engine(status).path("notCarried").asText().contains("drill logic 1"), status::toString);
            assertTrue(status.path("hashOk").asBoolean());
            final Members.Answer refused = b.promote(0);
            assertFalse(refused.isOk());
            assertTrue(refused.error().contains("does not have 1 of its primary's matches"), refused.error());
            b.kill();

            final Members.Member again =
                    members.startWithTests(newer, "standby", "b", shadow).follows();
            again.process().awaitError("SET ASIDE");
            again.await(
                    "frames",
                    all -> all.path("framesCompared").asLong() > 30
                            && all.path("hashOk").asBoolean());
        }
    }
}
