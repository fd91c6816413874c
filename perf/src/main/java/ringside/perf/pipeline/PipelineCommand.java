package ringside.perf.pipeline;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import ringside.perf.ExitCode;
import ringside.perf.JsonOption;

/** {@code pipeline}. */
@Command(
        name = "pipeline",
        description = "What ring, journal and logic get through, against a bare Chronicle queue.",
        mixinStandardHelpOptions = true)
public final class PipelineCommand implements Callable<Integer> {
    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        json.err().println("not yet measured");
        return ExitCode.FALSE;
    }
}
