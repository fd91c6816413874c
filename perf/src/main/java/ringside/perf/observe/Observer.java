package ringside.perf.observe;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * One player on a plain socket: a thread that sends each input when it is due, and one that reads and looks at the clock as soon
 * as bytes are there. Views are acknowledged and not decoded. See the protocol's page for the messages.
 */
final class Observer {
    private static final byte HELLO = 1;
    private static final byte INPUTS = 2;
    private static final byte ACKS = 3;
    private static final byte LEAVE = 6;
    private static final byte WELCOME = 64;
    private static final byte VIEW = 65;
    private static final byte DISCONNECT = 67;
    private static final byte REFUSED = 68;

    private static final int INPUT_HEADER_BYTES = 14;
    private static final int MOST_INPUTS = 16;
    private static final int WAIT_UNIT_NS = 16_000;
    private static final int MOST_WAIT_UNITS = 0xFFFF;
    private static final int REFUSED_INPUT = 1;
    private static final int MOST_OVERDUE_FRAMES = 8;
    private static final int CONNECT_MS = 10_000;
    private static final long LONGEST_NS = 600_000_000_000L;

    private final Socket socket = new Socket();
    private final Object lock = new Object();
    private final Deque<Sent> waiting = new ArrayDeque<>();
    private final Histogram inputToView = new Histogram(LONGEST_NS, 3);
    private final Histogram aboveFrame = new Histogram(LONGEST_NS, 3);
    private final Histogram lateness = new Histogram(LONGEST_NS, 3);
    private final DataInputStream in;
    private final OutputStream out;
    private final HandshakeBytes.Welcome welcome;
    private final Pace pace;
    private int newestFrame = -1;
    private int lastInput;
    private long inputs;
    private long refused;
    private volatile boolean measuring;
    private volatile boolean playing = true;
    private volatile String problem = "";

    private record Sent(int sequence, int target, long dueNs, double leadNs, int seenFrame) {}

