package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.journal.support.Directories;
import ringside.journal.support.Directories.Opened;
import ringside.journal.support.Events;
import ringside.journal.support.Recorder;
import ringside.journal.support.Seed;

class JournalClockTest {
    private static final long DAY_MS = TimeUnit.DAYS.toMillis(1);

    @TempDir
    Path directory;

    private final Events events = new Events();
    private final AtomicLong clockMs = new AtomicLong(Directories.NOON_MS);

    @Test
    void a_clock_that_jumps_between_openings_changes_no_order() {
        for (final long jumpMs : new long[] {0, -DAY_MS, 365 * DAY_MS, -400 * DAY_MS, -Directories.NOON_MS}) {
            clockMs.addAndGet(jumpMs);
            try (Opened opened = Directories.open(directory, Directories.SMALL, clockMs)) {
                events.append(opened.journal().writer(), 20);
            }
        }
        requireAll();
        assertEquals(
                List.of(
                        "20261122-1200.cq4",
                        "20261122-1201.cq4",
                        "20271121-1200.cq4",
                        "20271121-1201.cq4",
                        "20271121-1202.cq4"),
                SegmentNames.list(Directories.journal(directory)));
    }

    @Test
    void a_clock_that_jumps_while_appending_rolls_at_most_once() {
        final JournalConfig hourly =
                Directories.SMALL.withStore(Directories.SMALL.store().withRollEveryMs(TimeUnit.HOURS.toMillis(1)));
        try (Opened opened = Directories.open(directory, hourly, clockMs)) {
            for (final long jumpMs : new long[] {0, -DAY_MS, 365 * DAY_MS, -DAY_MS, Long.MAX_VALUE / 2}) {
                clockMs.addAndGet(jumpMs);
                for (int batch = 0; batch < 20; batch++) {
                    events.append(opened.journal().writer(), 3);
                }
            }
        }
        requireAll();
        assertEquals(3, SegmentNames.list(Directories.journal(directory)).size());
    }

    @Test
    void files_roll_by_time_under_load_without_a_gap() throws Exception {
        final SplittableRandom random = new SplittableRandom(Seed.of("files_roll_by_time"));
        final JournalConfig minutely =
                Directories.SMALL.withStore(Directories.SMALL.store().withRollEveryMs(60_000));
        try (Opened opened = Directories.open(directory, minutely, clockMs)) {
            final Agent agent = opened.journal().storeAgent();
            try (AgentRunner runner =
                            new AgentRunner(new YieldingIdleStrategy(), Throwable::printStackTrace, null, agent);
                    JournalFollower follower = JournalFollower.open(opened.path(), 0)) {
                AgentRunner.startOnThread(runner);
                final Recorder followed = new Recorder();
                for (int minute = 0; minute < 25; minute++) {
                    events.appendBatches(opened.journal().writer(), 800, random);
                    clockMs.addAndGet(60_000);
                    opened.journal().syncAgent().sync();
                    while (follower.poll(followed, 1_000) > 0) {
                        assertTrue(followed.events().size() > 0);
                    }
                }
                while (follower.poll(followed, 1_000) > 0) {
                    assertTrue(followed.events().size() > 0);
                }
                assertEquals(events.written(), followed.events());
            }
        }
        requireAll();
        // One a minute, and one for the stop after the last.
        assertEquals(26, SegmentNames.list(Directories.journal(directory)).size());
    }

    private void requireAll() {
        final Recorder read = new Recorder();
        try (JournalReader reader = JournalReader.open(Directories.journal(directory), 0)) {
            assertEquals(JournalEnd.clean(events.written().size()), reader.readAll(read));
        }
        assertEquals(events.written(), read.events());
        assertTrue(JournalCheck.run(Directories.journal(directory)).ok());
    }
}
