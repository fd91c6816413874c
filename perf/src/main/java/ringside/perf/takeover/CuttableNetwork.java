package ringside.perf.takeover;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ringside.perf.RunFailedException;

/**
 * Two networks of their own for a process each, joined to this machine's by virtual cards and a bridge; each can be cut off. Needs
 * Linux and root.
 */
final class CuttableNetwork implements AutoCloseable {
    /** How many processes have one. */
    static final int PLACES = 2;

    private static final String PREFIX = "10.231.79.";
    private static final String HERE = PREFIX + "254";

    private final String pid = String.valueOf(ProcessHandle.current().pid());
    private final String bridge = "rb" + pid;

    private CuttableNetwork() {}

    /** Makes it; null where that cannot be. */
    static @Nullable CuttableNetwork make() {
        final CuttableNetwork made = new CuttableNetwork();
        try {
            made.begin();
            return made;
        } catch (final RunFailedException e) {
            made.close();
            return null;
        }
    }

    private void begin() {
        run("ip link add name " + bridge + " type bridge");
        run("ip addr add " + HERE + "/24 dev " + bridge);
        run("ip link set " + bridge + " up");
        for (int place = 0; place < PLACES; place++) {
            run("ip netns add " + name(place));
            run("ip link add " + card(place) + " type veth peer name " + peer(place));
            run("ip link set " + peer(place) + " netns " + name(place));
            run("ip link set " + card(place) + " master " + bridge);
            run("ip link set " + card(place) + " up");
            run("ip -n " + name(place) + " addr add " + address(place) + "/24 dev " + peer(place));
            run("ip -n " + name(place) + " link set " + peer(place) + " up");
            run("ip -n " + name(place) + " link set lo up");
        }
    }

    private String name(final int place) {
        return "ringside-t" + pid + "-" + place;
    }

    private String card(final int place) {
        return "rt" + pid + "-" + place;
    }

    private String peer(final int place) {
        return "rp" + pid + "-" + place;
    }

    /** The address of who is there. */
    String address(final int place) {
        return PREFIX + (place + 1);
    }

    /** What starts a process there. */
    List<String> prefix(final int place) {
        return List.of("ip", "netns", "exec", name(place));
    }

    /** From now on nothing gets through to there, and nobody is told. */
    void cut(final int place) {
        run("ip link set " + card(place) + " down");
    }

    /** What was cut off can be reached again. */
    void mend(final int place) {
        run("ip link set " + card(place) + " up");
    }

    private static void run(final String command) {
        if (!isDone(command)) {
            throw new RunFailedException(command + ": failed");
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
        for (int place = 0; place < PLACES; place++) {
            isDone("ip link del " + card(place));
            isDone("ip netns del " + name(place));
        }
        isDone("ip link del " + bridge);
    }
}
