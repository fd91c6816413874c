package ringside.io.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** What is read from the class path, and how often. */
class StaticFilesTest {
    private int searches;
    private final StaticFiles files = new StaticFiles(new ClassLoader() {
        @Override
        public InputStream getResourceAsStream(final String name) {
            searches++;
            return name.endsWith("/there.html") ? new ByteArrayInputStream(new byte[] {'a'}) : null;
        }
    });

    @Test
    void what_is_there_is_read_once() {
        assertNotNull(files.find("/there.html"));
        assertNotNull(files.find("/there.html"));
        assertEquals(1, searches);
    }

    @Test
    void what_is_not_there_is_searched_for_once() {
        assertNull(files.find("/none.html"));
        assertNull(files.find("/none.html"));
        assertEquals(1, searches);
    }

    @Test
    void what_is_known_to_be_missing_is_bounded() {
        for (int i = 0; i < 3 * StaticFiles.MAX_KNOWN_MISSING; i++) {
            assertNull(files.find("/none" + i + ".html"));
            assertTrue(files.knownMissing() <= StaticFiles.MAX_KNOWN_MISSING);
        }
        assertNotNull(files.find("/there.html"));
    }
}
