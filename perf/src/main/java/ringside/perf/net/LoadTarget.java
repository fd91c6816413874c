package ringside.perf.net;

import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** Which server a load plays against, whose processor time counts, and which of the clients are this load's. */
final class LoadTarget {
    @Option(names = "--host", required = true)
    private String host;

    @Option(names = "--port", required = true)
    private int port;

    @Option(names = "--pid", required = true)
    private long pid;

    @Option(names = "--first-match", required = true)
    private int firstMatch;

    @Option(names = "--share-matches", required = true)
    private int matches;

    @Option(names = "--share-clients", required = true)
    private int clients;

    /** The load of that number: each has an address of the server to itself. */
    static List<String> arguments(final int number, final NetPlan.Share share, final String port, final long pid) {
        return List.of(
                "--host", "127.0.0." + (number + 1),
                "--port", port,
                "--pid", String.valueOf(pid),
                "--first-match", String.valueOf(share.firstMatch()),
                "--share-matches", String.valueOf(share.matches()),
                "--share-clients", String.valueOf(share.clients()));
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    int clients() {
        return clients;
    }

    List<Integer> matchIds() {
        return IntStream.range(firstMatch, firstMatch + matches).boxed().toList();
    }

    /** Connections that this load begins in a second, so that all loads together begin as many as one would. */
    int joinsPerSecond(final NetPlan plan) {
        return Math.max(1, (int) ((long) NetPlan.JOINS_PER_SECOND * clients / plan.clients()));
    }

    CpuWindow cpu() {
        return new CpuWindow(pid);
    }
}
