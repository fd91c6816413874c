package ringside.perf.net;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.perf.ExitCode;
import ringside.perf.HistogramsOption;
import ringside.perf.JsonOption;
import ringside.perf.UsageException;

/** {@code net}. */
@Command(
        name = "net",
        description = {
            "What the whole server costs on real sockets, above a bare one that moves the same bytes.",
            "",
            "In turn: a Ringside server, which bots of another process play on; and the floor, a bare Netty server that"
                    + " receives as many bytes an input, and writes as many a tick to each client, as the run before"
                    + " it did on average. Both have one event loop and the same number of load threads.",
            "",
            "CPU is the server process's own, user and system, in the window after the warm-up, for each view that"
                    + " arrived. Latencies count from when an input was due; above the frame means less the input's"
                    + " wait for its frame, or for the floor's tick. Figures are medians of the rounds; skipped frames"
                    + " and errors are summed, warm-up included.",
            "Below it stands what each thread took. What the JVM's compilers took is none of the server's for long: the"
                    + " ratio is told with and without it. Memory is what came with the connections, after a collection.",
            "",
            "Beyond 10,000 clients the load is several processes, each with an address of this machine to itself; of their"
                    + " latencies the worst is told. Thousands of connections need as many open files, in the server of all"
                    + " loads: ulimit -n 65536 before.",
            "",
            "Server and load share this machine: leave it alone meanwhile, and look at generatorWasBottleneck.",
            "Publish no fewer than 5 rounds. Exit status 1 when a client was not served or a process failed."
        },
        footer = {"", "Example: ringside-perf net --clients 200 --hz 60 --seconds 10 --rounds 5 --json"},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "",
        subcommands = {ServerChild.class, FloorChild.class, ChannelChild.class, LoadChild.class, FloorLoadChild.class})
public final class NetCommand implements Callable<Integer> {
    private static final int MOST_ROUNDS = 100;

    @Mixin
    private PlanOptions options;

    @Option(names = "--rounds", defaultValue = "3", description = "Of both servers (${DEFAULT-VALUE}).")
    private int rounds;

    @Mixin
    private HistogramsOption histograms;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws InterruptedException {
        final NetPlan plan = options.plan();
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new UsageException("--rounds " + rounds + ": 1 to " + MOST_ROUNDS + " are possible");
        }
        final NetReport report = new NetReport(plan, new NetRounds(plan, json.err()::println).run(rounds));
        report.problems().forEach(problem -> json.err().println("ringside-perf: " + problem));
        histograms.write("net", report.histograms());
        if (json.isOn()) {
            json.print(report.toJson());
        } else {
            report.print(json.out());
        }
        return report.errors() == 0 ? ExitCode.OK : ExitCode.FALSE;
    }
}
