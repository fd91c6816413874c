package ringside.server.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ResultPostTest {
    private final List<String> received = new CopyOnWriteArrayList<>();
    private volatile int status = 204;
    private HttpServer receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            try (exchange) {
                received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Idempotency-Key") + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(status, -1);
            }
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private ResultPost post() {
        return new ResultPost(
                URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/results?of=ours"));
    }

    @Test
    void a_result_is_posted_with_its_key() throws IOException, InterruptedException {
        post().deliver(ResultLinesTest.result(7));
        assertEquals(
                List.of("POST /results?of=ours 7-0123456789abcdef "
                        + ResultLinesTest.result(7).toJson()),
                received);
    }

    @Test
    void anything_but_success_is_a_failure() throws IOException, InterruptedException {
        for (final int other : new int[] {301, 400, 500, 503}) {
            status = other;
            assertEquals(
                    "it answered " + other,
                    assertThrows(IOException.class, () -> post().deliver(ResultLinesTest.result(7)))
                            .getMessage());
        }
        status = 200;
        post().deliver(ResultLinesTest.result(7));
        assertEquals(5, received.size());
    }

    @Test
    void nobody_there_is_a_failure() {
        final ResultPost post = post();
        receiver.stop(0);
        assertThrows(IOException.class, () -> post.deliver(ResultLinesTest.result(7)));
    }
}
