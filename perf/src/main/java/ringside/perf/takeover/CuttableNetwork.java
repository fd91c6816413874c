package ringside.perf.takeover;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import ringside.perf.RunFailedException;

/** A network of its own for one process, joined to this machine's by a pair of virtual cards, which can be cut. Needs Linux and root. */
final class CuttableNetwork implements AutoCloseable {
    private static final String HERE = "10.231.79.1";
    private static final String THERE = "10.231.79.2";

    private final String name = "ringside-t" + ProcessHandle.current().pid();
    private final String card = "rt" + ProcessHandle.current().pid();
    private final String peer = card + "p";

    CuttableNetwork() {
        try {
            run("ip netns add " + name);
            run("ip link add " + card + " type veth peer name " + peer);
            run("ip link set " + peer + " netns " + name);
            run("ip addr add " + HERE + "/30 dev " + card);
            run("ip link set " + card + " up");
            run("ip -n " + name + " addr add " + THERE + "/30 dev " + peer);
            run("ip -n " + name + " link set " + peer + " up");
            run("ip -n " + name + " link set lo up");
        } catch (final RunFailedException e) {
            close();
            throw e;
        }
    }

    /** The address of who is in it. */
    String address() {
        return THERE;
    }

    /** What starts a process in it. */
    List<String> prefix() {
        return List.of("ip", "netns", "exec", name);
    }

    /** From now on nothing gets through, and nobody is told. */
    void cut() {
        run("ip -n " + name + " link set " + peer + " down");
    }

    private static void run(final String command) {
        if (!isDone(command)) {
            throw new RunFailedException(command + ": failed; dropping traffic needs Linux and root");
        }
    }

    private static boolean isDone(final String command) {
        try {
            final Process process = new ProcessBuilder(command.split(" ", -1))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (final IOException e) {
            return false;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunFailedException(command + ": interrupted", e);
        }
    }

    /** {@inheritDoc} What was never made is not there to be removed. */
    @Override
    public void close() {
        final boolean isCardRemoved = isDone("ip link del " + card);
        final boolean isNetworkRemoved = isDone("ip netns del " + name);
        if (!isCardRemoved || !isNetworkRemoved) {
            System.err.println("ringside-perf: " + name + " or " + card + " may still be there");
        }
    }
}
