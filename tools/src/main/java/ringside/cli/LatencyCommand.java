package ringside.cli;

import picocli.CommandLine.Command;

/** {@code latency show|report|replay}. */
@Command(
        name = "latency",
        description =
                "Look at logs of latency: what took how long, as a table or as a page; and run one slow frame again.",
        mixinStandardHelpOptions = true,
        subcommands = {LatencyShowCommand.class, LatencyReportCommand.class, LatencyReplayCommand.class})
final class LatencyCommand extends VerbGroup {}
