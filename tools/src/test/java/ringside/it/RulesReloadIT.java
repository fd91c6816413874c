package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rules that are edited while a server runs, and what its recording says afterwards. */
@Timeout(180)
final class RulesReloadIT {
    private static final String IDLE =
            "<root BTCPP_format=\"4\"><BehaviorTree ID=\"Bot\">\n<LookAhead/>\n</BehaviorTree></root>\n";

    @TempDir
    private Path folder;

    private Path rules;

    @BeforeEach
    void write() throws IOException {
        rules = Files.createDirectory(folder.resolve("rules"));
        write("base.toml", "roundSeconds = 60\nbots = 3\n");
        write("arena.toml", "include = [\"base.toml\"]\nbots = 4\n");
    }

    /** As editors do: another file takes the place of the old one. */
    private void write(final String name, final String text) throws IOException {
        final Path fresh = Files.writeString(folder.resolve("fresh"), text);
        Files.move(fresh, rules.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void awaitSaid(final Served server, final String text) {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!server.err().contains(text)) {
            assertTrue(System.nanoTime() < endNs, () -> "'" + text + "' was not said, but: " + server.err());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static int count(final String text, final String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @Test
    void a_recording_made_across_reloads_replays_exactly_without_the_files() throws Exception {
        final Path data = folder.resolve("data");
        final String finalHash;
        try (Served server =
                Served.start(data, "--rules", rules.resolve("arena.toml").toString(), "--matches", "2")) {
            write("base.toml", "roundSeconds = 60\nbots = 3\ndamage = 50\n");
            awaitSaid(server, "rule set arena: taken by 2 matches: 1, 2");
            assertTrue(server.err().contains("damage 25 -> 50"), server::err);

            write("arena.toml", "include = [\"base.toml\"]\nbots = 99\nfog = 3\n");
            awaitSaid(server, "rule set arena: keeps its old rules");
            assertTrue(server.err().contains("arena.toml:2: bots = 99: outside 0 to 10"), server::err);
            assertTrue(server.err().contains("arena.toml:3: fog = 3: true or false is wanted"), server::err);

            write("idle.xml", IDLE);
            write("arena.toml", "include = [\"base.toml\"]\nbots = 4\nbotTree = \"idle.xml\"\n");
            awaitSaid(server, "botTree none -> ");
            write("idle.xml", IDLE.replace("<LookAhead/>", "<Sequence><LookAhead/><Dash/></Sequence>"));
            final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (count(server.err(), "rule set arena: taken by 2 matches") < 3) {
                assertTrue(System.nanoTime() < endNs, server::err);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }

            write("arena.toml", "include = [\"base.toml\"]\nbots = 4\nteams = true\n");
            awaitSaid(server, "rule set arena: not taken, ");
            finalHash = server.stop();
        }
        Recorded.delete(rules);
        final JsonNode verified = RingsideProcess.run("replay", "verify", data.toString(), "--json")
                .require(0)
                .json();
        assertTrue(verified.get("ok").asBoolean(), verified.toString());
        assertEquals(finalHash, verified.get("finalHash").asText());

        final List<JsonNode> events = RingsideProcess.run("journal", "dump", data.toString(), "--json")
                .require(0)
                .jsonLines();
        final List<JsonNode> changes = events.stream()
                .filter(event -> event.get("type").asText().equals("RULES"))
                .toList();
        assertEquals(8, changes.size(), "four changes, each for two matches");
        assertTrue(changes.get(0).toString().contains("rules file"), changes.get(0)::toString);
    }

    @Test
    void a_file_that_was_edited_while_no_server_ran_leads_the_recovered_matches_of_the_next() throws Exception {
        final Path data = folder.resolve("data");
        final String file = rules.resolve("arena.toml").toString();
        try (Served server = Served.start(data, "--rules", file, "--matches", "2")) {
            server.stop();
        }
        write("base.toml", "roundSeconds = 60\nbots = 3\ndamage = 50\n");
        final String finalHash;
        try (Served server = Served.start(data, "--rules", file, "--matches", "2")) {
            awaitSaid(server, "rule set arena: taken by 2 matches: 1, 2");
            finalHash = server.stop();
        }
        final JsonNode verified = RingsideProcess.run("replay", "verify", data.toString(), "--json")
                .require(0)
                .json();
        assertTrue(verified.get("ok").asBoolean(), verified.toString());
        assertEquals(finalHash, verified.get("finalHash").asText());
        final long changes =
                RingsideProcess.run("journal", "dump", data.toString(), "--json").require(0).jsonLines().stream()
                        .filter(event -> event.get("type").asText().equals("RULES"))
                        .filter(event -> event.get("fields").get("damage").asInt() == 50)
                        .count();
        assertEquals(2, changes);
    }

    @Test
    void check_prints_what_rules_come_to_and_all_that_is_wrong() throws Exception {
        final Path file = rules.resolve("arena.toml");
        final JsonNode good = RingsideProcess.run("rules", "check", file.toString(), "--json")
                .require(0)
                .json();
        assertTrue(good.get("ok").asBoolean(), good.toString());
        final JsonNode bots = good.get("sets").get(0).get("rules").get(0);
        assertEquals("4", bots.get("value").asText(), bots.toString());
        assertEquals(file + ":2", bots.get("from").asText());
        final String table = RingsideProcess.run("rules", "check", file.toString())
                .require(0)
                .out();
        assertTrue(table.contains("roundSeconds") && table.contains("base.toml:1"), table);

        write("base.toml", "bost = 3\n");
        final RingsideProcess.Result bad = RingsideProcess.run("rules", "check", rules.toString());
        assertEquals(1, bad.exitCode());
        assertTrue(
                bad.err().contains(rules.resolve("base.toml") + ":1: unknown rule 'bost' (did you mean bots?)"),
                bad.err());
        final JsonNode problem = RingsideProcess.run("rules", "check", rules.toString(), "--json")
                .require(1)
                .json()
                .get("problems")
                .get(0);
        assertEquals(1, problem.get("line").asInt(), problem.toString());
        assertEquals("bost", problem.get("key").asText());
    }

    @Test
    void a_server_does_not_begin_with_rules_that_are_wrong() throws Exception {
        write("base.toml", "bost = 3\n");
        final Path data = folder.resolve("data");
        final RingsideProcess.Result refused =
                Served.refused(data, "--rules", rules.resolve("arena.toml").toString());
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().contains("base.toml:1: unknown rule 'bost'"), refused.err());
        assertFalse(Files.exists(data));
    }
}
