package ringside.server;

import java.io.IOException;
import java.nio.file.Files;
import ringside.journal.DataDirectory;

/**
 * How many engines a data directory has. Its matches are spread over them by their numbers, so that number stays; the folders
 * themselves tell it.
 */
final class EngineCount {
    private EngineCount() {}

    /** The settings with the number of engines that the directory has; a new directory gets the number asked for. */
    static ServerSettings settle(final ServerSettings settings, final DataDirectory data) {
        final int[] there = data.engines();
        final int asked = settings.whole(ServerSetting.ENGINES);
        if (there.length == 0) {
            make(data, asked);
            return settings;
        }
        final int count = there[there.length - 1] + 1;
        if (settings.isGiven(ServerSetting.ENGINES) && asked != count) {
            throw ServerException.configuration("engines = " + asked + ": " + data.path() + " was begun with " + count
                    + " and its matches stay in them; leave engines out, or choose another dir");
        }
        final ServerSettings settled = settings.with(ServerSetting.ENGINES, count);
        settled.requireTogether();
        return settled;
    }

    /** The last one first: whenever this is broken off, the highest folder tells the number. */
    private static void make(final DataDirectory data, final int count) {
        for (int engine = count - 1; engine >= 0; engine--) {
            try {
                Files.createDirectories(data.engine(engine));
            } catch (final IOException e) {
                throw ServerException.configuration(
                        "engine folder " + data.engine(engine) + ": cannot be made: " + e, e);
            }
        }
    }
}
