package ringside.io.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.AcksMessage;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.CommandMessage;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.DisconnectMessage;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.InputsMessage;
import ringside.io.protocol.Limits;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.RefusalReason;
import ringside.io.protocol.WelcomeMessage;
import ringside.layout.RowSet;
import ringside.layout.State;
import ringside.snapshot.codec.SnapshotRing;
import ringside.snapshot.codec.ViewEncoder;
import ringside.snapshot.codec.ViewLimits;
import ringside.snapshot.codec.WireLayout;

/**
 * One match of a server, without threads, sockets or a clock: real messages, real views, and inputs that are laid by for
 * their frames as the engine does. What it is told to do wrong is in its public fields.
 */
public final class ScriptedMatch {
    static final int MATCH = 7;

    /** As the engine's logic has it. */
    private static final int SLOTS = 8;

    private static final int TOO_EARLY_FRAMES = 32;
    private static final int FULL_DEPTH = 4;
    private static final int WINDOW_FRAMES = 32;
    private static final int HISTORY = 64;

    /** A copy of an input arrived when {@code frame} was the newest. */
    record Arrival(int target, int frame, long atNs) {}

    /** A player's input of a frame: the numbers of those that became one, none when it was missing. */
    record Applied(int player, int frame, long atNs, List<Integer> seqs, int steer, boolean press) {}

    /** Where a connection's messages go. */
    public interface Client {
        void send(byte[] message);

        void close();
    }

    final ScriptedGame game;
    final int hz;

    /** The reign that it says it serves. */
    long epoch = 1;
    /** How late an input may be and still count for the next frame. */
    int lateMergeFrames;
    /** What a HELLO is answered with, if not null. */
    @Nullable
    DisconnectMessage refusal;
    /** What the next commands are answered with, if not null. */
    @Nullable
    RefusalReason commandRefusal;
    /** No view consumes inputs while this is set. */
    boolean ignoresInputs;
    /** No frame is computed and every input refused while this is set. */
    boolean isPaused;
    /** Frames for which a missing input repeats the one before. */
    int repeatFrames = 15;

    final List<HelloMessage> hellos = new ArrayList<>();
    final List<int[]> inputSeqsOfMessages = new ArrayList<>();
    /** What the players were given for each frame, in order. */
    final List<Applied> applied = new ArrayList<>();
    /** The first copies of inputs to arrive, by their numbers: of one player only. */
    final Map<Integer, Arrival> arrivals = new TreeMap<>();

    long inputBytes;
    final List<Integer> commandsApplied = new ArrayList<>();
    long refusedInputs;
    long takenInputs;

