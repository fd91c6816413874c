package ringside.server;

import java.security.SecureRandom;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.engine.logic.InSyncSet.Member;
import ringside.journal.ServerId;
import ringside.replay.standby.Epoch;
import ringside.replay.standby.Follower;
import ringside.replay.standby.Herald;
import ringside.replay.standby.ReplicationBounds;

/** Tells the other servers that this one took over, with a thread of its own, for as long as it serves. */
final class Heralding implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.replication");
    private static final long ATTEMPTS_NS = 2_000_000_000;
    private static final long REST_NS = 20_000_000;

    private final Herald herald;
    private final DutyThread thread;

    /** As whom it speaks: a member, with a random number of this process. */
    record Speaker(Member member, long processId) {}

    private Heralding(final Herald herald, final BiConsumer<String, Throwable> stop) {
        this.herald = herald;
        thread = new DutyThread(
                "ringside-herald",
                () -> herald.doWork(System.nanoTime()),
                () -> REST_NS,
                cause -> stop.accept("the thread herald failed", cause));
    }

    /**
     * Begins. Of several engines the first speaks for all: whoever hears of it stops as a whole.
     *
     * @param others how to reach the servers that may believe to be primaries
     * @param stop ends this server, because of what the words say
     */
    static Heralding begin(
            final ServerSettings settings,
            final ServerId server,
            final EngineHost first,
            final Speaker speaker,
            final List<Follower.Dialer> others,
            final BiConsumer<String, Throwable> stop) {
        final SecureRandom random = new SecureRandom();
        final Herald herald = new Herald(
                new Herald.Self(server, first.engine(), first.reign(), speaker.member(), speaker.processId()),
                others,
                ReplicationBounds.DEFAULT,
                ReplicationAccess.secret(settings),
                () -> Replication.nonce(random),
                ATTEMPTS_NS,
                new Herald.Listener() {
                    @Override
                    public void overruled(final Epoch by, final String said) {
                        Replication.overruled(first.recording(), by, said, stop);
                    }

                    @Override
                    public void told(final String line) {
                        LOG.warn("{}", line);
                    }
                });
        return new Heralding(herald, stop);
    }

    @Override
    public void close() {
        thread.close();
        herald.stop();
    }
}
