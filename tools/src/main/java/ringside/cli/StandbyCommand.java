package ringside.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import ringside.server.RingsideServer;
import ringside.server.ServerSettings;
import ringside.server.StandbyServer;

/** {@code standby}. */
@Command(
        name = "standby",
        description = {
            "Follows a running server: keeps its journal in a directory of its own, applies the same events, compares every",
            "frame's hash. Prints one line that begins with 'following' once it follows live, and one that begins with",
            "'ready' once it was promoted and players may come. All other options are those of 'serve', for then.",
            "With --shadow it tries another build on what the primary does: it follows the matches whose logic this build",
            "carries, says in 'status' and metrics whether all frames are equal, or else the first match, frame, table, row and",
            "column that differ, and cannot be promoted then. It is never waited for; see OPERATIONS.md, 'Trying a release'.",
            "What its journal has and the primary's has not, because another server was promoted meanwhile, is set aside.",
            "Exit status 1 when it can follow no further, 2 when it cannot start."
        },
        mixinStandardHelpOptions = true,
        subcommands = {StandbyCommand.Drop.class, StandbyCommand.Alone.class})
final class StandbyCommand implements Callable<Integer> {
    private static final long LOOK_MS = 20;
    private static final int MAX_PORT = 65_535;
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+]):(\\d{1,5})");

    @Option(
            names = "--primary",
            paramLabel = "HOST:PORT[,HOST:PORT…]",
            description =
                    "The replication port of the server to follow, as its 'ready' line tells it; several: whichever is the "
                            + "primary, also after another one was promoted.")
    private @Nullable String primary;

    @Option(
            names = "--shadow",
            description = {
                "Tries this build on what the primary does, instead of being ready for its place: never joins the in-sync set, goes",
                "on when hashes differ, and passes over matches of versions that this build does not carry."
            })
    private boolean isShadow;

    @Mixin
    private ServerOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        final List<StandbyServer.Address> addresses = addresses();
        final ServerSettings settings = options.settings();
        spec.commandLine().getErr().println("settings: " + settings);
        final StopSignal signal = StopSignal.install();
        final Uncaught uncaught = Uncaught.install();
        try (StandbyServer standby =
                isShadow ? StandbyServer.startShadow(settings, addresses) : StandbyServer.start(settings, addresses)) {
            final boolean isOver = follow(standby, signal);
            final RingsideServer serving = standby.promoted();
            if (serving != null) {
                return serve(serving, signal, uncaught);
            }
            final String wrong = standby.whatIsWrong();
            if (isOver && wrong != null) {
                spec.commandLine().getErr().println("ringside: follows no further: " + wrong);
                return ExitCode.FALSE;
            }
            spec.commandLine()
                    .getErr()
                    .println("stopped at position " + standby.status().position());
            return ExitCode.OK;
        } finally {
            signal.done();
        }
    }

    private List<StandbyServer.Address> addresses() {
        if (primary == null) {
            throw new UsageException("--primary: the server to follow is wanted, such as --primary 127.0.0.1:9200");
        }
        final List<StandbyServer.Address> addresses = new ArrayList<>();
        for (final String each : primary.split(",", -1)) {
            final Matcher address = ADDRESS.matcher(each.trim());
            if (!address.matches() || Integer.parseInt(address.group(2)) > MAX_PORT) {
                throw new UsageException("--primary " + each + ": HOST:PORT is wanted, such as 127.0.0.1:9200");
            }
            addresses.add(new StandbyServer.Address(address.group(1), Integer.parseInt(address.group(2))));
        }
        return addresses;
    }

    /** {@code standby drop}. */
    @Command(
            name = "drop",
            description = {
                "Lets a standby leave the in-sync set of a primary at level replicated: it is waited for no longer, so that players",
                "are shown what it has not got, and it cannot be promoted until it has caught up and joined again.",
                "Exit status 1 when the server refuses, with its reason."
            },
            mixinStandardHelpOptions = true)
    static final class Drop implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The standby's name, or its number, as `status` tells it.")
        private String member;

        @Mixin
        private AdminOptions admin;

        @Mixin
        private Operator operator;

        @Mixin
        private JsonOption json;

        @Override
        public Integer call() throws InterruptedException {
            return tell(
                    json, admin.client().post("/standbys/drop", operator.body().put("member", member)));
        }
    }

    /** {@code standby alone}. */
    @Command(
            name = "alone",
            description = {
                "Lets all standbys leave the in-sync set of a primary at level replicated, or lets it begin without any: what it has",
                "appended is shown then, and is lost with its machine until a standby has caught up and joined.",
                "Exit status 1 when the server refuses, with its reason."
            },
            mixinStandardHelpOptions = true)
    static final class Alone implements Callable<Integer> {
        @Mixin
        private AdminOptions admin;

        @Mixin
        private Operator operator;

        @Mixin
        private JsonOption json;

        @Override
        public Integer call() throws InterruptedException {
            return tell(json, admin.client().post("/standbys/alone", operator.body()));
        }
    }

    private static Integer tell(final JsonOption json, final JsonNode status) {
        if (json.isOn()) {
            json.print(status);
        } else {
            status.path("engines")
                    .forEach(engine -> json.out()
                            .println("engine " + engine.path("engine") + ": in-sync set " + engine.path("inSyncSet")));
        }
        return ExitCode.OK;
    }

    /** True when it was promoted, or can follow no further. */
    private boolean follow(final StandbyServer standby, final StopSignal signal) throws InterruptedException {
        boolean isTold = false;
        while (!signal.isGiven()) {
            if (standby.awaitEnd(LOOK_MS, TimeUnit.MILLISECONDS)) {
                return true;
            }
            if (!isTold && standby.isLive()) {
                isTold = true;
                spec.commandLine().getOut().println(standby.followingLine());
                spec.commandLine().getOut().flush();
            }
        }
        return false;
    }

    private Integer serve(final RingsideServer serving, final StopSignal signal, final Uncaught uncaught)
            throws InterruptedException {
        try (serving) {
            final RingsideServer.Summary summary = ServeCommand.serve(spec, serving, signal, uncaught);
            ServeCommand.tell(spec, summary);
            return summary.failed() ? ExitCode.FALSE : ExitCode.OK;
        }
    }
}
