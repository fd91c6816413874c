package ringside.simulator;

import org.agrona.DirectBuffer;
import ringside.engine.event.Event;
import ringside.engine.event.EventAppender;
import ringside.engine.logic.FrameLoop;

/** The journal's writer and the logic behind it, watched by a checker: what goes into the one must come to the other. */
final class CheckedJournal implements EventAppender {
    private final EventAppender journal;
    private final Checker checker;
    private final Event each = new Event();

    CheckedJournal(final EventAppender journal, final Checker checker) {
        this.journal = journal;
        this.checker = checker;
    }

    @Override
    public long add(final Event event) {
        final long position = journal.add(event);
        checker.appended(position, Digests.of(event.buffer(), 0, event.lengthBytes()));
        return position;
    }

    @Override
    public long addAll(final DirectBuffer events, final int offset, final int lengthBytes, final int count) {
        final long first = journal.addAll(events, offset, lengthBytes, count);
        int at = offset;
        for (int i = 0; i < count; i++) {
            final int length =
                    each.wrap(events, at, lengthBytes - (at - offset)).lengthBytes();
            checker.appended(first + i, Digests.of(events, at, length));
            at += length;
        }
        return first;
    }

    @Override
    public void annotate(final int match, final int frame, final long hash) {
        journal.annotate(match, frame, hash);
    }

    @Override
    public void commit() {
        journal.commit();
    }

    @Override
    public long appendedPosition() {
        return journal.appendedPosition();
    }

    void apply(final Event event, final FrameLoop loop) {
        checker.applied(
                event.position(), Digests.of(event.buffer(), 0, event.lengthBytes()), journal.appendedPosition());
        loop.apply(event);
    }
}
