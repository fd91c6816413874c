package ringside.engine.logic;

import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.FramePayload;
import ringside.engine.event.InputPayload;
import ringside.engine.event.JoinPayload;

/** Feeds events with records of zeros to any game. */
final class Feeder {
    private final FrameLoop loop;
    private final UnsafeBuffer zeros = new UnsafeBuffer(new byte[256]);
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[512]), 0, 512);

    Feeder(final FrameLoop loop) {
        this.loop = loop;
    }

    void create(final int match, final GameType type) {
        feed(CreatePayload.write(
                event,
                match,
                1,
                type.layout().hash(),
                zeros,
                0,
                type.layout().rules().lengthBytes()));
    }

    void join(final int match, final GameType type) {
        feed(JoinPayload.write(event, match, 1, zeros, 0, type.layout().join().lengthBytes()));
    }

    /** An input without fields. */
    void input(final int match, final int player, final int seq, final int target) {
        feed(InputPayload.write(event, match, player, seq, target, zeros, 0, 0));
    }

    void frames(final int count) {
        for (int i = 0; i < count; i++) {
            feed(FramePayload.write(event, 0, false));
        }
    }

    private void feed(final Event next) {
        next.position(loop.position() + 1);
        loop.apply(next);
    }
}
