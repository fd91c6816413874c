package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ringside.io.client.ClientLoops;
import ringside.io.client.ClientSettings;
import ringside.io.client.ClientView;
import ringside.io.client.GameClient;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.server.tracing.InputTrace;
import ringside.server.tracing.OtlpSink;
import ringside.server.tracing.OtlpSpan;

/** What a collector of OpenTelemetry receives. */
@Timeout(120)
final class InputTracesTest {
    private static final long WALL_MINUS_MONOTONIC_NS = 1_795_348_800_000_000_000L;

    @TempDir
    private Path parent;

    private final List<OtlpSpan> received = new CopyOnWriteArrayList<>();
    private final List<String> contentTypes = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    @BeforeEach
    void listen() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            try (exchange) {
                contentTypes.add(exchange.getRequestHeaders().getFirst("Content-Type"));
                received.addAll(OtlpSpan.readAll(exchange.getRequestBody().readAllBytes()));
                exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                exchange.sendResponseHeaders(200, -1);
            }
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    private String address() {
        return "http://127.0.0.1:" + collector.getAddress().getPort();
    }

    @Test
    void an_input_is_a_trace_whose_spans_are_its_way_from_socket_to_socket() {
        try (OtlpSink sink = new OtlpSink(address(), "test", "build")) {
            sink.take(
                    new InputTrace(1, 2, 3, 4, 5, 6, 1_000, 1_100, 1_300, 1_600, 2_000, 9_000, 9_500, 9_800, 9_900),
                    WALL_MINUS_MONOTONIC_NS);
        }
        assertEquals(List.of("application/x-protobuf"), contentTypes);
        final OtlpSpan whole = received.stream()
                .filter(each -> each.name().equals("input"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                Map.of(
                        "ringside.engine", 1L,
                        "ringside.match", 2L,
                        "ringside.player", 3L,
                        "ringside.input_seq", 4L,
                        "ringside.position", 5L,
                        "ringside.frame", 6L),
                whole.attributes());
        assertEquals(WALL_MINUS_MONOTONIC_NS + 1_000, whole.startNs());
        assertEquals(WALL_MINUS_MONOTONIC_NS + 9_900, whole.endNs());
        final List<OtlpSpan> parts = new ArrayList<>(received);
        parts.remove(whole);
        assertEquals(
                List.of("claim", "journal", "safe", "apply", "wait for frame", "frame", "encode", "write"),
                parts.stream().map(OtlpSpan::name).toList());
        long atNs = whole.startNs();
        for (final OtlpSpan part : parts) {
            assertEquals(whole.traceId(), part.traceId());
            assertEquals(whole.spanId(), part.parentId());
            assertEquals(atNs, part.startNs(), part.name());
            atNs = part.endNs();
        }
        assertEquals(whole.endNs(), atNs);
    }

    private static RecordView inputOf(final ClientView view) {
        final RecordType type = view.layout().input();
        return new RecordView(type)
                .wrap(new UnsafeBuffer(new byte[type.lengthBytes()]), 0)
                .reset();
    }

    @Test
    void what_is_not_known_is_left_out_and_what_comes_out_of_order_too() {
        try (OtlpSink sink = new OtlpSink(address() + "/", "test", "build")) {
            sink.take(
                    new InputTrace(0, 2, 3, 4, 5, 6, 1_000, 0, 0, 0, 2_000, 1_500, 9_500, 9_800, 9_900),
                    WALL_MINUS_MONOTONIC_NS);
        }
        assertEquals(
                List.of("apply", "frame", "encode", "write"),
                received.stream()
                        .map(OtlpSpan::name)
                        .filter(name -> !name.equals("input"))
                        .toList());
    }

    @Test
    void a_server_tells_a_collector_of_the_inputs_of_its_players() throws Exception {
        final ServerSettings settings = Running.settings(parent.resolve("data"), "traced-test")
                .with(ServerSetting.GAME, "arena")
                .with(ServerSetting.HZ, 30)
                .with(ServerSetting.OTLP, address())
                .with(ServerSetting.TRACE_ONE_OF, 1);
        try (RingsideServer server = RingsideServer.startInProcess(settings);
                ClientLoops loops = new ClientLoops(1, true)) {
            final GameClient client = new GameClient(loops.all().get(0), ClientSettings.of("local://traced-test"));
            client.onView(view -> client.send(inputOf(view)));
            client.join();
            // The last span of the first input: those before it came in the same message, or before.
            Running.await(
                    server, () -> received.stream().anyMatch(each -> each.name().equals("write")));
            client.close();
        }
        final OtlpSpan whole = received.stream()
                .filter(each -> each.name().equals("input"))
                .findFirst()
                .orElseThrow();
        assertEquals(1L, whole.attributes().get("ringside.match"));
        assertTrue((long) whole.attributes().get("ringside.position") > 0);
        final List<String> parts = received.stream()
                .filter(each -> each.parentId().equals(whole.spanId()))
                .map(OtlpSpan::name)
                .collect(Collectors.toList());
        assertTrue(parts.containsAll(List.of("claim", "journal", "frame", "encode", "write")), parts.toString());
    }
}
