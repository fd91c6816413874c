package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ringside.engine.event.EventType;
import ringside.io.support.TestEdge;
import ringside.io.support.TestEngine;

/** A person who types. */
class LineSessionTest {
    private final TestEdge test =
            new TestEdge(EdgeSettings.at(TestEdge.EPOCH, TestEngine.HZ).withLineMode(true), Admission.OPEN);
    private final Terminal terminal = new Terminal();
    private LineSession session;

    private static final class Terminal implements TextOutlet {
        final List<String> lines = new ArrayList<>();
        boolean closed;

        @Override
        public void line(final String text) {
            lines.add(text);
        }

        @Override
        public void flush() {}

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public long pendingBytes() {
            return 0;
        }

        @Override
        public void close() {
            closed = true;
        }

        String takeLast() {
            assertTrue(!lines.isEmpty(), "nothing was said");
            final String last = lines.get(lines.size() - 1);
            lines.clear();
            return last;
        }
    }

    @BeforeEach
    void greet() {
        session = new LineSession(test.edge, terminal, test.nowNs);
        assertTrue(terminal.takeLast().contains("help"));
    }

    private void type(final String text) {
        type(text.getBytes(StandardCharsets.UTF_8));
    }

    private void type(final byte[] bytes) {
        session.receive(bytes, bytes.length, test.nowNs);
    }

    private void join() {
        type("join ann 1\r\n");
        test.wake();
        assertTrue(terminal.takeLast().startsWith("ok you are player 1 in match 1"));
        test.frame();
    }

    @Test
    void joining_gives_a_seat_and_says_who_one_is() {
        join();
        type("who\n");
        assertTrue(terminal.takeLast().startsWith("player 1 on seat 0 of match 1"));
        type("state players\n");
        assertTrue(terminal.lines.get(1).contains("x=0"), () -> "" + terminal.lines);
    }

    @Test
    void a_move_is_acknowledged_once_a_safe_view_shows_it() {
        join();
        type("move right 3\n");
        assertTrue(terminal.lines.isEmpty());
        for (int i = 0; i < 10; i++) {
            test.frame();
        }
        assertTrue(terminal.takeLast().startsWith("ok seq 1-3 applied in frame "));
        assertEquals(3, test.engine.xOfSeat(1, 0));
        type("input moveX=-1\n");
        for (int i = 0; i < 10; i++) {
            test.frame();
        }
        assertEquals(2, test.engine.xOfSeat(1, 0));
        assertTrue(terminal.takeLast().startsWith("ok seq 5 applied in frame "));
    }

    @Test
    void nothing_is_acknowledged_that_is_not_safe() {
        join();
        test.engine.holdSafe();
        type("move moveY=1\n");
        for (int i = 0; i < 6; i++) {
            test.frame();
        }
        assertTrue(terminal.lines.isEmpty());
        test.engine.releaseSafe();
        test.frame();
        assertTrue(terminal.takeLast().startsWith("ok seq 1 applied"));
    }

    @Test
    void errors_say_how_to_do_better() {
        type("dance\n");
        assertTrue(terminal.takeLast().startsWith("error 'dance' needs a seat"));
        type("join ann 99\n");
        test.wake();
        assertTrue(terminal.takeLast().contains("There is no such match"));
        type("join ann no\n");
        assertTrue(terminal.takeLast().contains("no match number"));
        join();
        type("move moveX=4\n");
        assertEquals("error moveX: 4 is outside -1 to 1", terminal.takeLast());
        type("move sideways\n");
        assertTrue(terminal.takeLast().contains("moveX=-1 to 1"));
        type("move up 0\n");
        assertTrue(terminal.takeLast().contains("outside 1 to 600"));
        type("state nothing\n");
        assertTrue(terminal.takeLast().contains("players"));
        type("command shout\n");
        assertTrue(terminal.takeLast().contains("say"));
        type("join bob\n");
        assertTrue(terminal.takeLast().contains("joined already"));
    }

    @Test
    void commands_are_typed_by_name() {
        join();
        type("command say number=12\n");
        test.wake();
        assertEquals("ok command 1 applied", terminal.takeLast());
        type("command say number=666\n");
        test.wake();
        assertTrue(terminal.takeLast().startsWith("error command 2 refused: the game did not accept"));
    }

    @Test
    void telnet_s_own_bytes_and_both_line_ends_are_tolerated() {
        type(new byte[] {(byte) 255, (byte) 253, 1, 'w', (byte) 255, (byte) 251, 3, 'h', 'o', '\r', '\n'});
        assertEquals("you have no seat", terminal.takeLast());
        type(new byte[] {(byte) 255, (byte) 250, 24, 'x', 'y', (byte) 255, (byte) 240, 'w', 'h', 'x', 8, 'o', '\n'});
        assertEquals("you have no seat", terminal.takeLast());
    }

    @Test
    void a_line_without_end_takes_no_memory() {
        for (int i = 0; i < 1_000; i++) {
            type("x".repeat(1_000));
        }
        type("\n");
        assertTrue(terminal.takeLast().contains("at most 512 bytes"));
        type("who\n");
        assertEquals("you have no seat", terminal.takeLast());
    }

    @Test
    void quitting_gives_up_the_seat() {
        join();
        type("quit\n");
        test.wake();
        assertEquals("bye", terminal.takeLast());
        assertTrue(terminal.closed);
        assertEquals(1, test.engine.countOffered(EventType.LEAVE));
    }

    @Test
    void a_terminal_that_is_gone_puts_the_seat_on_hold() {
        join();
        session.peerClosed();
        assertEquals(1, test.engine.countOffered(EventType.DISCONNECT));
        assertEquals(0, test.edge.connectionCount());
    }
}
