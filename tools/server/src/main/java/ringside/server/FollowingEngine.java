package ringside.server;

import java.security.SecureRandom;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.engine.logic.InSyncSet.Member;
import ringside.journal.Journal;
import ringside.journal.JournalConfig;
import ringside.replay.EngineRecording;
import ringside.replay.standby.EndCounts;
import ringside.replay.standby.Follower;
import ringside.replay.standby.Reason;
import ringside.replay.standby.Refused;
import ringside.replay.standby.ReplicationBounds;
import ringside.replay.standby.StandbyEngine;
import ringside.replay.standby.StandbyHome;
import ringside.replay.standby.StandbyParts;
import ringside.replay.standby.Standing;

/** One engine of a standby, with its threads: one follows, the others work ahead of its journal and write checkpoints. */
final class FollowingEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.standby");
    private static final long REST_NS = 500_000;
    private static final long UNHURRIED_REST_NS = 20_000_000;
    private static final long ALIVE_NS = 200_000_000;

    /** What an engine that follows tells the server. Called on its own thread. */
    interface Listener {
        /** It can follow no further: somebody must do something. */
        void gaveUp(int engine, String why);

        /** A thread of it failed. */
        void failed(int engine, Throwable cause);
    }

    private final Follower follower;
    private final DutyThread following;
    private final List<DutyThread> threads;

    /**
     * Which engine this is, and of whom.
     *
     * @param number of the engine
     * @param standbyId a random number of this process
     * @param isShadow whether it only tries this build
     */
    record Self(int number, Member member, long standbyId, boolean isShadow) {}

    FollowingEngine(
            final Self self,
            final ServerSettings settings,
            final StandbyHome home,
            final List<Follower.Dialer> dialers,
            final Listener listener) {
        final int number = self.number();
        final SecureRandom random = new SecureRandom();
        final StandbyEngine engine = new StandbyEngine(
                number,
                home,
                new StandbyParts(
                        // A game is never shared by two engines.
                        Games.load(),
                        OpenedEngine::snapshotsKept,
                        JournalConfig.DEFAULT
                                .withDurability(settings.durability())
                                .withStore(settings.journalStore())
                                .withKeep(settings.journalKeep()),
                        new Journal.Edges(System::currentTimeMillis, System::nanoTime, random::nextLong),
                        settings::checkpointPace,
                        recorded -> LogicBounds.requireRecorded(settings, LogicBounds.wanted(settings), recorded),
                        recording -> keeping(number, recording),
                        self.member(),
                        Build.version(),
                        self.isShadow(),
                        LOG::info,
                        LOG::warn));
        follower = new Follower(
                engine,
                dialers,
                ReplicationBounds.DEFAULT,
                ReplicationAccess.secret(settings),
                self.standbyId(),
                () -> Replication.nonce(random),
                (why, isOver) -> ended(number, why, isOver, listener));
        final SilenceWatch silence = new SilenceWatch(number);
        following = thread("follow", number, () -> follow(silence), REST_NS, listener);
        threads = List.of(
                following,
                thread("journal-ahead", number, engine::aheadWork, UNHURRIED_REST_NS, listener),
                thread(
                        "journal-keep",
                        number,
                        () -> {
                            // A rest after each block, so that it never takes a core.
                            engine.keeperWork();
                            return 0;
                        },
                        UNHURRIED_REST_NS,
                        listener),
                thread("checkpoints", number, engine::checkpointWork, UNHURRIED_REST_NS, listener));
    }

    private int follow(final SilenceWatch silence) {
        final int work = follower.doWork(System.nanoTime());
        silence.look(follower.standing());
        return work;
    }

    private static DutyThread thread(
            final String name,
            final int number,
            final DutyThread.Duty duty,
            final long restNs,
            final Listener listener) {
        return new DutyThread(
                "ringside-" + name + "-" + number, duty, () -> restNs, cause -> listener.failed(number, cause));
    }

    private static StandbyParts.Keeping keeping(final int number, final EngineRecording recording) {
        final JournalKeeping keeping = new JournalKeeping(number, recording.checkpointStore());
        return new StandbyParts.Keeping(keeping, keeping);
    }

    private static void ended(final int number, final Refused why, final boolean isOver, final Listener listener) {
        if (isOver) {
            LOG.error("engine {}: follows no further: {}", number, why);
            listener.gaveUp(number, why.toString());
        } else {
            LOG.warn("engine {}: the connection ended: {}", number, why);
        }
    }

    Standing standing() {
        return follower.standing();
    }

    /** How often its connections ended, by reason. */
    EndCounts ends() {
        return follower.ends();
    }

    StandbyEngine engine() {
        return follower.engine();
    }

    /** Whether the primary was heard of a moment ago, and everything that it has is here. */
    boolean isPrimaryAlive() {
        final Standing standing = follower.standing();
        return standing.isLive() && standing.silentNs() < ALIVE_NS;
    }

    /** Tells the primary, if it can be heard, that this standby is about to be promoted. */
    void sayMoving() {
        follower.sayMoving();
    }

    /** Whether the primary answered that. */
    boolean isMovingTold() {
        return follower.isMovingTold();
    }

    /** Has its threads end after the turns in hand. */
    void endThreads() {
        threads.forEach(DutyThread::end);
    }

    /** Has all of its threads end, and waits for the one that follows: nothing is applied any more. */
    void stopFollowing() {
        endThreads();
        following.close();
    }

    /** Ends its threads; nothing is told to the primary yet. */
    void stopThreads() {
        endThreads();
        threads.forEach(DutyThread::close);
    }

    /** Tells the primary, if it can be heard, that it was overruled. After {@link #stopFollowing}; one thread. */
    void overrule() {
        follower.stop(
                Reason.LOWER_EPOCH,
                "this standby was promoted and reigns in epoch "
                        + engine().epoch().number());
    }

    @Override
    public void close() {
        stopThreads();
        follower.stop(Reason.STOPPING, "the standby stops");
        engine().close();
    }
}
