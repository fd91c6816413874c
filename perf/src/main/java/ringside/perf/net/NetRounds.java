package ringside.perf.net;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import ringside.perf.RunFailedException;
import ringside.perf.child.ChildProcess;
import ringside.perf.child.Json;
import ringside.perf.child.Leash;

/** Runs the two servers in turn, each with a load of its own, and nothing else at the same time. */
final class NetRounds {
    private static final int START_SECONDS = 30;
    private static final int STOP_SECONDS = 20;

    private final NetPlan plan;
    private final Consumer<String> progress;

    NetRounds(final NetPlan plan, final Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /** The real server first: the floor moves as many bytes as that just did. */
    record Round(LoadResult real, ServerChild.Summary server, LoadResult floor) {}

    List<Round> run(final int rounds) throws InterruptedException {
        final List<Round> all = new ArrayList<>();
        for (int i = 1; i <= rounds; i++) {
            final Round round = round();
            all.add(round);
            progress.accept("round " + i + " of " + rounds + ": "
                    + round.real().window().cpuNsPerView() + " ns a client and frame, the floor "
                    + round.floor().window().cpuNsPerView());
        }
        return all;
    }

    private Round round() throws InterruptedException {
        final List<String> arguments = PlanOptions.arguments(plan);
        final LoadResult real;
        final ServerChild.Summary summary;
        try (ChildProcess server = ChildProcess.start(List.of("net", "server"), arguments)) {
            real = load("load", server, List.of());
            server.endInput();
            summary = Json.read(server.line(Leash.RESULT, STOP_SECONDS), ServerChild.Summary.class);
        }
        final List<String> bytes = bytesOf(real);
        try (ChildProcess floor = ChildProcess.start(List.of("net", "floor"), concat(arguments, bytes))) {
            return new Round(real, summary, load("floor-load", floor, bytes));
        }
    }

    /**
     * The real server, and a peer with a thread a connection and a bounded channel; the peer moves as many bytes as the real
     * server just did.
     */
    record PeerRound(LoadResult real, ServerChild.Summary server, LoadResult peer, ChannelChild.Summary channel) {}

    /** One round of both, the real server first: it says how many bytes. */
    PeerRound peerRound() throws InterruptedException {
        final List<String> arguments = PlanOptions.arguments(plan);
        final LoadResult real;
        final ServerChild.Summary summary;
        try (ChildProcess server = ChildProcess.start(List.of("net", "server"), arguments)) {
            real = load("load", server, List.of());
            server.endInput();
            summary = Json.read(server.line(Leash.RESULT, STOP_SECONDS), ServerChild.Summary.class);
        }
        final List<String> bytes = bytesOf(real);
        try (ChildProcess peer = ChildProcess.start(List.of("net", "channel"), concat(arguments, bytes))) {
            final LoadResult its = load("floor-load", peer, bytes);
            peer.endInput();
            final ChannelChild.Summary channel =
                    Json.read(peer.line(Leash.RESULT, STOP_SECONDS), ChannelChild.Summary.class);
            return new PeerRound(real, summary, its, channel);
        }
    }

    private static List<String> bytesOf(final LoadResult real) {
        return List.of(
                "--input-bytes", String.valueOf(FloorBytes.inputBytes(real.traffic())),
                "--answer-bytes", String.valueOf(FloorBytes.answerBytes(real.traffic())));
    }

    private LoadResult load(final String verb, final ChildProcess server, final List<String> more)
            throws InterruptedException {
        final String port = server.line(Leash.READY, START_SECONDS);
        final List<NetPlan.Share> shares = plan.shares();
        final List<ChildProcess> loads = new ArrayList<>();
        try {
            for (int i = 0; i < shares.size(); i++) {
                final List<String> target = LoadTarget.arguments(i, shares.get(i), port, server.pid());
                loads.add(ChildProcess.start(
                        List.of("net", verb), concat(concat(PlanOptions.arguments(plan), target), more)));
            }
            final List<LoadResult> results = new ArrayList<>();
            for (final ChildProcess load : loads) {
                results.add(Json.read(load.line(Leash.RESULT, plan.limitSeconds()), LoadResult.class));
            }
            final LoadResult result = LoadsTogether.of(results);
            if (result.window().views() <= 0) {
                throw new RunFailedException("net " + verb + ": no view arrived in the window: " + result.problems());
            }
            return result;
        } finally {
            loads.forEach(ChildProcess::close);
        }
    }

    private static List<String> concat(final List<String> first, final List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
