package ringside.replay.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import ringside.engine.logic.GameTypes;
import ringside.layout.Layout;
import ringside.layout.LayoutJson;
import ringside.replay.EngineIdentity;
import ringside.replay.ReplayException;
import ringside.replay.file.MatchFile;
import ringside.replay.file.MatchFileHeader;

/**
 * Serves the page of one match file to browsers on this machine.
 *
 * <pre>
 * GET /                                          the page
 * GET /api/recording                             what the file says of itself, and its layout
 * GET /api/survey?after=N                        how far it was verified, who played, marks from the Nth on
 * GET /api/frames?from&count&step&player&engine  states ({@link FrameWriter})
 * GET /api/inputs?from&to                        inputs ({@link Lanes})
 * GET /api/log?from&to                           what happened, by name
 * GET /api/claims?player&from&to                 what a player's inputs claimed to have been seen ({@link Claims})
 * GET /file                                      the file itself
 * </pre>
 *
 * What cannot be answered is {@code {"error": …}} with 400, 403, 404, 405 or 500.
 *
 * <p>It listens on the loopback address only, and answers nothing that a browser asks under another name of this machine or for
 * the page of another. Few threads, deadlines for each request.
 */
public final class ReplayPage implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int QUEUED = 256;
    private static final String SECONDS = "30";
    private static final Pattern OURSELVES =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final MatchFile file;
    private final Supplier<GameTypes> types;
    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final Thread surveyor;
    private final PageFiles files;
    private final Survey survey;
    private final Tape tape;
    private final Lanes lanes;
    private final Claims claims;

    private ReplayPage(
            final MatchFile file,
            final Supplier<GameTypes> types,
            final Acknowledged acknowledged,
            final HttpServer server) {
        this.file = file;
        this.types = types;
        this.server = server;
        files = new PageFiles(ReplayPage.class.getClassLoader(), file.header().game());
        survey = new Survey(file, types);
        tape = new Tape(file, types);
        lanes = new Lanes(file, types);
        claims = new Claims(file, types, acknowledged);
        final AtomicInteger count = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUED), work -> {
                    final Thread thread = new Thread(work, "ringside-replay-page-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        surveyor = new Thread(survey, "ringside-replay-survey");
        surveyor.setDaemon(true);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    /**
     * Begins to serve, and to verify.
     *
     * @param types makes the games anew for each replay that goes on here
     * @param port 0 for any that is free
     * @throws ReplayException when this build does not carry the game
     * @throws IOException when the port cannot be had
     */
    public static ReplayPage start(final MatchFile file, final Supplier<GameTypes> types, final int port)
            throws IOException {
        return start(file, types, Acknowledged.UNKNOWN, port);
    }

    /** The same where it is known what the players had acknowledged. */
    public static ReplayPage start(
            final MatchFile file, final Supplier<GameTypes> types, final Acknowledged acknowledged, final int port)
            throws IOException {
        for (final String identity : file.header().identities()) {
            EngineIdentity.parse(identity).requireCarriedBy(types.get());
        }
        // The only way that this server is told so; they are read when it is first used. Without the last an answer may
        // wait 40 ms.
        property("sun.net.httpserver.maxReqTime", SECONDS);
        property("sun.net.httpserver.maxRspTime", SECONDS);
        property("sun.net.httpserver.nodelay", "true");
        final ReplayPage page = new ReplayPage(
                file,
                types,
                acknowledged,
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
        page.surveyor.start();
        final Thread preparing = new Thread(page::prepare, "ringside-replay-prepare");
        preparing.setDaemon(true);
        preparing.start();
        page.server.start();
        return page;
    }

    /**
     * Has the frame at hand that the page opens at, and the code warm that looks for others: what is asked for first would wait for
     * both. The page's own tape is not kept busy longer than for that frame.
     */
    private void prepare() {
        final MatchFileHeader header = file.header();
        try {
            tape.frames(new Tape.Wish(header.openingFrame(), 1, 1, 0, false));
            final Tape other = new Tape(file, types);
            final int frames = header.lastFrame() - header.firstFrame();
            for (int quarter = 3; quarter > 0 && !threads.isShutdown(); quarter--) {
                final int frame = header.firstFrame() + (int) ((long) frames * quarter / 4);
                other.frames(new Tape.Wish(frame, 1, 1, 0, false));
            }
        } catch (final RuntimeException e) {
            // Whoever asks for a frame that cannot be had is told why.
        }
    }

    private static void property(final String name, final String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** The address of a frame, as a browser opens it. */
    public String link(final int frame, final int player) {
        return "http://127.0.0.1:" + port() + "/#file=" + file.hashHex() + "&match=" + file.match() + "&frame=" + frame
                + (player == 0 ? "" : "&player=" + player);
    }

    /** Waits until every hash was compared. */
    public void awaitVerified() throws InterruptedException {
        survey.await();
    }

    private void handle(final HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                requireOurselves(exchange);
                answer(exchange);
            } catch (final PageException e) {
                refuse(exchange, e.status(), String.valueOf(e.getMessage()));
            } catch (final ReplayException e) {
                refuse(exchange, PageException.OUR_FAULT, String.valueOf(e.getMessage()));
            } catch (final RuntimeException e) {
                refuse(exchange, PageException.OUR_FAULT, "our own failure: " + e);
            }
        }
    }

    private static void requireOurselves(final HttpExchange exchange) {
        final String host = exchange.getRequestHeaders().getFirst("Host");
        if (host == null || !OURSELVES.matcher(host).matches()) {
            throw new PageException(PageException.FORBIDDEN, "host " + host + ": is not this machine");
        }
        final String site = exchange.getRequestHeaders().getFirst("Sec-Fetch-Site");
        final boolean isOurs = site == null || site.equals("same-origin") || site.equals("none");
        // To follow a link from another page is to open the page, and nothing else.
        if (!isOurs && !exchange.getRequestURI().getPath().equals("/")) {
            throw new PageException(PageException.FORBIDDEN, "no page of another site may read here");
        }
        if (!exchange.getRequestMethod().equals("GET")) {
            throw new PageException(PageException.NOT_THAT_WAY, "only GET is answered");
        }
    }

    private void answer(final HttpExchange exchange) throws IOException {
        final Query query = new Query(exchange.getRequestURI().getRawQuery());
        final String path = exchange.getRequestURI().getPath();
        switch (path) {
            case "/api/recording" -> json(exchange, recording());
            case "/api/survey" -> json(exchange, survey.progress(query.whole("after", 0, 0, Integer.MAX_VALUE)));
            case "/api/frames" -> bytes(exchange, tape.frames(frames(query)));
            case "/api/inputs" -> {
                final int from = query.whole("from", 0, 0, Integer.MAX_VALUE);
                final int to = query.whole(
                        "to", from, from, (int) Math.min(Integer.MAX_VALUE, (long) from + Lanes.MOST_FRAMES));
                bytes(exchange, lanes.inputs(from, to));
            }
            case "/api/log" -> {
                final int from = query.whole("from", 0, 0, Integer.MAX_VALUE);
                json(exchange, survey.log(from, query.whole("to", from, from, Integer.MAX_VALUE)));
            }
            case "/api/claims" -> {
                final int from = query.whole("from", 0, 0, Integer.MAX_VALUE);
                final int most = (int) Math.min(Integer.MAX_VALUE, (long) from + Claims.MOST_FRAMES);
                json(
                        exchange,
                        claims.of(
                                query.whole("player", 1, 1, Integer.MAX_VALUE),
                                from,
                                query.whole("to", from, from, most)));
            }
            case "/file" -> {
                final String name = String.valueOf(file.path().getFileName()).replaceAll("[^A-Za-z0-9._-]", "_");
                exchange.getResponseHeaders().set("Content-Disposition", "attachment; filename=\"" + name + "\"");
                bytes(exchange, Files.readAllBytes(file.path()));
            }
            default -> {
                final PageFiles.Found found = files.find(path);
                if (found == null) {
                    throw new PageException(PageException.NOT_HERE, path + ": is not here");
                }
                send(exchange, 200, found.contentType, found.bytes);
            }
        }
    }

    private Tape.Wish frames(final Query query) {
        final MatchFileHeader header = file.header();
        return new Tape.Wish(
                query.whole("from", header.firstFrame(), header.firstFrame(), header.lastFrame()),
                query.whole("count", 1, 1, Tape.MOST_FRAMES),
                query.whole("step", 1, 1, Tape.LONGEST_STEP),
                query.whole("player", 0, 0, Integer.MAX_VALUE),
                query.whole("engine", 0, 0, 1) == 1);
    }

    private ObjectNode recording() throws IOException {
        final MatchFileHeader header = file.header();
        final Layout layout = file.layout();
        final ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("fileHash", file.hashHex());
        out.put("name", String.valueOf(file.path().getFileName()));
        out.put("bytes", Files.size(file.path()));
        out.put("match", header.match());
        out.put("game", header.game());
        out.put("logicVersion", layout.logicVersion());
        out.put("hz", header.hz());
        out.put("firstFrame", header.firstFrame());
        out.put("lastFrame", header.lastFrame());
        out.put("opensAt", header.openingFrame());
        out.put("events", header.events());
        out.put("framesHashed", header.framesHashed());
        out.put("isOver", header.isOver());
        out.put("server", header.server());
        out.put("engine", header.engine());
        header.notes().forEach(out.putArray("notes")::add);
        header.identities().stream()
                .map(identity -> EngineIdentity.parse(identity).build())
                .distinct()
                .forEach(out.putArray("builds")::add);
        out.put("drawing", files.drawing());
        out.put("mostFrames", Tape.MOST_FRAMES);
        out.put("mostLaneFrames", Lanes.MOST_FRAMES);
        out.put("layout", LayoutJson.write(layout));
        return out;
    }

    private static void refuse(final HttpExchange exchange, final int status, final String message) throws IOException {
        final ObjectNode error = JsonNodeFactory.instance.objectNode().put("error", message);
        send(exchange, status, "application/json", error.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void json(final HttpExchange exchange, final ObjectNode body) throws IOException {
        send(exchange, 200, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void bytes(final HttpExchange exchange, final byte[] body) throws IOException {
        send(exchange, 200, "application/octet-stream", body);
    }

    private static void send(final HttpExchange exchange, final int status, final String contentType, final byte[] body)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.getResponseHeaders().set("Cross-Origin-Resource-Policy", "same-origin");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** Stops serving; what still verifies ends soon. */
    @Override
    public void close() {
        survey.stop();
        server.stop(0);
        threads.shutdownNow();
    }
}
