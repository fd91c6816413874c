package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A standby's settings against those that its primary recorded. */
@Timeout(120)
final class StandbySettingsTest {
    @TempDir
    private Path parent;

    private RingsideServer primary;

    @BeforeEach
    void start() throws Exception {
        primary = RingsideServer.startInProcess(Running.settings(parent.resolve("primary"), "standby-settings-test")
                .with(ServerSetting.REPLICATION, 0)
                .with(ServerSetting.MATCHES, 2));
        Running.awaitFrames(primary, 5);
    }

    @AfterEach
    void stop() {
        primary.close();
    }

    private StandbyServer follow(final ServerSettings settings) {
        return StandbyServer.start(
                settings.with(ServerSetting.REHEARSAL_SECONDS, 0),
                List.of(new StandbyServer.Address("127.0.0.1", primary.replicationPort())));
    }

    private ServerSettings settings() {
        return ServerSettings.defaults()
                .with(ServerSetting.DIR, parent.resolve("standby").toString())
                .with(ServerSetting.GAME, "errand")
                .with(ServerSetting.TCP, 0)
                .with(ServerSetting.HTTP, -1);
    }

    @Test
    void another_rate_of_frames_is_refused_by_name_before_anything_is_followed() throws Exception {
        try (StandbyServer standby = follow(settings().with(ServerSetting.HZ, 30))) {
            assertTrue(standby.awaitEnd(60, TimeUnit.SECONDS));
            final String wrong = String.valueOf(standby.whatIsWrong());
            assertTrue(wrong.contains("hz = 30"), wrong);
            assertTrue(wrong.contains("recorded at 60"), wrong);
            assertEquals(-1, standby.status().position());
        }
        assertFalse(primary.isFailed());
    }

    @Test
    void more_matches_than_were_recorded_to_have_room_are_refused_by_name() throws Exception {
        try (StandbyServer standby = follow(settings().with(ServerSetting.MATCHES, 17))) {
            assertTrue(standby.awaitEnd(60, TimeUnit.SECONDS));
            final String wrong = String.valueOf(standby.whatIsWrong());
            assertTrue(wrong.contains("matches = 17") && wrong.contains("room for 16"), wrong);
        }
        assertFalse(primary.isFailed());
    }

    @Test
    void what_is_not_said_is_taken_from_the_primary() throws Exception {
        try (StandbyServer standby = follow(settings())) {
            while (!standby.isLive()) {
                assertFalse(standby.awaitEnd(20, TimeUnit.MILLISECONDS), standby.whatIsWrong());
            }
            assertEquals("", standby.status().problem());
        }
    }
}
