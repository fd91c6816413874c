package ringside.perf.net;

import picocli.CommandLine.Option;

/** Which server a load plays against, and whose processor time counts. */
final class LoadTarget {
    @Option(names = "--port", required = true)
    private int port;

    @Option(names = "--pid", required = true)
    private long pid;

    int port() {
        return port;
    }

    CpuWindow cpu() {
        return new CpuWindow(pid);
    }
}
