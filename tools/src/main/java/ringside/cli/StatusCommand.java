package ringside.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}. */
@Command(
        name = "status",
        description = "Tells how a running server is: its role, epoch and position, its engines and their load.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final long NS_PER_MS = 1_000_000;

    @Mixin
    private AdminOptions admin;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws InterruptedException {
        final JsonNode status = admin.client().get("/status");
        if (json.isOn()) {
            json.print(status);
            return ExitCode.OK;
        }
        if (status.path("role").asText().equals("standby")) {
            standby(status);
            return ExitCode.OK;
        }
        json.out()
                .println(status.path("role").asText() + ", epoch " + status.path("epoch") + ", position "
                        + status.path("position") + ", " + status.path("matches") + " matches, "
                        + status.path("players") + " players"
                        + (status.path("overloaded").asBoolean() ? ", OVERLOADED" : "")
                        + (status.path("shows").asBoolean(true) ? "" : ", NOTHING FURTHER IS SHOWN") + ", build "
                        + status.path("build").asText());
        final TextTable table = new TextTable(
                "engine", "epoch", "position", "frames", "skipped", "matches", "running", "players", "overloaded");
        for (final JsonNode engine : status.path("engines")) {
            table.add(
                    engine.path("engine"),
                    engine.path("epoch"),
                    engine.path("position"),
                    engine.path("frames"),
                    engine.path("skippedFrames"),
                    engine.path("matches"),
                    engine.path("running"),
                    engine.path("players"),
                    engine.path("overloaded").asBoolean() ? "yes" : "no");
        }
        table.print(json.out());
        if (status.path("replicated").asBoolean()) {
            final TextTable sets = new TextTable("engine", "in-sync set", "waits for", "appended", "safe");
            for (final JsonNode engine : status.path("engines")) {
                sets.add(
                        engine.path("engine"),
                        names(engine.path("inSyncSet")),
                        names(engine.path("waitsFor")),
                        engine.path("appended"),
                        engine.path("position"));
            }
            sets.print(json.out());
        }
        if (!status.path("standbys").isEmpty()) {
            final TextTable standbys = new TextTable(
                    "standby", "name", "member", "engine", "stage", "position", "lag", "lag ms", "compared");
            for (final JsonNode each : status.path("standbys")) {
                standbys.add(
                        each.path("peer").asText(),
                        each.path("name").asText(),
                        each.path("shadow").asBoolean()
                                ? "shadow"
                                : each.path("member").asBoolean() ? "yes" : "no",
                        each.path("engine"),
                        each.path("stage").asText(),
                        each.path("position"),
                        each.path("lag"),
                        each.path("lagNs").asLong() / NS_PER_MS,
                        each.path("framesCompared"));
            }
            standbys.print(json.out());
        }
        return ExitCode.OK;
    }

    private static String names(final JsonNode list) {
        final StringJoiner names = new StringJoiner(", ");
        list.forEach(name -> names.add(name.asText()));
        return list.isEmpty() ? "-" : names.toString();
    }

    private void standby(final JsonNode status) {
        json.out()
                .println((status.path("shadow").asBoolean() ? "shadow " : "standby ")
                        + status.path("name").asText() + " of "
                        + status.path("primary").asText() + ", epoch " + status.path("epoch")
                        + ", position " + status.path("position") + ", "
                        + (status.path("inSync").asBoolean() ? "in sync" : "NOT IN SYNC") + ", "
                        + (status.path("hashOk").asBoolean() ? "hashes equal" : "HASHES DIFFER") + " ("
                        + status.path("framesCompared") + " frames), build "
                        + status.path("build").asText());
        final String problem = status.path("problem").asText();
        if (!problem.isEmpty()) {
            json.out().println(problem);
        }
        final TextTable table = new TextTable(
                "engine",
                "epoch",
                "position",
                "lag",
                "lag ms",
                "live",
                "in sync",
                "in-sync set",
                "member",
                "silent ms",
                "last hash compared");
        for (final JsonNode engine : status.path("engines")) {
            table.add(
                    engine.path("engine"),
                    engine.path("epoch"),
                    engine.path("position"),
                    engine.path("lag"),
                    engine.path("lagNs").asLong() / NS_PER_MS,
                    engine.path("live").asBoolean() ? "yes" : "no",
                    engine.path("inSync").asBoolean() ? "yes" : "no",
                    names(engine.path("inSyncSet")),
                    engine.path("member").asBoolean() ? "yes" : "no",
                    engine.path("silentNs").asLong() / NS_PER_MS,
                    lastHash(engine.path("lastCompared")));
        }
        table.print(json.out());
        for (final JsonNode engine : status.path("engines")) {
            final int passedOver = engine.path("matchesPassedOver").asInt();
            if (engine.path("difference").isObject()) {
                json.out()
                        .println("engine " + engine.path("engine") + ": " + engine.path("matchesDiffering")
                                + " matches differ; the first: "
                                + engine.path("difference").path("text").asText());
            }
            if (passedOver > 0) {
                json.out()
                        .println("engine " + engine.path("engine") + ": " + passedOver
                                + " matches are passed over: this build does not carry "
                                + engine.path("notCarried").asText());
            }
        }
    }

    private static String lastHash(final JsonNode last) {
        return last.isObject()
                ? "match " + last.path("match") + " frame " + last.path("frame") + " "
                        + last.path("hash").asText()
                : "-";
    }
}
