package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Games that do what they must not, in a server of its own: named, and no other match is harmed. */
@Timeout(180)
final class BadGameIT {
    private static final Map<Drill.Fault, String> SAID = Map.of(
            Drill.Fault.THROWS,
            "IllegalArgumentException: a drill",
            Drill.Fault.VALUE_OUT_OF_RANGE,
            "StateException: targets.points: value 10 is outside its range 0 to 9",
            Drill.Fault.ROW_BEYOND_CAPACITY,
            "StateException: targets: full, all 2 rows are alive",
            Drill.Fault.STALE_ROW,
            "StateException: targets[0#0]: stale row, it was removed; it was asked for its targets.points",
            Drill.Fault.STALE_REFERENCE,
            "StateException: world.aim: cannot refer to targets[0#0]: stale row, it was removed");

    @TempDir
    private Path folder;

    private static RingsideProcess.Result match(final Served server, final String... words)
            throws InterruptedException {
        final List<String> arguments = new ArrayList<>(List.of("match"));
        arguments.addAll(List.of(words));
        arguments.addAll(List.of("--admin", server.admin(), "--json"));
        return RingsideProcess.run(arguments.toArray(new String[0])).require(0);
    }

    @Test
    void each_fault_is_named_with_match_frame_position_table_column_and_value_and_others_go_on() throws Exception {
        final Path data = folder.resolve("data");
        final String finalHash;
        try (Served server =
                Served.startWithTests(data, "--game", "drill", "--matches", "1", "--admin", "0", "--http", "-1")) {
            for (final Map.Entry<Drill.Fault, String> each : SAID.entrySet()) {
                final int id = match(server, "create", "--rule", "fault=" + each.getKey().code, "--rule", "faultAt=5")
                        .json()
                        .path("match")
                        .asInt();
                final Pattern told = Pattern.compile("match " + id
                        + " was closed at the end of frame 4: its game threw at position [0-9]+\\R\\S*"
                        + Pattern.quote(each.getValue()));
                final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
                Matcher matcher = told.matcher(server.err());
                while (!matcher.find()) {
                    assertTrue(System.nanoTime() - endNs < 0, () -> "no " + told + " in: " + server.err());
                    TimeUnit.MILLISECONDS.sleep(5);
                    matcher = told.matcher(server.err());
                }
            }
            final JsonNode all = match(server, "list").json().path("matches");
            assertEquals(1 + SAID.size(), all.size(), all.toString());
            for (final JsonNode each : all) {
                final boolean isSound = each.path("match").asInt() == 1;
                assertEquals(isSound ? "running" : "failed", each.path("state").asText(), each.toString());
            }
            finalHash = server.stop();
        }
        try (RingsideProcess replay = RingsideProcess.startWithTests("replay", "verify", data.toString(), "--json")) {
            final JsonNode verified = replay.await(60).require(0).json();
            assertTrue(verified.path("ok").asBoolean(), verified.toString());
            assertEquals(finalHash, verified.path("finalHash").asText());
        }
    }
}
