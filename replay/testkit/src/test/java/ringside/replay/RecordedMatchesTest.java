package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.FramePayload;
import ringside.engine.logic.GameType;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.replay.Tally.Fault;
import ringside.replay.file.MatchExport;
import ringside.replay.testkit.RecordedMatch;
import ringside.replay.testkit.RecordedMatches;

final class RecordedMatchesTest {
    private static final String FOLDER = "target/recordings";
    private static final String NOTHING = "target/no-recordings";

    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[512]), 0, 512);

    @TempDir
    private Path folder;

    static final class SoundBuild {
        @RecordedMatches(value = FOLDER, games = Tally.class)
        void plays_as_recorded(final RecordedMatch match) {
            final State state = match.state(match.header().lastFrame());
            final Table lanes = state.layout().table("lanes");
            assertTrue(state.rowAt(lanes, 1) != Rows.NONE);
        }
    }

    static final class ChangedBuild {
        @RecordedMatches(value = FOLDER, games = Tally.Changed.class)
        void plays_as_recorded(final RecordedMatch match) {}
    }

    static final class WrongFolder {
        @RecordedMatches(NOTHING)
        void plays_as_recorded(final RecordedMatch match) {}
    }

    @BeforeEach
    void record() throws IOException {
        final Path recordings = Files.createDirectories(Path.of(FOLDER));
        try (Stream<Path> old = Files.list(recordings)) {
            for (final Path each : old.toList()) {
                Files.delete(each);
            }
        }
        final GameType type = new GameType(new Tally(Fault.NONE));
        final Path data = folder.resolve("data");
        try (Server server = Server.open(data, type)) {
            server.feed(CreatePayload.write(event, 1, 7, type.layout().hash(), new UnsafeBuffer(new byte[1]), 0, 0));
            for (int i = 0; i < 40; i++) {
                server.feed(FramePayload.write(event, 0, false));
            }
            server.stop();
        }
        for (final String name : List.of("one", "two")) {
            MatchExport.run(
                    Server.recording(data),
                    Server.typesOf(type),
                    1,
                    0,
                    Integer.MAX_VALUE,
                    List.of("points were doubled"),
                    recordings.resolve(name + ".match"),
                    part -> {});
        }
    }

    private static TestExecutionSummary run(final Class<?> tests) {
        final LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(tests))
                .build();
        final SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }

    @Test
    void each_file_is_a_test_that_passes_while_the_build_plays_as_recorded() {
        final TestExecutionSummary summary = run(SoundBuild.class);
        assertEquals(2, summary.getTestsSucceededCount());
        assertEquals(0, summary.getTotalFailureCount(), () -> String.valueOf(summary.getFailures()));
    }

    @Test
    void a_changed_rule_fails_with_frame_table_row_column_and_both_values() {
        final TestExecutionSummary summary = run(ChangedBuild.class);
        assertEquals(2, summary.getTestsFailedCount());
        final String said =
                String.valueOf(summary.getFailures().get(0).getException().getMessage());
        assertTrue(
                said.startsWith("one.match: DIVERGED at match 1 frame 30: lanes[1].points was 30 when it was recorded,"
                        + " is 31 ("),
                said);
        assertTrue(said.endsWith("notes: points were doubled"), said);
    }

    @Test
    void a_folder_without_recordings_is_no_success() {
        final TestExecutionSummary summary = run(WrongFolder.class);
        assertEquals(1, summary.getTotalFailureCount());
        final String said =
                String.valueOf(summary.getFailures().get(0).getException().getMessage());
        assertTrue(said.contains("there are no match files in ") && said.contains(NOTHING), said);
    }
}
