package ringside.journal.support;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import ringside.journal.JournalException;
import ringside.journal.support.Directories.Opened;

/**
 * A process of its own that appends until it is killed and prints, after each commit, the position that it was told is
 * appended and the one that is synced. Arguments: directory, clock in milliseconds.
 */
public final class Appender {
    private Appender() {}

    public static void main(final String[] arguments) {
        final AtomicLong clockMs = new AtomicLong(Long.parseLong(arguments[1]));
        try (Opened opened = Directories.open(Path.of(arguments[0]), Directories.SMALL, clockMs)) {
            System.out.println("opened " + opened.journal().writer().epoch() + " "
                    + opened.journal().writer().opening().nextPosition());
            final Events events = new Events();
            final SplittableRandom random = new SplittableRandom();
            for (long batch = 0; ; batch++) {
                events.append(opened.journal().writer(), 1 + random.nextInt(20));
                if (batch % 50 == 0) {
                    opened.journal().syncAgent().sync();
                }
                opened.journal().storeAgent().doWork();
                System.out.println("at " + opened.journal().writer().appendedPosition() + " "
                        + opened.journal().syncAgent().safePosition());
            }
        } catch (final JournalException e) {
            System.out.println("refused " + e.code() + " " + e.getMessage());
        } catch (final Exception e) {
            System.out.println("failed " + e);
        }
    }
}
