package ringside.bots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ringside.io.client.ScriptedGame;
import ringside.io.client.ScriptedMatch;
import ringside.io.client.ScriptedServer;

/** Real sockets on this machine. Nothing here depends on how fast they are. */
@Timeout(120)
final class BotsTest {
    private static BotsResult run(final BotsSettings settings, final BotsListener listener) throws Exception {
        return Bots.run(settings, listener);
    }

    @Test
    void bots_join_play_leave_and_say_what_they_measured() throws Exception {
        try (ScriptedServer server = new ScriptedServer(new ScriptedMatch(new ScriptedGame(), 60))) {
            final List<BotsProgress> progress = new ArrayList<>();
            final BotsSettings settings = BotsSettings.of(server.tcpUrl())
                    .withPlayers(8)
                    .withSeconds(2)
                    .withMatches(2);
            final BotsResult result = run(settings, progress::add);
            assertEquals(8, result.clients());
            assertEquals(0, result.errors(), String.join(", ", result.problems()));
            assertEquals(0, result.resumes());
            assertTrue(result.inputsSent() > 0);
            assertTrue(result.inputsConsumed() + result.inputsRefused() <= result.inputsSent());
            assertTrue(result.viewsReceived() > 0);
            assertTrue(result.effectsReceived() > 0);
            assertTrue(result.bytesPerClientPerSecond() > 0);
            assertTrue(result.inputToView().p50Ns() > 0);
            assertTrue(result.inputToView().p50Ns() <= result.inputToView().maxNs());
            assertTrue(result.inputToViewAboveFrame().p50Ns()
                    < result.inputToView().p50Ns());
            assertEquals(result.viewGap().maxNs(), result.longestViewGapNs());
            assertEquals(Map.of(1L, result.viewsReceived()), result.viewsByEpoch());
            assertFalse(progress.isEmpty());
        }
    }

    @Test
    void bots_resume_after_their_connections_broke_and_count_it() throws Exception {
        try (ScriptedServer server = new ScriptedServer(new ScriptedMatch(new ScriptedGame(), 60))) {
            final AtomicBoolean broken = new AtomicBoolean();
            final BotsSettings settings =
                    BotsSettings.of(server.webSocketUrl()).withPlayers(4).withSeconds(3);
            final BotsResult result = run(settings, progress -> {
                if (progress.elapsedSeconds() >= 1 && !broken.getAndSet(true)) {
                    server.dropAll();
                }
            });
            assertEquals(4, result.clients());
            assertEquals(4, result.resumes());
            assertEquals(0, result.errors(), String.join(", ", result.problems()));
        }
    }

    @Test
    void every_acknowledged_input_is_logged_once_and_in_order(@TempDir final Path folder) throws Exception {
        final Path file = folder.resolve("acknowledged.txt");
        try (ScriptedServer server = new ScriptedServer(new ScriptedMatch(new ScriptedGame(), 60))) {
            final BotsSettings settings = BotsSettings.of(server.tcpUrl())
                    .withPlayers(3)
                    .withSeconds(1)
                    .withAcknowledgedInputs(file);
            final BotsResult result = run(settings, progress -> {});
            final List<String> lines = Files.readAllLines(file);
            assertEquals(result.inputsConsumed(), lines.size());
            final Map<String, Integer> last = new HashMap<>();
            for (final String line : lines) {
                final String[] fields = line.split(" ", -1);
                assertEquals(5, fields.length, line);
                final int seq = Integer.parseInt(fields[2]);
                assertTrue(seq > last.getOrDefault(fields[1], 0), line);
                last.put(fields[1], seq);
            }
            assertEquals(3, last.size());
        }
    }

    @Test
    void histograms_are_written_as_the_usual_tools_read_them(@TempDir final Path folder) throws Exception {
        try (ScriptedServer server = new ScriptedServer(new ScriptedMatch(new ScriptedGame(), 60))) {
            final BotsSettings settings = BotsSettings.of(server.tcpUrl())
                    .withPlayers(3)
                    .withSeconds(2)
                    .withHistograms(folder.resolve("new"));
            final BotsResult result = run(settings, progress -> {});
            final Histograms read = new Histograms();
            try (HistogramLogReader log =
                    new HistogramLogReader(folder.resolve("new/bots.hlog").toFile())) {
                for (EncodableHistogram each = log.nextIntervalHistogram();
                        each != null;
                        each = log.nextIntervalHistogram()) {
                    read.add(each.getTag(), (Histogram) each);
                }
            }
            result.histograms().all().forEach((tag, whole) -> assertEquals(whole, read.get(tag), tag));
            assertTrue(result.histograms().get(Histograms.INPUT_TO_VIEW).getTotalCount() > 0);
            for (final String tag : result.histograms().all().keySet()) {
                final List<String> lines = Files.readAllLines(folder.resolve("new/" + tag + ".hgrm"));
                assertTrue(lines.get(lines.size() - 1).contains("Buckets"), tag);
            }
        }
    }

    @Test
    void a_server_that_is_not_there_is_an_error_of_every_player() throws Exception {
        final BotsSettings settings = BotsSettings.of("tcp://127.0.0.1:1")
                .withPlayers(3)
                .withSeconds(1)
                .withReconnectSeconds(1);
        final BotsResult result = run(settings, progress -> {});
        assertEquals(0, result.clients());
        assertEquals(3, result.errors());
        assertFalse(result.problems().isEmpty());
    }
}
