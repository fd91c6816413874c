package ringside.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Speaks to a server's admin port. Blocks; every failure is a {@link AdminRefusal} of one line. */
final class AdminClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final String address;
    private final @Nullable String secret;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    AdminClient(final String address, final @Nullable String secret) {
        this.address = address;
        this.secret = secret;
    }

    JsonNode get(final String path) throws InterruptedException {
        return answer(request(path).GET().build());
    }

    JsonNode post(final String path, final ObjectNode body) throws InterruptedException {
        return answer(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder request(final String path) {
        final HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(ANSWER);
        return secret == null || secret.isEmpty() ? request : request.header("Authorization", "Bearer " + secret);
    }

    private JsonNode answer(final HttpRequest request) throws InterruptedException {
        final HttpResponse<String> response;
        try {
            response = http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (final IOException e) {
            throw AdminRefusal.unreachable(address, e);
        }
        try {
            final JsonNode body = JSON.readTree(response.body());
            if (response.statusCode() / 100 == 2) {
                return body;
            }
            throw AdminRefusal.of(response.statusCode(), body.path("error").asText("HTTP " + response.statusCode()));
        } catch (final JsonProcessingException e) {
            throw AdminRefusal.foreign(address, e);
        }
    }
}
