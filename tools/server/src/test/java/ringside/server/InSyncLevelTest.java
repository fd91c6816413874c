package ringside.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ringside.journal.EpochBegin;
import ringside.journal.RecordFollower;
import ringside.replay.EngineRecording;
import ringside.replay.standby.Epoch;
import ringside.replay.standby.HeardEpoch;

/** Whether a server that has heard of other reigns may be started as a primary. */
@Timeout(120)
final class InSyncLevelTest {
    @TempDir
    private Path parent;

    private RingsideServer server;

    @BeforeEach
    void begin() throws Exception {
        server = start();
        Running.awaitFrames(server, 5);
        server.close();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RingsideServer start() {
        return RingsideServer.startInProcess(Running.settings(parent.resolve("data"), "in-sync-level-test"));
    }

    private EngineRecording recording() {
        return EngineRecording.allOf(parent.resolve("data")).get(0);
    }

    private EpochBegin last() {
        final List<EpochBegin> epochs = RecordFollower.epochs(recording().journal());
        return epochs.get(0);
    }

    @Test
    void its_own_reign_that_it_heard_of_is_no_reason_not_to() {
        HeardEpoch.keep(recording(), new Epoch(last().number(), last().writerId()));
        server = assertDoesNotThrow(this::start);
    }

    @Test
    void who_lost_against_another_writer_of_the_same_number_is_not_started() {
        final EpochBegin own = last();
        assertEquals(1, own.number());
        final boolean isHighest = own.writerId() == -1;
        HeardEpoch.keep(recording(), new Epoch(own.number(), isHighest ? -2 : -1));
        if (!isHighest) {
            final ServerException refused = assertThrows(ServerException.class, this::start);
            assertTrue(String.valueOf(refused.getMessage()).contains("OVERRULED"), refused.getMessage());
        }
    }

    @Test
    void a_higher_number_is_a_reason_whoever_wrote_it() {
        HeardEpoch.keep(recording(), new Epoch(last().number() + 1, 0));
        final ServerException refused = assertThrows(ServerException.class, this::start);
        assertTrue(String.valueOf(refused.getMessage()).contains("OVERRULED"), refused.getMessage());
    }
}
