package ringside.server;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.engine.logic.LogicSettings;

/** What an operator's settings mean for logic, and what of them a recording overrules. */
final class LogicBounds {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.engine");

    private LogicBounds() {}

    /** The bounds of an engine that begins with these settings. */
    static LogicSettings wanted(final ServerSettings settings) {
        final int hz = settings.whole(ServerSetting.HZ);
        return LogicSettings.at(hz)
                .withMaxMatches(settings.whole(ServerSetting.MAX_MATCHES))
                .withMaxTokens(settings.whole(ServerSetting.MAX_TOKENS))
                .withSeatHoldFrames(settings.whole(ServerSetting.SEAT_HOLD_SECONDS) * hz)
                .withKeepEndedFrames(settings.whole(ServerSetting.KEEP_ENDED_SECONDS) * hz)
                .withMaxRewindFrames(Math.min(
                        LogicSettings.MOST_REWIND_FRAMES, framesOfMs(settings.whole(ServerSetting.MAX_REWIND_MS), hz)));
    }

    /** Rounded up. */
    static int framesOfMs(final int ms, final int hz) {
        return (int) (((long) ms * hz + 999) / 1000);
    }

    /** What decides what events lead to stays as it was recorded: said aloud where the operator asks for something else. */
    static void requireRecorded(
            final ServerSettings settings, final LogicSettings wanted, final LogicSettings recorded) {
        final Path dir = settings.dir();
        if (settings.isGiven(ServerSetting.HZ) && wanted.hz() != recorded.hz()) {
            throw ServerException.configuration("hz = " + wanted.hz() + ": " + dir + " was recorded at " + recorded.hz()
                    + " and goes on so; leave hz out, or choose another dir");
        }
        warn(settings, ServerSetting.MAX_MATCHES, wanted.maxMatches(), recorded.maxMatches(), "matches", dir);
        warn(settings, ServerSetting.MAX_TOKENS, wanted.maxTokens(), recorded.maxTokens(), "tokens", dir);
        warn(
                settings,
                ServerSetting.SEAT_HOLD_SECONDS,
                wanted.seatHoldFrames(),
                recorded.seatHoldFrames(),
                "frames",
                dir);
        warn(
                settings,
                ServerSetting.KEEP_ENDED_SECONDS,
                wanted.keepEndedFrames(),
                recorded.keepEndedFrames(),
                "frames",
                dir);
        warn(
                settings,
                ServerSetting.MAX_REWIND_MS,
                wanted.maxRewindFrames(),
                recorded.maxRewindFrames(),
                "frames",
                dir);
        final int matches = settings.whole(ServerSetting.MATCHES);
        final int room = recorded.maxMatches() * settings.whole(ServerSetting.ENGINES);
        if (matches > room) {
            throw ServerException.configuration("matches = " + matches + ": " + dir + " has room for " + room
                    + " as maxMatches says; ask for fewer, or choose another dir");
        }
    }

    private static void warn(
            final ServerSettings settings,
            final ServerSetting setting,
            final int wanted,
            final int recorded,
            final String unit,
            final Path dir) {
        if (settings.isGiven(setting) && wanted != recorded) {
            LOG.warn("{} stays at {} {}: {} was begun with it", setting.key(), recorded, unit, dir);
        }
    }
}
