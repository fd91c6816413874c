package ringside.cli;

import picocli.CommandLine.Command;

/** {@code latency show|report}. */
@Command(
        name = "latency",
        description = "Look at logs of latency: what took how long, as a table or as a page.",
        mixinStandardHelpOptions = true,
        subcommands = {LatencyShowCommand.class, LatencyReportCommand.class})
final class LatencyCommand extends VerbGroup {}
