package ringside.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import ringside.io.session.MatchDirectory;

/** What makes the server stop, and what does not. */
class ServerNewsTest {
    private final ServerNews news = new ServerNews(new MatchDirectory(), result -> {}, () -> 5);
    private final EdgeLog edge = new EdgeLog(news);

    @Test
    void an_error_on_an_event_loop_has_the_server_stop() throws InterruptedException {
        edge.broken(new OutOfMemoryError("a test's"));
        assertTrue(news.isFailed());
        assertTrue(news.awaitFailure(0, TimeUnit.SECONDS));
    }

    @Test
    void a_failure_of_one_connection_or_of_one_round_of_the_edge_does_not() {
        edge.failed(7, new IllegalStateException("a test's"));
        edge.failed(0, new IllegalStateException("a test's"));
        edge.acceptingPaused("a test's");
        assertFalse(news.isFailed());
    }

    @Test
    void what_fails_because_of_the_first_failure_stops_nothing_twice_and_asks_for_no_words() {
        edge.broken(new OutOfMemoryError("a test's"));
        final OutOfMemoryError later = new OutOfMemoryError("a test's") {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new AssertionError("the second one is not told");
            }
        };
        edge.broken(later);
        assertTrue(news.isFailed());
    }

    @Test
    void it_stops_even_if_there_is_no_memory_left_to_say_why() {
        final OutOfMemoryError worse = new OutOfMemoryError("a test's") {
            private static final long serialVersionUID = 1L;

            @Override
            public void printStackTrace(final java.io.PrintStream out) {
                throw this;
            }
        };
        try {
            edge.broken(worse);
        } catch (final OutOfMemoryError e) {
            // Where the log is on; other tests may have switched it off.
            assertSame(worse, e);
        }
        assertTrue(news.isFailed());
    }
}
