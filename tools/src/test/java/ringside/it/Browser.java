package ringside.it;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A headless Chromium with one page, driven through the DevTools protocol. */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ANSWER_SECONDS = 30;

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> waiting;
    private final List<String> consoleErrors;
    private final AtomicInteger nextId = new AtomicInteger();

    private Browser(
            final Process process,
            final WebSocket socket,
            final Map<Integer, CompletableFuture<JsonNode>> waiting,
            final List<String> consoleErrors) {
        this.process = process;
        this.socket = socket;
        this.waiting = waiting;
        this.consoleErrors = consoleErrors;
    }

    /** Where Chromium is, or null. */
    static Path find() {
        for (final String candidate :
                List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")) {
            if (Files.isExecutable(Path.of(candidate))) {
                return Path.of(candidate);
            }
        }
        return null;
    }

    /** The same for a test that needs one: without it the test is left out, or fails where this run requires a browser. */
    static Path require() {
        final Path chromium = find();
        if (Boolean.getBoolean("ringside.requireBrowser")) {
            assertNotNull(chromium, "no Chromium was found, and this run requires one");
        }
        assumeTrue(chromium != null, "no Chromium was found: install the package chromium to run this test");
        return chromium;
    }

    /** Starts Chromium with an empty profile and one blank page of 1280 x 800. */
    static Browser start(final Path executable, final Path profile)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        final Process process = new ProcessBuilder(
                        executable.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-background-timer-throttling",
                        "--disable-renderer-backgrounding",
                        "--mute-audio",
                        "--window-size=1280,800",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        final String browserUrl = devToolsUrl(process);
        final HttpClient http = HttpClient.newHttpClient();
        final URI list = URI.create("http://" + URI.create(browserUrl).getAuthority() + "/json/list");
        final JsonNode targets =
                JSON.readTree(http.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
                        .body());
        String pageUrl = null;
        for (final JsonNode target : targets) {
            if (target.path("type").asText().equals("page")) {
                pageUrl = target.path("webSocketDebuggerUrl").asText();
            }
        }
        final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
        final List<String> consoleErrors = new ArrayList<>();
        final WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(pageUrl), new Listener(waiting, consoleErrors))
                .get(ANSWER_SECONDS, TimeUnit.SECONDS);
        final Browser browser = new Browser(process, socket, waiting, consoleErrors);
        browser.call("Runtime.enable");
        browser.call("Log.enable");
        browser.call("Page.enable");
        return browser;
    }

    private static String devToolsUrl(final Process process) throws IOException {
        final BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        final StringBuilder seen = new StringBuilder();
        String line = output.readLine();
        while (line != null) {
            final int at = line.indexOf("ws://");
            if (at >= 0) {
                drain(output);
                return line.substring(at).trim();
            }
            seen.append(line).append('\n');
            line = output.readLine();
        }
        throw new IOException("Chromium ended before it listened:\n" + seen);
    }

    private static void drain(final BufferedReader output) {
        final Thread thread = new Thread(() -> output.lines().forEach(line -> {}), "chromium-output");
        thread.setDaemon(true);
        thread.start();
    }

    private static final class Listener implements WebSocket.Listener {
        private final Map<Integer, CompletableFuture<JsonNode>> waiting;
        private final List<String> consoleErrors;
        private final StringBuilder text = new StringBuilder();

        Listener(final Map<Integer, CompletableFuture<JsonNode>> waiting, final List<String> consoleErrors) {
            this.waiting = waiting;
            this.consoleErrors = consoleErrors;
        }

        @Override
        public CompletionStage<?> onText(final WebSocket webSocket, final CharSequence data, final boolean last) {
            text.append(data);
            if (last) {
                try {
                    take(JSON.readTree(text.toString()));
                } catch (final IOException e) {
                    throw new IllegalStateException("not JSON: " + text, e);
                } finally {
                    text.setLength(0);
                }
            }
            webSocket.request(1);
            return null;
        }

        private void take(final JsonNode message) {
            final CompletableFuture<JsonNode> answer =
                    waiting.remove(message.path("id").asInt(-1));
            if (answer != null) {
                answer.complete(message);
            }
            final String method = message.path("method").asText();
            final JsonNode parameters = message.path("params");
            if (method.equals("Runtime.exceptionThrown")
                    || (method.equals("Runtime.consoleAPICalled")
                            && parameters.path("type").asText().equals("error"))
                    || (method.equals("Log.entryAdded")
                            && parameters.path("entry").path("level").asText().equals("error"))) {
                synchronized (consoleErrors) {
                    consoleErrors.add(parameters.toString());
                }
            }
        }
    }

    private JsonNode call(final String method, final Object... parameters)
            throws InterruptedException, ExecutionException, TimeoutException {
        final int id = nextId.incrementAndGet();
        final ObjectNode message = JSON.createObjectNode();
        message.put("id", id);
        message.put("method", method);
        final ObjectNode given = message.putObject("params");
        for (int i = 0; i < parameters.length; i += 2) {
            given.putPOJO((String) parameters[i], parameters[i + 1]);
        }
        final CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        socket.sendText(message.toString(), true).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        final JsonNode result = answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        if (result.has("error")) {
            throw new AssertionError(method + ": " + result.path("error"));
        }
        return result.path("result");
    }

    void open(final String url) throws InterruptedException, ExecutionException, TimeoutException {
        call("Page.navigate", "url", url);
    }

    /** The value of an expression in the page; promises are awaited. */
    JsonNode evaluate(final String expression) throws InterruptedException, ExecutionException, TimeoutException {
        final JsonNode result =
                call("Runtime.evaluate", "expression", expression, "returnByValue", true, "awaitPromise", true);
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    /** Asks again and again until the expression is true. */
    void await(final String expression) throws InterruptedException, ExecutionException, TimeoutException {
        // The page does the waiting: it answers when it is true, or after the bound.
        final JsonNode held = evaluate("new Promise(done => { const end = performance.now() + 20000;"
                + " const look = () => { let is = false; try { is = !!(" + expression + "); } catch (e) { is = false; }"
                + " if (is) done(true); else if (performance.now() > end) done(false); else setTimeout(look, 20); };"
                + " look(); })");
        if (!held.asBoolean()) {
            throw new AssertionError("never came true in the page: " + expression + "; console: " + consoleErrors());
        }
    }

    void keyDown(final String code, final String key)
            throws InterruptedException, ExecutionException, TimeoutException {
        call("Input.dispatchKeyEvent", "type", "keyDown", "code", code, "key", key);
    }

    void keyUp(final String code, final String key) throws InterruptedException, ExecutionException, TimeoutException {
        call("Input.dispatchKeyEvent", "type", "keyUp", "code", code, "key", key);
    }

    /** A key goes down and up again. */
    void press(final String code, final String key) throws InterruptedException, ExecutionException, TimeoutException {
        keyDown(code, key);
        keyUp(code, key);
    }

    /** Writes into the field that has the focus. */
    void type(final String text) throws InterruptedException, ExecutionException, TimeoutException {
        call("Input.insertText", "text", text);
    }

    /** The key that sends a form off. */
    void enter() throws InterruptedException, ExecutionException, TimeoutException {
        call("Input.dispatchKeyEvent", "type", "keyDown", "code", "Enter", "key", "Enter", "text", "\r");
        keyUp("Enter", "Enter");
    }

    /** Gives the page a window of another size. */
    void resize(final int width, final int height) throws InterruptedException, ExecutionException, TimeoutException {
        call(
                "Emulation.setDeviceMetricsOverride",
                "width",
                width,
                "height",
                height,
                "deviceScaleFactor",
                1,
                "mobile",
                false);
    }

    void screenshot(final Path file) throws IOException, InterruptedException, ExecutionException, TimeoutException {
        final String data =
                call("Page.captureScreenshot", "format", "png").path("data").asText();
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(data));
    }

    List<String> consoleErrors() {
        synchronized (consoleErrors) {
            return List.copyOf(consoleErrors);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
