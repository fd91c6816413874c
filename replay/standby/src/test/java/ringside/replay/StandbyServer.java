package ringside.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.engine.logic.InSyncSet.Member;
import ringside.journal.DataDirectory;
import ringside.journal.Journal;
import ringside.journal.JournalConfig;
import ringside.journal.JournalException;
import ringside.journal.KeeperListener;
import ringside.journal.ServerId;
import ringside.journal.StoreConfig;
import ringside.replay.standby.Follower;
import ringside.replay.standby.Refused;
import ringside.replay.standby.ReplicationBounds;
import ringside.replay.standby.Secret;
import ringside.replay.standby.StandbyEngine;
import ringside.replay.standby.StandbyHome;
import ringside.replay.standby.StandbyParts;
import ringside.snapshot.checkpoint.CheckpointPace;

/** A standby with one engine, on the test's own thread and time. Closing it is a kill. */
final class StandbyServer implements AutoCloseable, StandbyHome {
    private static final JournalConfig SMALL = JournalConfig.DEFAULT.withStore(
            StoreConfig.DEFAULT.withSizes(1 << 20, 16_384, 1 << 17).withWatermarkBytes(0));

    final StandbyEngine engine;
    final Follower follower;
    final List<Refused> ends = new ArrayList<>();
    final List<String> alarms = new ArrayList<>();
    private final Path directory;
    private @Nullable DataDirectory data;

    StandbyServer(
            final Path directory,
            final SplittableRandom random,
            final Secret secret,
            final ReplicationBounds bounds,
            final List<Follower.Dialer> dialers,
            final Member member,
            final GameType... games) {
        this(directory, random, secret, bounds, dialers, member, false, games);
    }

    StandbyServer(
            final Path directory,
            final SplittableRandom random,
            final Secret secret,
            final ReplicationBounds bounds,
            final List<Follower.Dialer> dialers,
            final Member member,
            final boolean isShadow,
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
                        hz -> CheckpointPace.of(1, 1_000_000, hz),
                        settings -> {},
                        recording -> new StandbyParts.Keeping(synced -> 0, new KeepsAll()),
                        member,
                        "of a test",
                        isShadow,
                        line -> {},
                        alarms::add));
        follower = new Follower(
                engine,
                dialers,
                bounds,
                secret,
                random.nextLong(),
                () -> bytes(random),
                (why, isOver) -> ends.add(why));
    }

    /** Nothing is removed in these tests. */
    private static final class KeepsAll implements KeeperListener {
        @Override
        public void compressed(final String segment, final long plainBytes, final long compressedBytes) {
            // Not of interest.
        }

        @Override
        public void removed(final List<String> segments, final long retainedFrom) {
            throw new AssertionError(segments + " were removed");
        }

        @Override
        public void refused(final String why) {
            throw new AssertionError(why);
        }

        @Override
        public void failed(final JournalException cause) {
            throw new AssertionError(cause);
        }
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
