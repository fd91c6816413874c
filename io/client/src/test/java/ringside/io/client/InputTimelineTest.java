package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.layout.BoolColumn;
import ringside.layout.BytesColumn;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.Merge;
import ringside.layout.Missing;
import ringside.layout.RecordType;
import ringside.layout.RecordView;

/** What the server will have for each frame: what {@code engine/core} does with inputs, seen from afar. */
final class InputTimelineTest {
    private static final int HZ = 60;

    private final IntColumn steer;
    private final IntColumn wheel;
    private final BoolColumn press;
    private final BytesColumn words;
    private final RecordView record;
    private final PendingInputs pending;
    private final InputTimeline timeline;

    InputTimelineTest() {
        final LayoutBuilder builder = new LayoutBuilder("steered").seats(1);
        steer = builder.input().int8("steer", -100, 100);
        wheel = builder.input().int8("wheel", -5, 5).mergedBy(Merge.CLAMPED_SUM);
        press = builder.input().bool("press").whenMissing(Missing.ZERO).mergedBy(Merge.OR);
        words = builder.input().text("words", 4);
        final RecordType input = builder.build().input();
        record = new RecordView(input).wrap(new UnsafeBuffer(new byte[input.lengthBytes()]), 0);
        pending = new PendingInputs(input.lengthBytes(), 16);
        timeline = new InputTimeline(pending, input, HZ);
    }

    private int input(final int target, final int steering, final int turning, final boolean pressed) {
        record.reset().set(steer, steering).set(wheel, turning).set(press, pressed);
        record.setText(words, "s" + steering);
        return pending.add(target, 0, 0, 0, record.buffer(), 0);
    }

    private void assertNext(final int frame, final int steering, final int turning, final boolean pressed) {
        final RecordView next = timeline.next(frame);
        assertEquals(
                "steer " + steering + ", wheel " + turning + ", press " + pressed,
                "steer " + next.get(steer) + ", wheel " + next.get(wheel) + ", press " + next.get(press),
                "frame " + frame);
    }

    @Test
    void each_frame_has_the_input_that_aims_at_it() {
        input(11, 1, 0, true);
        input(12, 2, 1, false);
        timeline.shown(10, 0);
        assertNext(11, 1, 0, true);
        assertNext(12, 2, 1, false);
    }

    @Test
    void consumed_inputs_are_over() {
        input(10, 1, 0, true);
        input(11, 2, 0, false);
        timeline.shown(10, 1);
        assertNext(11, 2, 0, false);
    }

    @Test
    void a_frame_without_an_input_repeats_the_one_before_but_no_press() {
        input(10, 7, 2, true);
        input(13, 9, 0, false);
        timeline.shown(10, 1);
        assertNext(11, 7, 2, false);
        assertNext(12, 7, 2, false);
        assertNext(13, 9, 0, false);
    }

    @Test
    void after_a_quarter_of_a_second_nothing_is_repeated() {
        input(10, 7, 2, false);
        timeline.shown(10, 1);
        for (int frame = 11; frame <= 25; frame++) {
            assertNext(frame, 7, 2, false);
        }
        assertNext(26, 0, 0, false);
        assertEquals("", timeline.next(27).getText(words));
        // Also where a view shows the frame after which it ends.
        timeline.shown(24, 1);
        assertNext(25, 7, 2, false);
        assertNext(26, 0, 0, false);
    }

    @Test
    void what_is_a_little_late_is_merged_into_the_next_frame() {
        input(9, 1, 4, true);
        input(11, 2, 3, false);
        timeline.shown(10, 0);
        assertNext(11, 2, 5, true);
        assertEquals("s2", timeline.next(12).getText(words));
    }

    @Test
    void what_is_too_late_or_was_refused_does_not_count() {
        input(7, 1, 0, true);
        final int refused = input(11, 2, 0, true);
        input(12, 3, 0, false);
        pending.refused(refused);
        timeline.shown(10, 0);
        assertNext(11, 0, 0, false);
        assertNext(12, 3, 0, false);
    }

    @Test
    void where_the_server_moved_inputs_up_they_count_a_frame_earlier() {
        input(11, 1, 0, false);
        input(12, 2, 0, false);
        input(13, 3, 0, false);
        timeline.shown(10, 1);
        assertEquals(1, timeline.shift());
        assertNext(11, 2, 0, false);
        assertNext(12, 3, 0, false);
        // A frame that finds none puts those to come back.
        timeline.shown(12, 3);
        assertEquals(1, timeline.shift());
        timeline.shown(13, 3);
        assertEquals(0, timeline.shift());
    }

    @Test
    void rewinding_gives_the_same_again() {
        input(10, 7, 0, true);
        input(12, 8, 0, true);
        timeline.shown(10, 1);
        assertNext(11, 7, 0, false);
        assertNext(12, 8, 0, true);
        timeline.rewind();
        assertNext(11, 7, 0, false);
        assertNext(12, 8, 0, true);
    }
}
