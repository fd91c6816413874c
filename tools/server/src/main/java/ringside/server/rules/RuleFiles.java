package ringside.server.rules;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notices that files of rules have changed, and reads them once they are left alone: when two looks in a row see the same,
 * and a third after the reading too. So a file that is being written is not taken for a whole one. One thread.
 */
final class RuleFiles {
    private final RuleSource source;

    /** As they were when they were last read. */
    private FileStamps taken;

    /** As they were at the last look. */
    private FileStamps seen;

    private Set<Path> watched;

    RuleFiles(final RuleSource source, final RuleSource.Reading first) {
        this.source = source;
        watched = first.files();
        // Whether they changed since, nobody knows: they are read once more.
        taken = new FileStamps(Map.of());
        seen = taken;
    }

    /** Looks once. A reading of the files when they have changed and are still now, else null. */
    RuleSource.@Nullable Reading look() {
        final FileStamps now = FileStamps.of(watched);
        final boolean isStill = now.equals(seen);
        seen = now;
        if (now.equals(taken) || !isStill) {
            return null;
        }
        final RuleSource.Reading reading = source.read();
        final FileStamps after = FileStamps.of(reading.files());
        if (!now.agreesWith(after)) {
            return null;
        }
        watched = reading.files();
        taken = after;
        seen = after;
        return reading;
    }
}
