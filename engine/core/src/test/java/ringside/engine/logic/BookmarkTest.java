package ringside.engine.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import ringside.engine.event.BookmarkPayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.Refusal;
import ringside.engine.support.RecordingOutput;
import ringside.engine.support.TestEngine;

/** Moments that players mark: answered, and nothing else. */
class BookmarkTest {
    private final TestEngine engine = new TestEngine();

    private RecordingOutput.Answer mark(final int match, final int player, final int number, final int shownFrame) {
        engine.apply(engine.events.bookmark(match, player, number, shownFrame));
        return engine.output.takeAnswer();
    }

    @Test
    void a_marked_match_has_the_hashes_of_one_that_is_not() {
        engine.apply(engine.events.create(1, 5));
        final TestEngine other = new TestEngine().apply(new TestEngine().events.create(1, 5));
        final int player = engine.join(1, 100);
        other.join(1, 100);
        for (int frame = 1; frame <= 20; frame++) {
            mark(1, player, frame, frame - 1);
            engine.frames(1);
            other.frames(1);
            assertEquals(other.state(1).hash(), engine.state(1).hash());
            assertEquals(
                    other.memory.state().memoryHash(), engine.memory.state().memoryHash());
        }
    }

    @Test
    void whoever_marks_is_told_the_frame_that_was_on_the_screen_or_the_newest() {
        engine.apply(engine.events.create(1, 5));
        final int player = engine.join(1, 100);
        engine.frames(10);
        final RecordingOutput.Answer answer = mark(1, player, 3, 7);
        assertEquals(AnswerKind.BOOKMARKED, answer.kind());
        assertEquals(3, answer.sequence());
        assertEquals(7, answer.detail());
        assertEquals(10, mark(1, player, 4, 900).detail());
        assertEquals(10, mark(1, player, 5, -1).detail());
        assertEquals(9, mark(1, 0, 1, 9).detail(), "who only watches may mark, too");
    }

    @Test
    void a_mark_without_a_match_or_a_seat_is_refused() {
        engine.apply(engine.events.create(1, 5));
        final RecordingOutput.Answer elsewhere = mark(2, 1, 1, 0);
        assertEquals(AnswerKind.BOOKMARK_REFUSED, elsewhere.kind());
        assertEquals(Refusal.NO_SUCH_MATCH.code(), elsewhere.detail());
        assertEquals(Refusal.NOT_SEATED.code(), mark(1, 3, 1, 0).detail());
        engine.apply(engine.events.end(1)).frames(1);
        engine.output.answers.clear();
        assertEquals(Refusal.MATCH_OVER.code(), mark(1, 0, 1, 0).detail());
    }

    @Test
    void a_text_that_cannot_be_one_stops_the_engine_as_nothing_that_was_admitted_does() {
        engine.apply(engine.events.create(1, 5));
        final Event empty = engine.events.event().begin(EventType.BOOKMARK, 1, 0, BookmarkPayload.PREFIX_BYTES);
        assertThrows(UnadmittedEventException.class, () -> engine.apply(empty));
        final int tooLong = BookmarkPayload.PREFIX_BYTES + BookmarkPayload.MAX_TEXT_BYTES + 1;
        final Event endless = engine.events.event().begin(EventType.BOOKMARK, 1, 0, tooLong);
        assertThrows(UnadmittedEventException.class, () -> engine.apply(endless));
    }
}
