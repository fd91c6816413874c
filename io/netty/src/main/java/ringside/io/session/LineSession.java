package ringside.io.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.DisconnectMessage;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.RefusalReason;
import ringside.io.protocol.WelcomeMessage;
import ringside.io.protocol.Wire;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.Layout;
import ringside.layout.RecordType;
import ringside.layout.RecordView;

/**
 * A person at a terminal: lines in, lines out. Behind it stands an ordinary {@link Connection}, so that a line gets no
 * further than a client's message would. For development: off in production.
 *
 * <p>A line that becomes an input is answered when a safe view shows it as consumed. Belongs to one event loop.
 */
public final class LineSession {
    private static final long IDLE_NS = 600_000_000_000L;

    /** Answers that a terminal does not read may take this much memory; then it is disconnected. */
    private static final long MAX_PENDING_BYTES = 1 << 20;

    private final Edge edge;
    private final TextOutlet out;
    private final LineAssembler assembler = new LineAssembler();
    private final Deque<UnsafeBuffer> arrived = new ArrayDeque<>();
    private final Loopback loopback = new Loopback();
    private @Nullable Connection connection;
    private @Nullable LinePlayer player;
    private boolean isDelivering;
    private boolean isClosed;
    private boolean isQuitting;
    private long nowNs;
    private long lastLineNs;

    /** Greets. */
    public LineSession(final Edge edge, final TextOutlet out, final long nowNs) {
        this.edge = edge;
        this.out = out;
        this.nowNs = nowNs;
        lastLineNs = nowNs;
        out.line("ringside: you are guest " + edge.nextGuest() + "; type help, or join [name] [match]");
        out.flush();
    }

    // ---- what the terminal sends

    /** Takes bytes as they come. */
    public void receive(final byte[] bytes, final int lengthBytes, final long now) {
        nowNs = now;
        for (int i = 0; i < lengthBytes && !isClosed; i++) {
            assembler.take(
                    bytes[i],
                    this::line,
                    () -> out.line("error a line has at most " + LineAssembler.MAX_LINE_BYTES + " bytes"));
        }
        deliver();
        final Connection current = connection;
        if (current != null) {
            current.flushIfNeeded();
        }
        out.flush();
    }

    /** The terminal is gone. */
    public void peerClosed() {
        isClosed = true;
        final Connection current = connection;
        if (current != null) {
            current.peerClosed();
        }
    }

    /** Looks at the time since the last line; now and then. */
    public void tick(final long now) {
        if (!isClosed && now - lastLineNs > IDLE_NS) {
            out.line("error nothing was typed for ten minutes");
            end();
        }
    }

    private void line(final String line) {
        lastLineNs = nowNs;
        if (out.pendingBytes() > MAX_PENDING_BYTES) {
            end();
        }
        edge.counters().increment(EdgeCounter.LINES_RECEIVED);
        if (line.isEmpty() || isClosed) {
            return;
        }
        final List<String> words = List.of(line.split("\\s+"));
        try {
            run(words.get(0), words.subList(1, words.size()));
        } catch (final LineFields.LineException e) {
            out.line("error " + e.getMessage());
        }
    }

    private void run(final String verb, final List<String> words) {
        final LinePlayer current = player;
        switch (verb) {
            case "help" -> help();
            case "who" -> who();
            case "join" -> join(words);
            case "quit" -> quit();
            default -> {
                if (current == null) {
                    throw new LineFields.LineException(
                            "'" + verb + "' needs a seat; type join [name] [match], or help");
                }
                if (!new LineCommands(current, out).run(verb, words)) {
                    throw new LineFields.LineException("'" + verb + "' is unknown; type help");
                }
            }
        }
    }

    private void help() {
        out.line("join [name] [match]   takes a seat; without a match, in any that has one");
        final LinePlayer current = player;
        if (current != null) {
            LineCommands.help(out, current.layout());
        }
        out.line("who   which player, seat and connection you are");
        out.line("quit   gives up the seat");
    }

    private void who() {
        final LinePlayer current = player;
        final Connection behind = connection;
        if (current == null || behind == null) {
            out.line("you have no seat");
            return;
        }
        final WelcomeMessage.Seat seat = current.seat();
        out.line("player " + seat.player() + " on seat " + seat.number() + " of match " + seat.match() + ", connection "
                + behind.number() + ", epoch " + seat.epoch());
    }

    private void quit() {
        isQuitting = true;
        final Connection current = connection;
        if (current == null || player == null) {
            out.line("bye");
            end();
            return;
        }
        final UnsafeBuffer leave = new UnsafeBuffer(new byte[ControlMessages.LEAVE_BYTES]);
        current.receive(leave, 0, ControlMessages.writeLeave(leave, 0), nowNs);
    }