    /** Joins a match; throws when it is not let in. */
    Observer(final String host, final int port, final int match) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(host, port), CONNECT_MS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
        send(HELLO, ByteBuffer.wrap(HandshakeBytes.hello(match)));
        welcome = HandshakeBytes.welcome(awaitWelcome(match).position(1));
        lastInput = welcome.lastInput();
        pace = new Pace(welcome.hz(), welcome.frame(), System.nanoTime());
    }

    private ByteBuffer awaitWelcome(final int match) throws IOException {
        ByteBuffer message = read();
        while (message.get(0) != WELCOME) {
            if (message.get(0) == DISCONNECT) {
                socket.close();
                throw new IOException("an observer was not let into match " + match);
            }
            message = read();
        }
        return message;
    }

    void start() {
        start("observer reads", this::readAll);
        start("observer sends", this::sendAll);
    }

    private static void start(final String name, final Runnable work) {
        final Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    void measure(final boolean on) {
        measuring = on;
    }

    /** No more inputs. */
    void rest() {
        playing = false;
    }

    void leave() throws IOException {
        send(LEAVE, ByteBuffer.allocate(0));
        socket.close();
    }

    // ---- what it says

    private void send(final byte type, final ByteBuffer body) throws IOException {
        final int length = 1 + body.remaining();
        final ByteBuffer whole = ByteBuffer.allocate(2 + length);
        whole.putShort((short) length).put(type).put(body);
        synchronized (out) {
            out.write(whole.array());
        }
    }

    private void sendAll() {
        try {
            int target;
            synchronized (lock) {
                target = pace.nextTarget(System.nanoTime());
            }
            while (playing) {
                final long dueNs;
                final double leadNs;
                synchronized (lock) {
                    // The lead may have changed; what is overdue for long is worth nothing.
                    target = Math.max(target, pace.nextTarget(System.nanoTime()) - MOST_OVERDUE_FRAMES);
                    dueNs = pace.dueNs(target);
                    leadNs = pace.leadNs();
                }
                for (long left = dueNs - System.nanoTime(); left > 0; left = dueNs - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                if (measuring) {
                    synchronized (lock) {
                        record(lateness, System.nanoTime() - dueNs);
                    }
                }
                send(INPUTS, inputs(target, dueNs, leadNs));
                target++;
            }
        } catch (final IOException e) {
            fail(e);
        }
    }

    /** A new input, behind all those that no view showed consumed. */
    private ByteBuffer inputs(final int target, final long dueNs, final double leadNs) {
        synchronized (lock) {
            lastInput++;
            waiting.addLast(new Sent(lastInput, target, dueNs, leadNs, newestFrame));
            final int count = Math.min(MOST_INPUTS, waiting.size());
            final ByteBuffer body = ByteBuffer.allocate(1 + count * (INPUT_HEADER_BYTES + welcome.recordBytes()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            body.put((byte) count);
            int skip = waiting.size() - count;
            for (final Sent each : waiting) {
                if (skip-- <= 0) {
                    body.putInt(each.sequence()).putInt(each.target()).putInt(each.seenFrame());
                    // Nothing pressed: zeros.
                    body.position(body.position() + 2 + welcome.recordBytes());
                }
            }
            return body.flip();
        }
    }

    // ---- what it hears

    private ByteBuffer read() throws IOException {
        final byte[] message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void readAll() {
        try {
            while (!socket.isClosed()) {
                final ByteBuffer message = read();
                final long nowNs = System.nanoTime();
                switch (message.get(0)) {
                    case VIEW -> view(message, nowNs);
                    case REFUSED -> refused(message);
                    case DISCONNECT -> {
                        if (playing) {
                            throw new IOException("the server ended an observer's connection");
                        }
                        return;
                    }
                    default -> {
                        // Answers to nothing that it asked.
                    }
                }
            }
        } catch (final IOException e) {
            fail(e);
        }
    }

    private void view(final ByteBuffer message, final long nowNs) throws IOException {
        final int frame = message.getInt(1);
        final int consumed = message.getInt(5);
        final int units = message.getShort(11) & 0xFFFF;
        final ByteBuffer acks = ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN);
        acks.put((byte) 1).putInt(frame).put((byte) (message.get(10) & 0x7F));
        send(ACKS, acks.flip());
        synchronized (lock) {
            newestFrame = Math.max(newestFrame, frame);
            Sent newest = null;
            while (!waiting.isEmpty() && waiting.getFirst().sequence() <= consumed) {
                newest = waiting.removeFirst();
                if (measuring) {
                    inputs++;
                    record(inputToView, nowNs - newest.dueNs());
                    if (units > 0 && units < MOST_WAIT_UNITS) {
                        record(aboveFrame, nowNs - newest.dueNs() - (long) units * WAIT_UNIT_NS);
                    }
                }
            }
            if (newest != null && units > 0) {
                pace.consumed(
                        (double) units * WAIT_UNIT_NS + (newest.target() - frame) * pace.frameNs(), newest.leadNs());
            }
        }
    }

    private void refused(final ByteBuffer message) {
        if (message.get(1) == REFUSED_INPUT) {
            final int sequence = message.getInt(2);
            synchronized (lock) {
                waiting.removeIf(each -> each.sequence() == sequence);
                refused++;
            }
        }
    }

    private void fail(final IOException e) {
        if (playing) {
            problem = String.valueOf(e.getMessage());
            playing = false;
        }
    }

    private static void record(final Histogram into, final long ns) {
        into.recordValue(Math.max(0, Math.min(LONGEST_NS, ns)));
    }

    /** Adds what it saw. After {@link #rest} and a while. */
    void addTo(final Histogram toView, final Histogram above, final Histogram late) {
        synchronized (lock) {
            toView.add(inputToView);
            above.add(aboveFrame);
            late.add(lateness);
        }
    }

    long inputs() {
        synchronized (lock) {
            return inputs;
        }
    }

    long refusedInputs() {
        synchronized (lock) {
            return refused;
        }
    }

    String problem() {
        return problem;
    }
}
