package ringside.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.journal.DataDirectory;
import ringside.journal.Journal;
import ringside.journal.JournalConfig;
import ringside.journal.ServerId;
import ringside.journal.StoreConfig;
import ringside.replay.standby.Follower;
import ringside.replay.standby.Refused;
import ringside.replay.standby.ReplicationBounds;
import ringside.replay.standby.Secret;
import ringside.replay.standby.StandbyEngine;
import ringside.replay.standby.StandbyHome;
import ringside.replay.standby.StandbyParts;

/** A standby with one engine, on the test's own thread and time. Closing it is a kill. */
final class StandbyServer implements AutoCloseable, StandbyHome {
    private static final JournalConfig SMALL = JournalConfig.DEFAULT.withStore(
            StoreConfig.DEFAULT.withSizes(1 << 20, 16_384, 1 << 17).withWatermarkBytes(0));

    final StandbyEngine engine;
    final Follower follower;
    final List<Refused> ends = new ArrayList<>();
    private final Path directory;
    private @Nullable DataDirectory data;

    StandbyServer(
            final Path directory,
            final SplittableRandom random,
            final Secret secret,
            final ReplicationBounds bounds,
            final Follower.Dialer dialer,
            final GameType... games) {
        this.directory = directory;
        if (DataDirectory.isBegun(directory)) {
            data = DataDirectory.open(directory, random::nextLong);
        }
        engine = new StandbyEngine(
                0,
                this,
                new StandbyParts(
                        Server.typesOf(games),
                        hz -> 32,
                        SMALL,
                        new Journal.Edges(() -> 1_795_348_800_000L, System::nanoTime, random::nextLong),
                        1,
                        line -> {}));
        follower = new Follower(engine, dialer, bounds, secret, random.nextLong(), () -> bytes(random), ends::add);
    }

    static byte[] bytes(final SplittableRandom random) {
        final byte[] bytes = new byte[Secret.BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    @Override
    public @Nullable DataDirectory data() {
        return data;
    }

    @Override
    public DataDirectory join(final ServerId server, final int engines) {
        if (data == null) {
            data = DataDirectory.join(directory, server);
        }
        return data;
    }

    @Override
    public void close() {
        engine.close();
        if (data != null) {
            data.close();
        }
    }
}