    private void join(final List<String> words) {
        if (connection != null) {
            throw new LineFields.LineException("you joined already; who tells where");
        }
        final String name = words.isEmpty() ? "" : words.get(0);
        final int match = words.size() > 1 ? matchNumber(words.get(1)) : 0;
        final HostedMatch found =
                match == 0 ? edge.matches().findOpen("", false) : edge.matches().find(match);
        final Bytes join = found == null ? Bytes.NONE : joinRecord(found.layout(), name);
        final Connection opened = edge.open(loopback, nowNs);
        connection = opened;
        final byte[] hello =
                new HelloMessage("", 0, found == null ? match : found.id(), "", join, null, "line").write();
        opened.receive(new UnsafeBuffer(hello), 0, hello.length, nowNs);
    }

    private static int matchNumber(final String word) {
        try {
            final int match = Integer.parseInt(word);
            if (match > 0) {
                return match;
            }
        } catch (final NumberFormatException e) {
            // Said below.
        }
        throw new LineFields.LineException("'" + word + "' is no match number");
    }

    private static Bytes joinRecord(final Layout layout, final String name) {
        final RecordType type = layout.join();
        final UnsafeBuffer record = new UnsafeBuffer(new byte[type.lengthBytes()]);
        new RecordView(type).wrap(record, 0).reset();
        final Column column = type.find("name");
        if (column instanceof final BytesColumn bytes && bytes.isText()) {
            bytes.writeText(record, 0, name);
        }
        return Bytes.copyOf(record, 0, type.lengthBytes());
    }

    // ---- what the connection behind says

    /** Reads messages one after the other, never one within another. */
    private void deliver() {
        if (isDelivering) {
            return;
        }
        isDelivering = true;
        UnsafeBuffer next = arrived.poll();
        while (next != null) {
            message(next, next.capacity());
            next = arrived.poll();
        }
        isDelivering = false;
    }

    private void message(final UnsafeBuffer message, final int lengthBytes) {
        final MessageType type = MessageType.of(message.getByte(0));
        final LinePlayer current = player;
        if (type == MessageType.WELCOME) {
            welcome(WelcomeMessage.read(message, 0, lengthBytes));
        } else if (type == MessageType.DISCONNECT) {
            disconnected(DisconnectMessage.read(message, 0, lengthBytes));
        } else if (current != null && type == MessageType.VIEW) {
            current.view(message, Wire.TYPE_BYTES, lengthBytes - Wire.TYPE_BYTES);
        } else if (current != null && type == MessageType.REFUSED) {
            refused(current, message);
        } else if (type == MessageType.COMMAND_APPLIED) {
            out.line("ok command " + ControlMessages.appliedSequence(message, 0) + " applied");
        } else if (type == MessageType.BOOKMARKED) {
            out.line("ok bookmark " + ControlMessages.bookmarkedNumber(message, 0) + " at frame "
                    + ControlMessages.bookmarkedFrame(message, 0));
        }
    }

    private void welcome(final WelcomeMessage welcome) {
        final Connection behind = connection;
        final HostedMatch match = behind == null ? null : behind.match();
        if (behind == null || match == null) {
            return;
        }
        player = new LinePlayer(
                welcome, match.layout(), (message, length) -> behind.receive(message, 0, length, nowNs), out);
        out.line("ok you are player " + welcome.seat().player() + " in match "
                + welcome.seat().match() + " of " + match.layout().game() + "; type help");
    }

    private void disconnected(final DisconnectMessage why) {
        if (isQuitting && why.reason() == DisconnectReason.LEFT) {
            out.line("bye");
        } else {
            out.line("error " + why.code() + ": " + why.text());
        }
    }

    private void refused(final LinePlayer current, final DirectBuffer message) {
        final int sequence = ControlMessages.refusedSequence(message, 0);
        final RefusalReason reason = RefusalReason.of(ControlMessages.refusedReason(message, 0));
        final String why = reason == null ? "reason " + ControlMessages.refusedReason(message, 0) : reason.text();
        if (ControlMessages.refusedWhat(message, 0) == ControlMessages.INPUT) {
            current.refused(sequence, why);
        } else {
            final boolean isBookmark = ControlMessages.refusedWhat(message, 0) == ControlMessages.BOOKMARK;
            out.line("error " + (isBookmark ? "bookmark " : "command ") + sequence + " refused: " + why);
        }
    }

    private void end() {
        if (!isClosed) {
            isClosed = true;
            final Connection current = connection;
            if (current != null) {
                current.peerClosed();
            }
            out.close();
        }
    }

    /** Stands where a network would: keeps messages until they are flushed, so that none is read while one is made. */
    private final class Loopback implements Outlet {
        @Override
        public void send(final DirectBuffer message, final int offset, final int lengthBytes) {
            final byte[] copy = new byte[lengthBytes];
            message.getBytes(offset, copy);
            arrived.add(new UnsafeBuffer(copy));
        }

        @Override
        public void flush() {
            deliver();
            out.flush();
        }

        @Override
        public boolean isWritable() {
            return out.isWritable();
        }

        @Override
        public long pendingBytes() {
            return out.pendingBytes();
        }

        @Override
        public void close(final DisconnectReason reason) {
            deliver();
            final boolean isRetryable = player == null && reason != DisconnectReason.SERVER_STOPPING;
            connection = null;
            if (isRetryable && !isClosed) {
                // The join was refused: the person may try another match.
                out.flush();
            } else {
                end();
            }
        }
    }
}
