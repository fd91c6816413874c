package ringside.io.session;

import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.AcksMessage;
import ringside.io.protocol.BookmarkMessage;
import ringside.io.protocol.CommandMessage;
import ringside.io.protocol.InputsMessage;
import ringside.io.protocol.WelcomeMessage;
import ringside.io.protocol.Wire;
import ringside.layout.Layout;
import ringside.layout.RecordType;
import ringside.snapshot.codec.PartHeader;
import ringside.snapshot.codec.ViewDecoder;

/**
 * A typing person's client, inside the server: it knows no more than any other client, and what it sends passes the same
 * checks. One input a frame, as views come.
 */
final class LinePlayer {
    /** How far ahead of the view an input is aimed. */
    private static final int LEAD_FRAMES = 3;

    /** Inputs that may wait for their frames: twenty seconds at 60 frames a second. */
    static final int MAX_WAITING = 1_200;

    private final WelcomeMessage welcome;
    private final Layout layout;
    private final ViewDecoder decoder;
    private final Sender sender;
    private final TextOutlet out;
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[Wire.MAX_CLIENT_MESSAGE_BYTES]);
    private final InputsMessage inputs;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Deque<Span> unanswered = new ArrayDeque<>();
    private int lastSeq;
    private int lastTarget = -1;
    private int lastCommand;
    private int lastBookmark;
    private @Nullable Span open;

    /** Passes a message to the connection. */
    interface Sender {
        void send(UnsafeBuffer message, int lengthBytes);
    }

    /** An input that has no frame yet; the last one of a line is marked. */
    private record Waiting(UnsafeBuffer record, boolean isFirst, boolean isLast, boolean isSilent) {}

    /** The inputs of one line. */
    private static final class Span {
        final int firstSeq;
        int lastSeq;
        boolean isWhole;

        Span(final int firstSeq) {
            this.firstSeq = firstSeq;
            lastSeq = firstSeq;
        }

        @Override
        public String toString() {
            return firstSeq == lastSeq ? "seq " + firstSeq : "seq " + firstSeq + "-" + lastSeq;
        }
    }

    LinePlayer(final WelcomeMessage welcome, final Layout layout, final Sender sender, final TextOutlet out) {
        this.welcome = welcome;
        this.layout = layout;
        this.sender = sender;
        this.out = out;
        decoder = new ViewDecoder(layout, (frame, type, record, offset) -> {});
        inputs = new InputsMessage(layout.input().lengthBytes());
    }

    Layout layout() {
        return layout;
    }

    WelcomeMessage.Seat seat() {
        return welcome.seat();
    }

    ViewDecoder decoder() {
        return decoder;
    }

    /** Lays inputs by: {@code frames} times the record, then one that is at rest. */
    void play(final UnsafeBuffer record, final int frames, final UnsafeBuffer rest) {
        if (waiting.size() + frames + 1 > MAX_WAITING) {
            throw new LineFields.LineException("too many inputs wait already; " + MAX_WAITING + " may");
        }
        for (int i = 0; i < frames; i++) {
            waiting.add(new Waiting(record, i == 0, i == frames - 1, false));
        }
        waiting.add(new Waiting(rest, false, false, true));
        if (decoder.frame() >= 0) {
            sendNext();
        }
    }

    void command(final RecordType type, final UnsafeBuffer record) {
        lastCommand++;
        final CommandMessage command =
                new CommandMessage().begin(message, 0, lastCommand, type.id(), type.lengthBytes());
        command.buffer().putBytes(CommandMessage.RECORD, record, 0, type.lengthBytes());
        sender.send(message, command.lengthBytes());
    }

    /** Marks what is shown. */
    void bookmark(final String text) {
        if (!BookmarkMessage.isText(text)) {
            throw new LineFields.LineException(
                    "bookmark what? 1 to " + BookmarkMessage.MAX_TEXT_BYTES + " bytes of text follow");
        }
        lastBookmark++;
        sender.send(message, new BookmarkMessage(lastBookmark, decoder.frame(), text).write(message, 0));
    }

    /** A part of a view came. */
    void view(final UnsafeBuffer part, final int offset, final int lengthBytes) {
        final int before = decoder.frame();
        if (decoder.apply(part, offset, lengthBytes).isToBeAcknowledged()) {
            final AcksMessage acks = new AcksMessage().begin(message, 0, 1);
            acks.set(0, PartHeader.frame(part, offset), PartHeader.part(part, offset));
            sender.send(message, acks.lengthBytes());
        }
        answer();
        if (decoder.frame() > before) {
            sendNext();
        }
    }

    private void sendNext() {
        final Waiting next = waiting.poll();
        if (next == null) {
            return;
        }
        lastSeq++;
        lastTarget = Math.max(lastTarget + 1, decoder.frame() + LEAD_FRAMES);
        note(next);
        inputs.begin(message, 0, 1).set(0, lastSeq, lastTarget, decoder.frame(), 0);
        inputs.buffer()
                .putBytes(
                        inputs.recordOffset(0), next.record(), 0, layout.input().lengthBytes());
        sender.send(message, inputs.lengthBytes());
    }

    private void note(final Waiting next) {
        if (next.isSilent()) {
            return;
        }
        Span span = open;
        if (next.isFirst() || span == null) {
            span = new Span(lastSeq);
            open = span;
            unanswered.add(span);
        }
        span.lastSeq = lastSeq;
        span.isWhole = next.isLast();
    }

    private void answer() {
        Span oldest = unanswered.peek();
        while (oldest != null && oldest.isWhole && oldest.lastSeq <= decoder.lastInput()) {
            out.line("ok " + oldest + " applied in frame " + decoder.frame());
            unanswered.remove();
            oldest = unanswered.peek();
        }
    }

    /** An input will not be consumed: its line is answered by an error. */
    void refused(final int seq, final String why) {
        unanswered.removeIf(span -> {
            final boolean isIts = span.firstSeq <= seq && seq <= span.lastSeq;
            if (isIts) {
                out.line("error seq " + seq + " refused: " + why);
            }
            return isIts;
        });
    }
}
