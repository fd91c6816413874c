package ringside.simulator;

import java.util.List;
import ringside.engine.output.AnswerSink;
import ringside.engine.ring.AnswerQueue;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.ProtocolException;
import ringside.io.session.Admission;
import ringside.io.session.Connection;
import ringside.io.session.Edge;
import ringside.io.session.EdgeCounters;
import ringside.io.session.EdgePump;
import ringside.io.session.EdgeServices;
import ringside.io.session.EdgeSettings;
import ringside.io.session.InputLatency;
import ringside.io.session.MatchDemand;
import ringside.io.session.MatchDirectory;

/** A process's edge: one event loop, and the pump before it. */
final class ServerEdge implements SimNetwork.ServerPort, EdgePump.Loop {
    private static final long TICK_NS = 50 * Kernel.MS;

    private final ServerProcess process;
    private final Machine machine;
    private final Edge edge;
    private final EdgePump pump;
    private boolean isWaking;
    private boolean isDelivering;

    ServerEdge(
            final ServerProcess process,
            final Machine machine,
            final MatchDirectory matches,
            final AnswerQueue answers) {
        this.process = process;
        this.machine = machine;
        edge = new Edge(
                EdgeSettings.at(process.epoch(), ServerProcess.HZ),
                new EdgeServices(
                        process::offer,
                        matches,
                        MatchDemand.NONE,
                        hello -> Admission.Admitted.withToken(1, tokenOf(hello.token())),
                        match -> shownUpTo(),
                        AnswerSink.NOBODY,
                        machine.chance()::fill,
                        new EdgeCounters(),
                        InputLatency.NOBODY,
                        (connection, cause) -> failed(cause)),
                0);
        pump = new EdgePump(List.of(new EdgePump.Source(answers, this::shownUpTo)), AnswerSink.NOBODY, List.of(this));
    }

    private static long tokenOf(final String token) {
        try {
            return Long.parseLong(token);
        } catch (final NumberFormatException e) {
            throw new ProtocolException(DisconnectReason.TOKEN_MALFORMED, "token");
        }
    }

    private long shownUpTo() {
        return machine.mutation() == Mutation.SHOWN_BEFORE_SAFE ? Long.MAX_VALUE : process.safePosition();
    }

    private void failed(final RuntimeException cause) {
        machine.checker().violated("a connection failed by the server's own doing: " + Machine.at(cause));
    }

    void begin() {
        machine.network().listen(machine.host(), this);
        process.turn(Kernel.MS, () -> pump.doWork() > 0);
        process.turn(TICK_NS, () -> {
            edge.tick(nowNs());
            if (pump.dropped() > 0) {
                machine.checker().violated(pump.dropped() + " answers were dropped: a queue of answers is full");
            }
            return false;
        });
    }

    void frameDone(final long position) {
        pump.frameDone(0, position);
    }

    Edge edge() {
        return edge;
    }

    // ---- the pump's loop

    @Override
    public AnswerQueue inbox() {
        return edge.inbox();
    }

    @Override
    public void wake() {
        if (!isWaking) {
            isWaking = true;
            later(() -> {
                isWaking = false;
                edge.wake(nowNs());
            });
        }
    }

    @Override
    public void deliver() {
        if (!isDelivering) {
            isDelivering = true;
            later(() -> {
                isDelivering = false;
                edge.deliver(nowNs());
            });
        }
    }

    private void later(final Runnable what) {
        machine.kernel().after(machine.chance().between(10_000L, 400_000L), () -> machine.guard(process, what));
    }

    // ---- the network's port

    @Override
    public Connection open(final SimLink link) {
        return edge.open(link, nowNs());
    }

    @Override
    public void run(final Runnable what) {
        machine.guard(process, what);
    }

    @Override
    public long nowNs() {
        return machine.clock().nanoTime();
    }
}
