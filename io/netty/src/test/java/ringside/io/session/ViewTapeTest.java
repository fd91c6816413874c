package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.io.protocol.MessageType;
import ringside.io.support.RecordingOutlet;

class ViewTapeTest {
    private record Recorded(List<byte[]> messages, long dueNs, boolean alone) {}

    @Test
    void what_is_recorded_is_played_until_it_is_dropped() {
        final long seed = Long.getLong("ringside.seed", System.nanoTime());
        System.out.println("what_is_recorded_is_played_until_it_is_dropped: -Dringside.seed=" + seed);
        for (int run = 0; run < 30; run++) {
            run(new SplittableRandom(seed + run));
        }
    }

    private static void run(final SplittableRandom random) {
        final ViewTape tape = new ViewTape();
        final List<Recorded> all = new ArrayList<>();
        final int longest = 1 + random.nextInt(3_000);
        long nowNs = random.nextLong();
        for (int i = 0; i < 400; i++) {
            nowNs += random.nextInt(10);
            final Recorded view = view(random, longest, nowNs + 100, i == 0 || random.nextInt(20) == 0);
            tape.begin(view.alone, view.dueNs, view.messages.size() * (longest + Short.BYTES));
            view.messages.forEach(message -> tape.add(new UnsafeBuffer(message), 0, message.length));
            tape.end();
            all.add(view);
            assertEquals(all.size(), tape.next());
            if (random.nextInt(3) == 0) {
                tape.played(nowNs);
            }
            check(tape, all, nowNs);
        }
        assertTrue(tape.first() > 100, "what was played was dropped");
    }

    private static Recorded view(
            final SplittableRandom random, final int longest, final long dueNs, final boolean alone) {
        final List<byte[]> messages = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            final byte[] message = new byte[1 + random.nextInt(longest)];
            random.nextBytes(message);
            message[0] = MessageType.VIEW.code();
            messages.add(message);
        }
        return new Recorded(messages, dueNs, alone);
    }

    private static void check(final ViewTape tape, final List<Recorded> all, final long nowNs) {
        long due = ViewTape.NONE;
        long alone = ViewTape.NONE;
        for (int view = (int) tape.first(); view < all.size(); view++) {
            if (all.get(view).dueNs - nowNs <= 0) {
                due = view;
                alone = all.get(view).alone ? view : alone;
            }
            final RecordingOutlet outlet = new RecordingOutlet();
            tape.sendTo(outlet, view);
            for (final byte[] message : all.get(view).messages) {
                assertArrayEquals(message, outlet.take(MessageType.VIEW).byteArray());
            }
            assertTrue(outlet.sent.isEmpty());
        }
        assertEquals(due, tape.lastDue(nowNs));
        assertEquals(alone, tape.lastAlone(due));
    }

    @Test
    void the_oldest_are_dropped_where_they_become_too_many_bytes() {
        final ViewTape tape = new ViewTape();
        final UnsafeBuffer message = new UnsafeBuffer(new byte[60_000]);
        for (int i = 0; i < 2_000; i++) {
            tape.begin(true, 0, message.capacity() + Short.BYTES);
            tape.add(message, 0, message.capacity());
            tape.end();
        }
        final long kept = tape.next() - tape.first();
        assertTrue(kept > 200 && kept * message.capacity() <= ViewTape.MOST_BYTES, kept + " views");
    }
}
