package ringside.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.JoinPayload;

/**
 * Another match of the same game object, stepped before the one under test in each frame. To it happens a little later
 * what happens to that one, with another seed: what one match leaves behind outside of its state meets the other in
 * another situation.
 */
final class Decoy {
    private static final int MATCH = 2;
    private static final int DELAY_FRAMES = 5;
    private static final int MATCH_OFFSET = 4;
    private static final long OTHER_SEED = 0x9E37_79B9_7F4A_7C15L;

    private final Run run;
    private final Deque<Delayed> waiting = new ArrayDeque<>();
    private int frames;

    private record Delayed(int frame, Step.OfEvent event) {}

    Decoy(final Run run) {
        this.run = run;
    }

    /** Lets happen to the decoy what is due before that step of the match under test. */
    void before(final Step step) {
        if (!(step instanceof final Step.OfEvent original)) {
            return;
        }
        if (original.isFrame()) {
            for (Delayed next = waiting.peek(); next != null && next.frame <= frames; next = waiting.peek()) {
                next.event.applyTo(run);
                waiting.remove();
            }
            frames++;
        } else if (original.event().match() == Run.MATCH) {
            final Step.OfEvent copy = original.copy();
            redirect(copy.event());
            if (copy.event().type() == EventType.CREATE) {
                copy.applyTo(run);
            } else {
                waiting.add(new Delayed(frames + DELAY_FRAMES, copy));
            }
        }
    }

    private static void redirect(final Event event) {
        final UnsafeBuffer bytes = event.buffer();
        bytes.putInt(MATCH_OFFSET, MATCH, java.nio.ByteOrder.LITTLE_ENDIAN);
        if (event.type() == EventType.CREATE) {
            final long seed = CreatePayload.seed(event) ^ OTHER_SEED;
            bytes.putLong(Event.HEADER_BYTES, seed, java.nio.ByteOrder.LITTLE_ENDIAN);
        } else if (event.type() == EventType.JOIN) {
            // The tokens of an engine are used once: the decoy must not use up those of the match under test.
            JoinPayload.writeToken(event, 0, 0);
        } else if (event.type() == EventType.INPUT) {
            event.targetFrame(event.targetFrame() + DELAY_FRAMES);
        }
    }
}
