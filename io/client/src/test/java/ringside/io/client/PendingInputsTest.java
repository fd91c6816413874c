package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.io.protocol.InputsMessage;

final class PendingInputsTest {
    private static final int MOST = 4;

    private final PendingInputs pending = new PendingInputs(1, MOST);
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[1]);

    private void add(final int count) {
        for (int i = 0; i < count; i++) {
            record.putByte(0, (byte) pending.nextSeq());
            pending.add(100 + pending.nextSeq(), 90, 0, 0, record, 0);
        }
    }

    private List<Integer> message() {
        final UnsafeBuffer out = new UnsafeBuffer(new byte[256]);
        final int length = pending.writeMessage(out, 0);
        final List<Integer> seqs = new ArrayList<>();
        if (length > 0) {
            final InputsMessage message = new InputsMessage(1).wrap(out, 0, length, MOST);
            for (int i = 0; i < message.count(); i++) {
                seqs.add(message.inputSeq(i));
                assertEquals(100 + message.inputSeq(i), message.targetFrame(i));
                assertEquals((byte) message.inputSeq(i), message.buffer().getByte(message.recordOffset(i)));
            }
        }
        return seqs;
    }

    private List<Integer> consumed(final int lastInput) {
        final List<Integer> seqs = new ArrayList<>();
        final ConsumedInput input = new ConsumedInput();
        while (pending.takeConsumed(lastInput, input)) {
            seqs.add(input.inputSeq());
        }
        return seqs;
    }

    @Test
    void the_newest_are_repeated_the_oldest_of_them_first() {
        add(6);
        assertEquals(List.of(3, 4, 5, 6), message());
        assertEquals(List.of(1, 2, 3, 4), consumed(4));
        assertEquals(List.of(5, 6), message());
    }

    @Test
    void a_refused_input_is_neither_repeated_nor_consumed() {
        add(3);
        pending.refused(2);
        assertEquals(List.of(1, 3), message());
        assertEquals(List.of(1, 3), consumed(3));
        assertFalse(pending.hasRepeated());
    }

    @Test
    void one_that_met_a_full_ring_is_repeated_but_only_known_to_be_taken_when_it_is_the_last() {
        add(3);
        pending.metFullRing(2);
        assertEquals(List.of(1, 2, 3), message());
        assertEquals(List.of(1, 2), consumed(2));
        add(2);
        pending.metFullRing(4);
        assertEquals(List.of(3, 5), consumed(5));
    }

    @Test
    void after_a_resume_only_what_the_server_lacks_is_repeated() {
        add(5);
        assertEquals(1, pending.resumed(2, 103), "the frame of input 3 is past");
        assertEquals(List.of(4, 5), message());
        assertEquals(List.of(2, 4), consumed(4), "nobody said whether the server has input 1");
    }

    @Test
    void another_reign_is_sent_again_what_it_lacks_and_what_an_earlier_one_had_consumed() {
        add(5);
        assertEquals(List.of(1, 2, 3, 4), consumed(4));
        assertEquals(0, pending.takenOver(2, 103), "what is too late was given up by nobody: it was consumed");
        assertEquals(List.of(4, 5), message());
        assertEquals(2, pending.repeated());
        assertEquals(List.of(4, 5), consumed(5));
        assertEquals(6, pending.nextSeq());
    }

    @Test
    void another_reign_is_not_sent_again_what_was_refused_or_is_too_old_to_be_known() {
        add(PendingInputs.CAPACITY);
        pending.refused(PendingInputs.CAPACITY - 1);
        consumed(PendingInputs.CAPACITY - 2);
        add(10);
        pending.takenOver(1, 0);
        final List<Integer> again = message();
        assertEquals(MOST, again.size());
        assertEquals(PendingInputs.CAPACITY + 10, again.get(MOST - 1));
        assertFalse(again.contains(PendingInputs.CAPACITY - 1));
    }

    @Test
    void numbers_go_on_above_those_that_the_server_has() {
        add(2);
        pending.resumed(9, 50);
        assertEquals(10, pending.nextSeq());
        assertEquals(0, pending.size());
    }

    @Test
    void it_is_bounded() {
        add(PendingInputs.CAPACITY);
        assertTrue(pending.isFull());
        consumed(1);
        assertFalse(pending.isFull());
    }
}
