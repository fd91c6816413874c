package ringside.journal.support;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.YieldingIdleStrategy;
import ringside.journal.DiskSpace;
import ringside.journal.Journal;
import ringside.journal.JournalConfig;
import ringside.journal.JournalException;
import ringside.journal.KeeperListener;
import ringside.journal.support.Directories.Opened;

/**
 * A process of its own that appends until it is killed, with its threads beside it as in a server: one syncs, one works ahead, and
 * if files are to be removed, one compresses them and removes the oldest. It prints, after each commit, the position that is
 * appended and the one that is synced. Arguments: directory, clock in milliseconds, how many bytes of the journal are kept (0: all).
 */
public final class Appender {
    /** Time passes so much faster: what happens every ten seconds happens every ten milliseconds. */
    private static final long HASTE = 1_000;

    /** What players may still need, behind what is synced. */
    private static final long NEEDED_EVENTS = 5_000;

    private Appender() {}

    public static void main(final String[] arguments) {
        final AtomicLong clockMs = new AtomicLong(Long.parseLong(arguments[1]));
        final long keptBytes = Long.parseLong(arguments[2]);
        final JournalConfig config =
                Directories.SMALL.withKeep(Directories.SMALL.keep().withLimits(0, keptBytes));
        System.out.println("opening");
        try (Opened opened = Directories.open(
                Path.of(arguments[0]), config, clockMs, () -> System.nanoTime() * HASTE, DiskSpace.REAL)) {
            final Journal journal = opened.journal();
            System.out.println("opened " + journal.writer().epoch() + " "
                    + journal.writer().opening().nextPosition());
            start(journal.syncAgent());
            start(journal.storeAgent());
            if (keptBytes > 0) {
                start(journal.keeper(synced -> Math.max(0, synced - NEEDED_EVENTS), new Complaints()));
            }
            final Events events = new Events();
            final SplittableRandom random = new SplittableRandom();
            while (true) {
                events.append(journal.writer(), 1 + random.nextInt(20));
                System.out.println("at " + journal.writer().appendedPosition() + " "
                        + journal.syncAgent().safePosition());
            }
        } catch (final JournalException e) {
            System.out.println("refused " + e.code() + " " + e.getMessage());
        } catch (final Exception e) {
            System.out.println("failed " + e);
        }
    }

    private static void start(final Agent agent) {
        AgentRunner.startOnThread(
                new AgentRunner(new YieldingIdleStrategy(), e -> System.out.println("failed " + e), null, agent),
                work -> {
                    final Thread thread = new Thread(work, agent.roleName());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Says what should not happen. */
    private static final class Complaints implements KeeperListener {
        @Override
        public void compressed(final String segment, final long plainBytes, final long compressedBytes) {}

        @Override
        public void removed(final List<String> segments, final long retainedFrom) {}

        @Override
        public void refused(final String why) {}

        @Override
        public void failed(final JournalException cause) {
            System.out.println("failed " + cause);
        }
    }
}
