package ringside.server.results;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Each result as the body of a POST, with its key in the header {@code Idempotency-Key}. An answer of 200 to 299 says that it has
 * arrived; redirections are not followed.
 */
public final class ResultPost implements MatchResults {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI address;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    public ResultPost(final URI address) {
        this.address = address;
    }

    @Override
    public void deliver(final MatchResult result) throws IOException, InterruptedException {
        final HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", result.key())
                .POST(HttpRequest.BodyPublishers.ofString(result.toJson(), StandardCharsets.UTF_8))
                .build();
        final int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status < 200 || status > 299) {
            throw new IOException("it answered " + status);
        }
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
