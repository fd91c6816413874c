package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
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
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println("what_is_recorded_is_played_until_it_is_dropped: -Dringside.seed=" + seed);
        for (int run = 0; run < 30; run++) {
            run(new SplittableRandom(seed + run));
        }
    }

    private static void run(final SplittableRandom random) {
        final ViewTape tape = new ViewTape(100);
        final List<Recorded> all = new ArrayList<>();
        final int longest = 1 + random.nextInt(3_000);
        long nowNs = random.nextLong() / 4;
        for (int i = 0; i < 400; i++) {
            nowNs += random.nextInt(10);
            final Recorded view = view(random, longest, nowNs + 100, i == 0 || random.nextInt(20) == 0);
            tape.begin(view.alone, view.dueNs, view.messages.size() * (longest + Short.BYTES));
            view.messages.forEach(message -> tape.add(new UnsafeBuffer(message), 0, message.length));
            tape.end(nowNs);
            all.add(view);
            assertEquals(all.size(), tape.next());
            tape.moveOn(nowNs);
            if (random.nextInt(3) == 0) {
                tape.played();
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
            tape.sendTo(outlet, view, false);
            for (final byte[] message : all.get(view).messages) {
                assertArrayEquals(message, outlet.take(MessageType.VIEW).byteArray());
            }
            assertTrue(outlet.sent.isEmpty());
        }
        assertEquals(due, tape.due());
        assertEquals(alone, tape.start());
    }

    @Test
    void who_begins_is_sent_another_opening_than_who_goes_on() {
        final ViewTape tape = new ViewTape(0);
        final UnsafeBuffer messages = new UnsafeBuffer(new byte[] {1, 2, 3, 4});
        tape.begin(true, 0, 100);
        tape.addOpenings(messages, 0, 1, 1, 2);
        tape.add(messages, 3, 1);
        tape.end(0);
        final RecordingOutlet begins = new RecordingOutlet();
        tape.sendTo(begins, 0, true);
        assertEquals(List.of("[1]", "[4]"), sent(begins));
        final RecordingOutlet goesOn = new RecordingOutlet();
        tape.sendTo(goesOn, 0, false);
        assertEquals(List.of("[2, 3]", "[4]"), sent(goesOn));
    }

    private static List<String> sent(final RecordingOutlet outlet) {
        return outlet.sent.stream()
                .map(message -> Arrays.toString(message.byteArray()))
                .toList();
    }

    @Test
    void where_the_views_of_a_delay_are_too_many_bytes_some_are_left_out_evenly_and_none_is_dropped_before_its_time() {
        final long everyNs = 50_000_000;
        final long delayNs = 60_000_000_000L;
        final ViewTape tape = new ViewTape(delayNs, 1 << 20);
        final UnsafeBuffer message = new UnsafeBuffer(new byte[2_000]);
        long shown = -1;
        long longestGapNs = 0;
        long shownNs = 0;
        long recordedNs = Long.MIN_VALUE;
        int leftOut = 0;
        for (long nowNs = 0; nowNs < 5 * delayNs; nowNs += everyNs) {
            if (tape.takes(nowNs)) {
                final boolean alone =
                        recordedNs == Long.MIN_VALUE || nowNs / 2_000_000_000L > recordedNs / 2_000_000_000L;
                tape.begin(alone, nowNs + delayNs, message.capacity() + Short.BYTES);
                tape.add(message, 0, message.capacity());
                tape.end(nowNs);
                recordedNs = nowNs;
            } else {
                leftOut++;
            }
            tape.moveOn(nowNs);
            assertTrue(tape.first() <= shown + 1, "view " + (shown + 1) + " was dropped before its time");
            if (tape.due() > shown) {
                longestGapNs = Math.max(longestGapNs, shown < 0 ? 0 : nowNs - shownNs);
                shown = tape.due();
                shownNs = nowNs;
            }
            tape.played();
        }
        assertTrue(leftOut > 100, leftOut + " left out");
        assertTrue(shown > 1_000, shown + " shown");
        assertTrue(longestGapNs < 400_000_000, "nothing was shown for " + longestGapNs + " ns");
    }

    @Test
    void what_is_recorded_all_the_same_drops_the_oldest() {
        final ViewTape tape = new ViewTape(1_000_000_000);
        final UnsafeBuffer message = new UnsafeBuffer(new byte[60_000]);
        for (int i = 0; i < 2_000; i++) {
            tape.begin(true, 0, message.capacity() + Short.BYTES);
            tape.add(message, 0, message.capacity());
            tape.end(0);
        }
        assertFalse(tape.takes(0));
        final long kept = tape.next() - tape.first();
        assertTrue(kept > 200 && kept * message.capacity() <= ViewTape.MOST_BYTES, kept + " views");
        tape.moveOn(0);
        assertEquals(tape.next() - 1, tape.due());
        assertEquals(tape.next() - 1, tape.start());
    }
}