    private final WireLayout wire;
    private final State state;
    private final UnsafeBuffer block;
    private final SnapshotRing history;
    private final RowSet visible;
    private final Map<Integer, Seat> seats = new TreeMap<>();
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[2048]);
    private int frame = -1;
    private long effectSeq;

    public ScriptedMatch(final ScriptedGame game, final int hz) {
        this.game = game;
        this.hz = hz;
        wire = new WireLayout(game.layout);
        block = new UnsafeBuffer(new byte[game.layout.blockBytes()]);
        state = new State(game.layout);
        state.wrap(block, 0);
        state.clear();
        history = new SnapshotRing(game.layout, HISTORY);
        visible = new RowSet(game.layout);
        visible.addAll();
    }

    int frame() {
        return frame;
    }

    /** The highest inputSeq that a seat consumed. */
    int consumedSeq(final int player) {
        return seat(player).consumedSeq;
    }

    int depth(final int player) {
        return seat(player).waiting.size();
    }

    /** By how many frames inputs are laid by ahead of those that they aim at. */
    int shift(final int player) {
        return seat(player).shift;
    }

    private Seat seat(final int player) {
        final Seat seat = seats.get(player);
        if (seat == null) {
            throw new IllegalArgumentException("no player " + player);
        }
        return seat;
    }

    /** A new connection; hand its messages to the guest. */
    public Guest accept(final Client client) {
        return new Guest(client);
    }

    /** Computes a frame and shows it. */
    public void step(final long nowNs) {
        if (isPaused) {
            return;
        }
        frame++;
        seats.values().forEach(seat -> seat.consume(nowNs));
        history.put(frame, block);
        seats.values().forEach(seat -> seat.show(nowNs));
    }

    /** What waits for a frame. */
    private static final class Laid {
        final List<Integer> seqs = new ArrayList<>();
        int steer;
        boolean press;

        void merge(final Laid later) {
            seqs.addAll(later.seqs);
            steer = later.steer;
            press |= later.press;
        }
    }

    /** What outlives connections. */
    private final class Seat {
        final int player;
        final int row;
        final ViewEncoder encoder = new ViewEncoder(wire, history, ViewLimits.DEFAULT);
        final TreeMap<Integer, Laid> waiting = new TreeMap<>();
        final Map<Integer, Long> receiptNs = new HashMap<>();
        byte secret = 1;
        int takenSeq;
        int consumedSeq;
        int lastCommand;
        int shift;
        int leastDepth = SLOTS;
        int missing;
        int steer;

        @Nullable
        Guest guest;

        Seat(final int player) {
            this.player = player;
            row = state.add(game.marks);
            state.set(row, game.owner, player - 1);
        }

        void consume(final long nowNs) {
            if (ignoresInputs) {
                return;
            }
            mergeExcess();
            final Laid laid = waiting.remove(frame);
            if (laid == null) {
                missing++;
                shift = Math.max(0, shift - 1);
                steer = missing <= repeatFrames ? steer : 0;
                applied.add(new Applied(player, frame, nowNs, List.of(), steer, false));
                return;
            }
            missing = 0;
            steer = laid.steer;
            applied.add(new Applied(player, frame, nowNs, laid.seqs, steer, laid.press));
            final int seq = laid.seqs.get(laid.seqs.size() - 1);
            consumedSeq = Math.max(consumedSeq, seq);
            state.set(row, game.place, seq % 1_000_000);
            final UnsafeBuffer record = new UnsafeBuffer(new byte[game.echo.lengthBytes()]);
            game.echoSeq.write(record, 0, seq);
            encoder.offer(effectSeq++, frame, game.echo, record, 0);
        }

        private void mergeExcess() {
            leastDepth = Math.min(leastDepth, waiting.size());
            if (frame % WINDOW_FRAMES != 0) {
                return;
            }
            final Laid first = waiting.get(frame);
            final Laid second = waiting.get(frame + 1);
            if (leastDepth > FULL_DEPTH && first != null && second != null) {
                first.merge(second);
                waiting.remove(frame + 1);
                for (int ahead = 2; ahead < SLOTS; ahead++) {
                    final Laid moved = waiting.remove(frame + ahead);
                    if (moved != null) {
                        waiting.put(frame + ahead - 1, moved);
                    }
                }
                shift = Math.min(TOO_EARLY_FRAMES, shift + 1);
            }
            leastDepth = SLOTS;
        }

        void show(final long nowNs) {
            final Guest to = guest;
            if (to == null) {
                return;
            }
            encoder.begin(frame, visible, player - 1, ViewEncoder.NO_TEAM);
            final Long receipt = receiptNs.get(consumedSeq);
            final int micros = receipt == null ? 0 : (int) ((nowNs - receipt) / 1_000);
            encoder.answer(consumedSeq, waiting.size(), micros);
            for (int length = encoder.encodePart(out, 1); length > 0; length = encoder.encodePart(out, 1)) {
                out.putByte(0, MessageType.VIEW.code());
                to.send(length + 1);
            }
        }

        void take(final int seq, final int aimedAt, final Laid input, final long nowNs, final Guest from) {
            if (seq <= takenSeq) {
                return;
            }
            takenSeq = seq;
            takenInputs++;
            final int next = frame + 1;
            final int target = aimedAt - shift;
            if (isPaused) {
                refuse(seq, RefusalReason.MATCH_PAUSED, from);
            } else if (next - target > lateMergeFrames) {
                refuse(seq, RefusalReason.INPUT_TOO_LATE, from);
            } else if (target - next >= TOO_EARLY_FRAMES) {
                refuse(seq, RefusalReason.INPUT_TOO_EARLY, from);
            } else {
                final int slot = Math.max(next, Math.min(next + SLOTS - 1, target));
                final Laid before = waiting.putIfAbsent(slot, input);
                if (before != null) {
                    before.merge(input);
                }
                receiptNs.put(seq, nowNs);
                receiptNs.remove(seq - 1_000);
            }
        }

        private void refuse(final int seq, final RefusalReason reason, final Guest to) {
            refusedInputs++;
            to.send(ControlMessages.writeRefused(out, 0, ControlMessages.INPUT, seq, reason.code()));
        }
    }

    /** One connection. */
    public final class Guest {
        private final Client client;
        private final InputsMessage inputs =
                new InputsMessage(game.layout.input().lengthBytes());
        private @Nullable Seat seat;

        private Guest(final Client client) {
            this.client = client;
        }

        public void received(final byte[] message, final long nowNs) {
            final UnsafeBuffer from = new UnsafeBuffer(message);
            final MessageType type = MessageType.of(message[0]);
            final Seat at = seat;
            if (type == MessageType.HELLO) {
                hello(HelloMessage.read(from, 0, message.length));
            } else if (at != null && at.guest == this && type != null) {
                switch (type) {
                    case INPUTS -> inputs(from, at, nowNs);
                    case ACKS -> acks(from, at);
                    case PING ->
                        send(ControlMessages.writeEcho(out, 0, MessageType.PONG, ControlMessages.echo(from, 0)));
                    case COMMAND -> command(from, at);
                    case LEAVE -> disconnect(DisconnectMessage.of(DisconnectReason.LEFT, ""));
                    default -> throw new IllegalStateException("a client sent " + type);
                }
            }
        }

        /** The connection is gone. */
        public void gone() {
            if (seat != null && seat.guest == this) {
                seat.guest = null;
            }
        }

        void disconnect(final DisconnectMessage why) {
            client.send(why.write());
            gone();
            client.close();
        }

        private void hello(final HelloMessage hello) {
            hellos.add(hello);
            if (refusal != null) {
                disconnect(refusal);
                return;
            }
            final HelloMessage.Resume resume = hello.resume();
            if (resume == null) {
                seat = new Seat(seats.size() + 1);
                seats.put(seat.player, seat);
            } else {
                seat = seats.get(resume.player());
                if (seat == null || !resume.secret().equals(secret(seat.secret))) {
                    disconnect(DisconnectMessage.of(DisconnectReason.RESUME_REFUSED, ""));
                    return;
                }
                seat.secret++;
                seat.encoder.reset();
            }
            seat.guest = this;
            client.send(welcome(seat, resume != null).write());
        }

        private WelcomeMessage welcome(final Seat at, final boolean resumed) {
            final WelcomeMessage.Held held = resumed ? new WelcomeMessage.Held(at.takenSeq, at.lastCommand) : null;
            return new WelcomeMessage(
                    new WelcomeMessage.Seat(epoch, MATCH, at.player, at.player - 1, secret(at.secret), held),
                    game.json,
                    game.layout.hash(),
                    Bytes.NONE,
                    hz,
                    frame,
                    Limits.DEFAULT,
                    "scripted");
        }

        private void inputs(final UnsafeBuffer from, final Seat at, final long nowNs) {
            inputs.wrap(from, 0, from.capacity(), Limits.DEFAULT.maxInputsPerMessage());
            inputBytes += from.capacity();
            final int[] seqs = new int[inputs.count()];
            for (int i = 0; i < seqs.length; i++) {
                seqs[i] = inputs.inputSeq(i);
                arrivals.putIfAbsent(seqs[i], new Arrival(inputs.targetFrame(i), frame, nowNs));
                final Laid input = new Laid();
                input.seqs.add(seqs[i]);
                input.steer = (int) game.steer.read(inputs.buffer(), inputs.recordOffset(i));
                input.press = game.press.read(inputs.buffer(), inputs.recordOffset(i)) != 0;
                at.take(seqs[i], inputs.targetFrame(i), input, nowNs, this);
            }
            inputSeqsOfMessages.add(seqs);
        }

        private void acks(final UnsafeBuffer from, final Seat at) {
            final AcksMessage acks =
                    new AcksMessage().wrap(from, 0, from.capacity(), Limits.DEFAULT.maxAcksPerMessage());
            for (int i = 0; i < acks.count(); i++) {
                at.encoder.acknowledge(acks.frame(i), acks.part(i));
            }
        }

        private void command(final UnsafeBuffer from, final Seat at) {
            final int sequence =
                    new CommandMessage().wrap(from, 0, from.capacity()).sequence();
            if (sequence == at.lastCommand) {
                send(ControlMessages.writeCommandApplied(out, 0, sequence));
            } else if (sequence > at.lastCommand + 1) {
                refuseCommand(sequence, RefusalReason.COMMAND_OUT_OF_ORDER);
            } else if (sequence > at.lastCommand && commandRefusal != null) {
                at.lastCommand += commandRefusal == RefusalReason.COMMAND_REJECTED ? 1 : 0;
                refuseCommand(sequence, commandRefusal);
            } else if (sequence > at.lastCommand) {
                at.lastCommand = sequence;
                commandsApplied.add(sequence);
                send(ControlMessages.writeCommandApplied(out, 0, sequence));
            }
        }

        private void refuseCommand(final int sequence, final RefusalReason reason) {
            send(ControlMessages.writeRefused(out, 0, ControlMessages.COMMAND, sequence, reason.code()));
        }

        private void send(final int lengthBytes) {
            final byte[] message = new byte[lengthBytes];
            out.getBytes(0, message);
            client.send(message);
        }
    }

    private static Bytes secret(final byte of) {
        final byte[] secret = new byte[16];
        secret[0] = of;
        return Bytes.copyOf(secret);
    }

    /** For tests that hand in a lambda. */
    static Client client(final Consumer<byte[]> send, final Runnable close) {
        return new Client() {
            @Override
            public void send(final byte[] message) {
                send.accept(message);
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }
}
