package ringside.io.support;

import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.output.AnswerSink;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.CommandMessage;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.InputsMessage;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.WelcomeMessage;
import ringside.io.session.Admission;
import ringside.io.session.Connection;
import ringside.io.session.Edge;
import ringside.io.session.EdgeCounters;
import ringside.io.session.EdgeServices;
import ringside.io.session.EdgeSettings;
import ringside.io.session.InputLatency;
import ringside.io.session.MatchDemand;
import ringside.io.session.MatchDirectory;

/** An edge over a {@link TestEngine}, in time that the test moves. */
public final class TestEdge {
    public static final long EPOCH = 5;
    public static final long MS = 1_000_000L;

    public final TestEngine engine;
    public final EdgeCounters counters = new EdgeCounters();
    public final Edge edge;
    private final EdgeServices services;
    public long nowNs = 1_000_000_000L;
    public MatchDemand demand = MatchDemand.NONE;
    public int failures;
    public RuntimeException lastFailure = new IllegalStateException("nothing failed");
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[4096]);

    public TestEdge() {
        this(EdgeSettings.at(EPOCH, TestEngine.HZ), Admission.OPEN);
    }

    public TestEdge(final EdgeSettings settings, final Admission admission) {
        this(new TestEngine().create(1), settings, admission, null, true);
    }

    /** Another server's edge over the engine as it is now: it was told nothing of who was shown what. */
    public TestEdge takenOver() {
        return takenOver(true);
    }

    /** The edge of that other server before it serves. */
    public TestEdge standingBy() {
        return takenOver(false);
    }

    private TestEdge takenOver(final boolean isServing) {
        final MatchDirectory own = new MatchDirectory();
        own.host(engine.type);
        own.add(engine.slot(1));
        final TestEdge next = new TestEdge(
                engine, EdgeSettings.at(isServing ? EPOCH + 1 : 0, TestEngine.HZ), Admission.OPEN, own, isServing);
        next.nowNs = nowNs;
        return next;
    }

    /** Has an edge that stands by serve. */
    public void serve() {
        edge.serve(EdgeSettings.at(EPOCH + 1, TestEngine.HZ), services, nowNs);
    }

    private TestEdge(
            final TestEngine engine,
            final EdgeSettings settings,
            final Admission admission,
            final @Nullable MatchDirectory directory,
            final boolean isServing) {
        this.engine = engine;
        final SplittableRandom random = new SplittableRandom(1);
        services = new EdgeServices(
                engine,
                directory == null ? engine.matches : directory,
                game -> demand.wanted(game),
                admission,
                match -> engine.safePosition(),
                AnswerSink.NOBODY,
                bytes -> fill(random, bytes),
                counters,
                InputLatency.NOBODY,
                (connection, cause) -> {
                    failures++;
                    lastFailure = cause;
                });
        edge = isServing ? new Edge(settings, services, 0) : Edge.standingBy(settings, services, 0);
    }

    private static void fill(final SplittableRandom random, final byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt();
        }
    }

    /** A client and its connection. */
    public final class Client {
        public final RecordingOutlet outlet = new RecordingOutlet();
        public final Connection connection = edge.open(outlet, nowNs);

        public Client send(final byte[] message) {
            connection.receive(new UnsafeBuffer(message), 0, message.length, nowNs);
            return this;
        }

        public Client send(final UnsafeBuffer message, final int lengthBytes) {
            connection.receive(message, 0, lengthBytes, nowNs);
            return this;
        }

        public Client hello() {
            return send(helloMessage(null).write());
        }

        /** Joins match 1 and takes the WELCOME. */
        public WelcomeMessage join() {
            hello();
            wake();
            return outlet.takeWelcome();
        }

        public Client input(final int seq, final int target, final int x) {
            return inputs(new int[][] {{seq, target, x}});
        }

        /** Inputs of (seq, target frame, moveX). */
        public Client inputs(final int[][] each) {
            final int record = engine.type.layout().input().lengthBytes();
            final InputsMessage inputs = new InputsMessage(record).begin(scratch, 0, each.length);
            for (int i = 0; i < each.length; i++) {
                inputs.set(i, each[i][0], each[i][1], -1, 0);
                inputs.buffer().setMemory(inputs.recordOffset(i), record, (byte) 0);
                inputs.buffer().putByte(inputs.recordOffset(i), (byte) each[i][2]);
            }
            return send(scratch, inputs.lengthBytes());
        }

        public Client say(final int sequence, final int number) {
            final CommandMessage command = new CommandMessage().begin(scratch, 0, sequence, engine.game.say.id(), 4);
            command.buffer().putInt(CommandMessage.RECORD, number, java.nio.ByteOrder.LITTLE_ENDIAN);
            return send(scratch, command.lengthBytes());
        }

        /** A command without fields. */
        public Client command(final int sequence, final int id) {
            return send(
                    scratch,
                    new CommandMessage().begin(scratch, 0, sequence, id, 0).lengthBytes());
        }

        public Client ping() {
            return send(scratch, ControlMessages.writeEcho(scratch, 0, MessageType.PING, 99));
        }

        public Client leave() {
            return send(scratch, ControlMessages.writeLeave(scratch, 0));
        }
    }

    public Client client() {
        return new Client();
    }

    public static HelloMessage helloMessage(final HelloMessage.Resume resume) {
        return new HelloMessage("duel", 0, 1, "", Bytes.NONE, resume, "test");
    }

    /** Passes logic's answers on and shows what is safe, as the pump and the event loop do. */
    public void wake() {
        engine.answers.drain(engine.safePosition(), edge.inbox());
        edge.wake(nowNs);
    }

    /** Passes logic's answers on when no new frame is safe. */
    public void deliver() {
        engine.answers.drain(engine.safePosition(), edge.inbox());
        edge.deliver(nowNs);
    }

    /** Steps the engine and shows the frame. */
    public void frame() {
        engine.frame(nowNs);
        wake();
    }

    public void advanceMs(final long ms) {
        nowNs += ms * MS;
        edge.tick(nowNs);
    }
}
