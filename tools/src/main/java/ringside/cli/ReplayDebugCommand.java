package ringside.cli;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import ringside.server.Games;

/** {@code replay debug PATH --match M --frame F}: stops before a frame with a debugger's port open. */
@Command(
        name = "debug",
        description = {
            "Replays a match at full speed up to a frame and waits there, with a debugger's port open on this machine only.",
            "Attach, set a breakpoint in the game, and resume: the frame is computed under the debugger, and the process ends."
                    + " Nothing that is done there changes the recording.",
            "It runs in a JVM of its own, which is told to open the port and to wait once the frame is reached."
        },
        footer = {
            "",
            "Examples:",
            "  ringside replay debug bug.match --frame 3412",
            "  ringside replay debug data --match 7 --frame 3412 --frames 60 --write-config .run"
        },
        mixinStandardHelpOptions = true)
final class ReplayDebugCommand implements Callable<Integer> {
    private static final int MOST_PORT = 65_535;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RecordedMatch recorded;

    @Option(
            names = "--frame",
            paramLabel = "F",
            required = true,
            description = "The frame to be computed under the debugger.")
    private int frame;

    @Option(
            names = "--frames",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many frames, that one first (${DEFAULT-VALUE}).")
    private int frames;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "5005",
            description = "The debugger's port (${DEFAULT-VALUE}, as IDEs expect it; 0: any that is free).")
    private int port;

    @Option(
            names = "--write-config",
            paramLabel = "FOLDER",
            description =
                    "Write ringside-replay.run.xml for IntelliJ IDEA (its place is .run in a project) and launch.json for"
                            + " VS Code (its place is .vscode) into this folder.")
    private @Nullable Path folder;

    @Option(names = "--waiting-at", paramLabel = "N", hidden = true)
    private int waitingAt;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (frame < 0 || frames < 1 || frame > Integer.MAX_VALUE - frames) {
            throw new UsageException(
                    "--frame " + frame + " --frames " + frames + ": frames count from 0, and one at least is computed");
        }
        if (port < 0 || port > MOST_PORT) {
            throw new UsageException("--port " + port + ": 0 to " + MOST_PORT + " are possible");
        }
        if (waitingAt > 0) {
            new ReplayDebugRun(
                            recorded.source(),
                            Games.load(),
                            frame,
                            frames,
                            spec.commandLine().getOut())
                    .run(waitingAt);
            return ExitCode.OK;
        }
        final int free = free(port);
        if (folder != null) {
            for (final Path written : ReplayDebugConfigurations.write(folder, free)) {
                spec.commandLine().getOut().println("wrote " + written);
            }
            spec.commandLine().getOut().flush();
        }
        return runChild(free);
    }

    private static int free(final int wanted) throws IOException {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (final BindException e) {
            throw new UsageException("--port " + wanted + ": is taken on this machine; take another, or 0 for any");
        }
    }

    /** The same verb in a JVM that opens the port where it says so, with our standard streams. */
    private int runChild(final int debugPort) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-agentlib:jdwp") && !option.startsWith("-Xrunjdwp"))
                .forEach(command::add);
        command.add("-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:" + debugPort + ",onthrow="
                + ReplayDebugStop.class.getName() + ",launch=" + doNothing());
        final String classPath = System.getProperty("java.class.path");
        if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
            command.addAll(List.of("-jar", classPath));
        } else {
            command.addAll(List.of("-cp", classPath, Main.class.getName()));
        }
        command.addAll(original());
        command.add("--waiting-at=" + debugPort);
        final Process child = new ProcessBuilder(command).inheritIO().start();
        final Thread end = new Thread(child::destroy, "ringside-replay-debug-end");
        Runtime.getRuntime().addShutdownHook(end);
        return child.waitFor();
    }

    /** A JVM that opens its port late insists on starting a program then. */
    private static String doNothing() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")
                ? "cmd.exe /c rem"
                : "true";
    }

    /** The words that this verb was given. */
    private List<String> original() {
        CommandSpec root = spec;
        while (root.parent() != null) {
            root = root.parent();
        }
        return root.commandLine().getParseResult().originalArgs();
    }
}
