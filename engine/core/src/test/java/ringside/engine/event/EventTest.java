package ringside.engine.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class EventTest {
    private final UnsafeBuffer memory = new UnsafeBuffer(new byte[256]);
    private final Event event = new Event().wrap(memory, 0, 256);

    @Test
    void a_new_event_says_what_it_was_given_and_is_zero_elsewhere() {
        memory.setMemory(0, 256, (byte) 0x55);
        event.begin(EventType.INPUT, -2, -3, 5).inputSeq(-4).targetFrame(-5);
        assertEquals(32, event.lengthBytes());
        assertSame(EventType.INPUT, event.type());
        assertEquals(-2, event.match());
        assertEquals(-3, event.player());
        assertEquals(-4, event.inputSeq());
        assertEquals(-5, event.targetFrame());
        assertEquals(5, event.payloadLength());
        for (int at = Event.HEADER_BYTES; at < 32; at++) {
            assertEquals(0, memory.getByte(at));
        }
        assertEquals(0x55, memory.getByte(32), "what stands behind the event");
        assertNull(Event.fault(memory, 0, 256));
    }

    @Test
    void the_bytes_are_those_of_the_table() {
        event.begin(EventType.INPUT, 0x0A0B0C0D, 0x01020304, 3)
                .inputSeq(0x11121314)
                .targetFrame(0x21222324)
                .buffer()
                .putByte(24, (byte) 9);
        final byte[] bytes = new byte[32];
        memory.getBytes(0, bytes);
        assertEquals(
                "[32, 0, 3, 0, 13, 12, 11, 10, 4, 3, 2, 1, 20, 19, 18, 17, 36, 35, 34, 33, 3, 0, 0, 0, "
                        + "9, 0, 0, 0, 0, 0, 0, 0]",
                Arrays.toString(bytes));
    }

    @Test
    void an_event_without_room_is_refused() {
        event.wrap(memory, 0, 32);
        event.begin(EventType.INPUT, 1, 1, 8);
        assertThrows(IllegalArgumentException.class, () -> event.begin(EventType.INPUT, 1, 1, 9));
        assertThrows(IllegalArgumentException.class, () -> event.begin(EventType.INPUT, 1, 1, -1));
    }

    @Test
    void an_event_longer_than_the_format_allows_is_refused_even_with_room() {
        final Event large = new Event().wrap(new UnsafeBuffer(new byte[100_000]), 0, 100_000);
        large.begin(EventType.INPUT, 1, 1, Event.MAX_BYTES - Event.HEADER_BYTES);
        assertEquals(Event.MAX_BYTES, large.lengthBytes());
        assertThrows(
                IllegalArgumentException.class,
                () -> large.begin(EventType.INPUT, 1, 1, Event.MAX_BYTES - Event.HEADER_BYTES + 1));
        assertThrows(IllegalArgumentException.class, () -> large.begin(EventType.INPUT, 1, 1, 70_000));
    }

    @Test
    void a_copy_has_the_bytes_and_the_stamps() {
        event.begin(EventType.LEAVE, 1, 2, 8);
        event.position(77);
        event.receivedNs(88);
        final Event copy = new Event().wrap(new UnsafeBuffer(new byte[64]), 0, 64);
        copy.copyFrom(event);
        assertEquals(event.toString(), copy.toString());
        assertEquals(77, copy.position());
        assertEquals(88, copy.receivedNs());
        event.begin(EventType.LEAVE, 1, 2, 8);
        assertEquals(0, event.receivedNs(), "a new event has no stamps");
    }

    @Test
    void bytes_that_are_no_event_are_named() {
        event.begin(EventType.INPUT, 1, 1, 5);
        assertTrue(fault(23).contains("needs 24 bytes"));
        assertTrue(fault(31).contains("31 are left"));
        memory.putByte(0, (byte) 40);
        assertTrue(fault(256).contains("an event of 40 bytes with a payload of 5"));
        memory.putByte(0, (byte) 32);
        memory.putByte(2, (byte) 99);
        assertTrue(fault(256).contains("event type 99 is unknown"));
        memory.putByte(2, (byte) EventType.INPUT.code());
        for (final int at : new int[] {3, 22, 23, 29, 31}) {
            memory.putByte(at, (byte) 1);
            assertTrue(fault(256).contains("byte " + at), fault(256));
            memory.putByte(at, (byte) 0);
        }
        assertNull(Event.fault(memory, 0, 256));
    }

    private String fault(final int available) {
        final String fault = Event.fault(memory, 0, available);
        assertNotNull(fault);
        return fault;
    }

    @Test
    void every_type_is_found_by_its_code_and_no_other() {
        for (int code = -1; code < 300; code++) {
            final EventType type = EventType.of(code);
            assertEquals(code >= 1 && code <= 17, type != null, "code " + code);
            if (type != null) {
                assertEquals(code, type.code());
            }
        }
    }

    @Test
    void payloads_say_what_they_were_given() {
        final UnsafeBuffer record = new UnsafeBuffer(new byte[] {7, 8, 9});
        FramePayload.write(event, 12, true);
        assertEquals(12, FramePayload.skippedFrames(event));
        assertTrue(FramePayload.overloaded(event));
        OpenPayload.write(event, 5, 6);
        assertEquals(5, OpenPayload.epoch(event));
        assertEquals(6, OpenPayload.writerId(event));
        assertFalse(OpenPayload.isTakenOver(event));
        OpenPayload.writeTakenOver(event, 5, 6, 7);
        assertTrue(OpenPayload.isTakenOver(event));
        assertEquals(5, OpenPayload.epoch(event));
        assertEquals(6, OpenPayload.writerId(event));
        assertEquals(7, OpenPayload.gapNs(event));
        CreatePayload.write(event, 1, 2, 3, record, 1, 2);
        assertEquals(2, CreatePayload.seed(event));
        assertEquals(3, CreatePayload.layoutHash(event));
        assertEquals(2, CreatePayload.recordLength(event));
        assertEquals(8, event.buffer().getByte(CreatePayload.RECORD_OFFSET));
        JoinPayload.write(event, 1, 2, record, 0, 3);
        JoinPayload.writeToken(event, 3, 4);
        JoinPayload.writeTokenLife(event, 1L << 40, 17);
        JoinPayload.writeSecretHash(event, 5, 6);
        assertEquals(2, JoinPayload.connection(event));
        assertEquals(3, JoinPayload.tokenHigh(event));
        assertEquals(4, JoinPayload.tokenLow(event));
        assertEquals(1L << 40, JoinPayload.tokenExpirySecond(event));
        assertEquals(17, JoinPayload.tokenFrames(event));
        assertEquals(5, JoinPayload.secretHashHigh(event));
        assertEquals(6, JoinPayload.secretHashLow(event));
        assertEquals(3, JoinPayload.recordLength(event));
        assertEquals(7, event.buffer().getByte(JoinPayload.RECORD_OFFSET));
        ResumePayload.write(event, 1, 2, 3, 4, 5, 6, 7);
        assertEquals(3, ResumePayload.connection(event));
        assertEquals(4, ResumePayload.presentedHigh(event));
        assertEquals(5, ResumePayload.presentedLow(event));
        assertEquals(6, ResumePayload.nextHigh(event));
        assertEquals(7, ResumePayload.nextLow(event));
        InputPayload.write(event, 1, 2, 3, 4, record, 0, 3);
        InputPayload.writeSeen(event, -1, 10, 65_535, 40_000);
        assertEquals(-1, InputPayload.seenFrame(event));
        assertEquals(10, InputPayload.sentFrame(event));
        assertEquals(65_535, InputPayload.fraction(event));
        assertEquals(40_000, InputPayload.rewindBoundFrames(event));
        assertEquals(3, InputPayload.recordLength(event));
        assertEquals(7, event.buffer().getByte(InputPayload.RECORD_OFFSET));
        CommandPayload.write(event, 1, 2, 3, 40_000, record, 2, 1);
        assertEquals(40_000, CommandPayload.commandId(event));
        assertEquals(1, CommandPayload.recordLength(event));
        assertEquals(9, event.buffer().getByte(CommandPayload.RECORD_OFFSET));
    }
}
