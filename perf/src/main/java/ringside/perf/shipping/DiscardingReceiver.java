package ringside.perf.shipping;

import java.security.SecureRandom;
import java.util.concurrent.locks.LockSupport;
import ringside.io.replication.ReplicationPort;
import ringside.journal.ServerId;
import ringside.replay.standby.FollowSession;
import ringside.replay.standby.ReplicationBounds;
import ringside.replay.standby.Secret;

/** Follows a primary from the first record on and discards all of it: a process of its own, so that its CPU is nobody else's. */
public final class DiscardingReceiver {
    private static final long REST_NS = 200_000;

    private DiscardingReceiver() {}

    /** Arguments: port, and both halves of the server's id. Ends when the connection does. */
    public static void main(final String[] arguments) {
        final Discarded engine =
                new Discarded(new ServerId(Long.parseLong(arguments[1]), Long.parseLong(arguments[2])));
        final byte[] nonce = new byte[Secret.BYTES];
        new SecureRandom().nextBytes(nonce);
        try (ReplicationPort port = new ReplicationPort()) {
            final FollowSession session = new FollowSession(
                    port.dial("127.0.0.1", Integer.parseInt(arguments[0]), null),
                    ReplicationBounds.DEFAULT,
                    Secret.NONE,
                    engine,
                    1,
                    nonce,
                    System.nanoTime());
            while (session.ended() == null) {
                if (session.doWork(System.nanoTime()) == 0) {
                    LockSupport.parkNanos(REST_NS);
                }
            }
            System.out.println("received up to " + (engine.nextPosition() - 1) + ": " + session.ended());
        }
    }
}
