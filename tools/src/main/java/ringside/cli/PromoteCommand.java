package ringside.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code promote}. */
@Command(
        name = "promote",
        description = {
            "Makes a standby the primary: it raises the epoch, opens its ports and goes on at the next frame.",
            "Exit status 1 with REFUSED and the reason when it is not in sync, or a shadow that differs; then it goes on following."
        },
        mixinStandardHelpOptions = true)
final class PromoteCommand implements Callable<Integer> {
    @Mixin
    private AdminOptions admin;

    @Mixin
    private Operator operator;

    @Option(
            names = "--lose",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Below level replicated: also when up to N events are missing that the primary was heard to have.")
    private int lose;

    @Option(
            names = "--unheard",
            description =
                    "At level replicated: also when it has heard nothing of a primary for more than a minute. Only if you know that "
                            + "nobody has let it go since (standby drop): players would have been shown what it lacks.")
    private boolean isUnheard;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws InterruptedException {
        final JsonNode status = admin.client()
                .post("/promote", operator.body().put("lose", lose).put("unheard", isUnheard));
        if (json.isOn()) {
            json.print(status);
        } else {
            json.out()
                    .println(status.path("role").asText() + ", epoch " + status.path("epoch") + ", position "
                            + status.path("position"));
        }
        return ExitCode.OK;
    }
}
