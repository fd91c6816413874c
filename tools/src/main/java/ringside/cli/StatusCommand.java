package ringside.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}. */
@Command(
        name = "status",
        description = "Tells how a running server is: its role, epoch and position, its engines and their load.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
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
        json.out()
                .println(status.path("role").asText() + ", epoch " + status.path("epoch") + ", position "
                        + status.path("position") + ", " + status.path("matches") + " matches, "
                        + status.path("players") + " players"
                        + (status.path("overloaded").asBoolean() ? ", OVERLOADED" : "") + ", build "
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
        return ExitCode.OK;
    }
}
