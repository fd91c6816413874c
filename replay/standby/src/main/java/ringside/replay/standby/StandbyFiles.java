package ringside.replay.standby;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.journal.DataDirectory;
import ringside.replay.EngineRecording;

/** What a standby does to files beside its journal. */
final class StandbyFiles {
    private static final String DIFFERS = "differs";

    private StandbyFiles() {}

    /** Removes the marks of a journal that holds no record: its beginning was broken off. Throws when it does hold any. */
    static void forget(final EngineRecording recording) {
        if (!recording.exists()) {
            return;
        }
        if (recording.firstEpoch() != null || recording.claimedEnd() >= 0) {
            throw new FollowException(
                    Reason.DIVERGED,
                    recording.journal() + ": holds a journal already; give another dir, or set this one aside");
        }
        try {
            Files.deleteIfExists(recording.journal().resolve(DataDirectory.MARKS));
        } catch (final IOException e) {
            throw new FollowException(Reason.FAILED, recording.journal() + ": cannot be begun anew: " + e);
        }
    }

    /** Keeps both states of a frame that differs, as they are in memory. */
    static void keep(final EngineRecording recording, final Disagreement found, final @Nullable DirectBuffer primary) {
        final Path folder = recording.journal().resolveSibling(DIFFERS);
        final String name = "match-" + found.first().match() + "-frame-" + found.ownFrame();
        try {
            Files.createDirectories(folder);
            write(folder.resolve(name + ".standby"), found.own());
            write(folder.resolve(name + ".primary"), primary);
        } catch (final IOException e) {
            throw new FollowException(
                    Reason.HASH_DIFFERS, "HASH DIFFERS at " + found.difference(primary) + " (not kept: " + e + ")");
        }
    }

    private static void write(final Path file, final @Nullable DirectBuffer snapshot) throws IOException {
        if (snapshot != null) {
            final byte[] bytes = new byte[snapshot.capacity()];
            snapshot.getBytes(0, bytes);
            Files.write(file, bytes);
        }
    }
}
