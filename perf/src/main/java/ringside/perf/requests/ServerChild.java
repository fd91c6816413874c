package ringside.perf.requests;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import ringside.perf.ExitCode;
import ringside.perf.child.Leash;

/** One of the servers, in a process of its own. */
@Command(name = "server", hidden = true, description = "One of the servers that are compared; started by requests.")
final class ServerChild implements Callable<Integer> {
    private static final int LIMIT_SECONDS = 3_600;

    @Option(names = "--kind", required = true)
    private ServerKind kind;

    @Option(names = "--connections", required = true)
    private int connections;

    @Override
    public Integer call() throws IOException {
        Leash.endAfter(LIMIT_SECONDS);
        kind.serve(connections);
        return ExitCode.OK;
    }
}
