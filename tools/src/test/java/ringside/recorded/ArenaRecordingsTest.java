package ringside.recorded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import ringside.replay.testkit.RecordedMatch;
import ringside.replay.testkit.RecordedMatches;

/** What the arena came to when it was recorded, it comes to still. */
final class ArenaRecordingsTest {
    private static final long LARGEST_BYTES = 300_000;

    @RecordedMatches("arena/src/test/resources/recordings")
    void plays_as_recorded(final RecordedMatch match) throws IOException {
        assertEquals("arena", match.header().game());
        assertTrue(Files.size(match.path()) < LARGEST_BYTES, match + " is too large for the repository: take a clip");
        assertFalse(match.header().notes().isEmpty(), match + " does not say what it is for");
    }
}
