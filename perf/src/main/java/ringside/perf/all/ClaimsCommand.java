package ringside.perf.all;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.perf.ExitCode;
import ringside.perf.JsonOption;
import ringside.perf.Machine;
import ringside.perf.Scratch;
import ringside.perf.UsageException;
import ringside.perf.claims.Claim;

/** {@code claims}. */
@Command(
        name = "claims",
        description = {
            "What others reported of designs like this one, measured here: each beside its peer in one run.",
            "",
            "Runs connections, requests, formats and garbage, each in a JVM of its own, and prints the ratio that was reported"
                    + " beside the one that was measured. A claim is beaten when the ratio is reached, or 1 where none was"
                    + " reported. Takes about 20 minutes; --quick 3.",
            "",
            "Exit status 1 when a measure failed. That a claim is not beaten is a result."
        },
        footer = {"", "Example: ringside-perf claims --only formats,garbage"},
        mixinStandardHelpOptions = true)
public final class ClaimsCommand implements Callable<Integer> {
    private static final List<String> NAMES = List.of("connections", "requests", "formats", "garbage");
    private static final long BYTES = 16 << 20;

    @Option(names = "--quick", description = "Short runs that show that everything works.")
    private boolean quick;

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "These alone.")
    private List<String> only = NAMES;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        for (final String name : only) {
            if (!NAMES.contains(name)) {
                throw new UsageException("no claims '" + name + "'; there are " + String.join(", ", NAMES));
            }
        }
        final List<Outcome> outcomes = new ArrayList<>();
        try (Scratch scratch = Scratch.in(Scratch.systemFolder(), BYTES)) {
            final MeasureRun run = new MeasureRun(System.getProperty("java.home"), quick, scratch.folder());
            for (final Measure measure : Measures.all()) {
                if (only.contains(measure.name())) {
                    json.err().println(measure.name());
                    outcomes.add(run.run(measure, line -> json.err().println("    " + line)));
                }
            }
        }
        final List<Claim> claims = new ArrayList<>();
        for (final Outcome outcome : outcomes) {
            final JsonNode result = outcome.result();
            if (result != null) {
                claims.addAll(Claim.of(result));
            }
        }
        if (json.isOn()) {
            json.print(toJson(outcomes, claims));
        } else {
            Claim.print(json.out(), claims);
            json.out().println(Machine.current());
        }
        return outcomes.stream().allMatch(Outcome::isDone) ? ExitCode.OK : ExitCode.FALSE;
    }

    private static ObjectNode toJson(final List<Outcome> outcomes, final List<Claim> claims) {
        final ObjectNode root = JsonOption.object();
        Claim.putInto(root, claims);
        final ArrayNode failed = root.putArray("failed");
        outcomes.stream()
                .filter(each -> !each.isDone())
                .forEach(each -> failed.add(each.measure().name()));
        Machine.current().putInto(root);
        return root;
    }
}
