package ringside.server.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.server.Operated;

/**
 * The port for operators.
 *
 * <pre>
 * GET  /metrics                figures for Prometheus and OpenMetrics, as text
 * GET  /healthz, /readyz       200 while it works, and while players may come; else 503 and why, as text
 * GET  /status                 how the server is
 * POST /promote                makes a standby the primary  {"who", "why"}
 * GET  /matches                all matches that are remembered
 * GET  /matches/N              one of them
 * POST /matches                creates one       {"game", "rules": {…}, "idleSeconds", "who", "why"}
 * POST /matches/N/pause        lets it stand     {"who", "why"}
 * POST /matches/N/resume       lets it go on     {"who", "why"}
 * POST /matches/N/end          ends it           {"who", "why"}
 * POST /matches/N/kick         removes a player  {"player", "who", "why"}
 * POST /matches/N/rules        changes rules     {"rules": {…}, "who", "why"}
 * </pre>
 *
 * Bodies and answers are JSON; an answer to a POST says how the match is once the action is done and safe. What is not done is
 * {@code {"error": …}} with 400 (wrong), 401 (secret), 403 (a web page of elsewhere), 404, 405, 409 (refused by the match), 413,
 * 503 (no room now) or 504 (no answer came).
 *
 * <p>Bounded: few threads, short bodies, deadlines for each request. With a secret every request carries it as {@code
 * Authorization: Bearer SECRET}; without one it listens on this machine only and takes nothing that a browser sends on behalf
 * of another page.
 */
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.admin");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int THREADS = 4;
    private static final int QUEUED = 64;
    private static final String REQUEST_SECONDS = "15";
    private static final String RESPONSE_SECONDS = "45";

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final Doorkeeper doorkeeper;
    private final AdminRoutes routes;
    private volatile AdminPages pages = AdminPages.NONE;

    private AdminServer(final HttpServer server, final Doorkeeper doorkeeper, final AdminRoutes routes) {
        this.server = server;
        this.doorkeeper = doorkeeper;
        this.routes = routes;
        final AtomicInteger count = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUED), work -> {
                    final Thread thread = new Thread(work, "ringside-admin-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /**
     * Listens.
     *
     * @param secret that every request must carry; empty for none
     * @param operated what requests are about: asked for each, for a standby becomes something else
     * @throws IOException when the port cannot be had
     */
    public static AdminServer start(
            final InetSocketAddress address, final String secret, final Supplier<Operated> operated)
            throws IOException {
        // The only way that this server is told its deadlines; they are read when it is first used.
        bound("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
        bound("sun.net.httpserver.maxRspTime", RESPONSE_SECONDS);
        return new AdminServer(HttpServer.create(address, 0), new Doorkeeper(secret), new AdminRoutes(operated));
    }

    private static void bound(final String property, final String seconds) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, seconds);
        }
    }

    /** Has these pages shown from now on. Any thread. */
    public void show(final AdminPages some) {
        pages = some;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(final HttpExchange exchange) throws IOException {
        try (exchange) {
            AdminAnswer answer;
            try {
                doorkeeper.check(exchange);
                if (exchange.getRequestMethod().equals("GET")) {
                    final AdminPages.Page page = pages.page(
                            exchange.getRequestURI().getPath(),
                            exchange.getRequestHeaders().getFirst("Accept"));
                    if (page != null) {
                        send(exchange, page.status(), page.contentType(), page.text());
                        return;
                    }
                }
                answer = routes.answer(AdminRequest.read(exchange));
            } catch (final AdminException e) {
                answer = new AdminAnswer(e.status(), Map.of("error", String.valueOf(e.getMessage())));
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                answer = new AdminAnswer(AdminException.UNAVAILABLE, Map.of("error", "the server stops"));
            } catch (final RuntimeException e) {
                LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
                answer = new AdminAnswer(AdminException.OUR_FAULT, Map.of("error", "our own failure: " + e));
            }
            send(exchange, answer);
        }
    }

    private static void send(final HttpExchange exchange, final AdminAnswer answer) throws IOException {
        send(exchange, answer.status(), "application/json", JSON.writeValueAsString(answer.body()) + "\n");
    }

    private static void send(final HttpExchange exchange, final int status, final String contentType, final String text)
            throws IOException {
        final byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Stops listening; requests that wait are broken off. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
