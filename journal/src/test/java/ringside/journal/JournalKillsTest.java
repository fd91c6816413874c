package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.event.Event;
import ringside.journal.support.CrashImage;
import ringside.journal.support.Directories;
import ringside.journal.support.Events;
import ringside.journal.support.Forked;
import ringside.journal.support.Recorder;
import ringside.journal.support.Seed;

/** kill -9 at any instant: while a journal is opened, appended to, synced, rolled, compressed and cut short. */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class JournalKillsTest {
    /** More for a night: {@code -Dringside.kills=1000}. */
    private static final int KILLS = Integer.getInteger("ringside.kills", Boolean.getBoolean("ringside.deep") ? 50 : 6);

    /** After so many kills another directory is begun. */
    private static final int KILLS_A_DIRECTORY = 50;

    private static final long KEPT_BYTES = 2 << 20;
    private static final int MAX_LINES = 2_500;
    private static final int MAX_TURNS = 20_000_000;

    @TempDir
    private Path root;

    private final SplittableRandom random = new SplittableRandom(Seed.of("after_a_kill"));
    private int whileOpening;
    private int rolled;
    private int compressed;
    private int removed;
    private long eventsVerified;

    @Test
    void after_a_kill_everything_committed_is_there_and_appending_resumes_behind_it() {
        for (int kill = 0; kill < KILLS; kill += KILLS_A_DIRECTORY) {
            killAndVerify(root.resolve("from-kill-" + kill), Math.min(KILLS_A_DIRECTORY, KILLS - kill));
        }
        System.out.println(KILLS + " kills, " + whileOpening + " of them while opening; " + eventsVerified
                + " events compared; after the kill " + rolled + " times several files, " + compressed
                + " times compressed ones, " + removed + " times the oldest were gone");
    }

    private void killAndVerify(final Path directory, final int kills) {
        Told told = new Told(0, -1, -1);
        for (int i = 0; i < kills; i++) {
            told = runAndKill(directory, told);
            verify(directory, told);
        }
    }

    /** What a process had said before it was killed: the epoch, and the last positions that were appended and synced. */
    private record Told(int epoch, long appended, long synced) {}

    private Told runAndKill(final Path directory, final Told before) {
        try (Forked appender = Forked.appender(directory, Directories.NOON_MS, KEPT_BYTES)) {
            assertEquals("opening", appender.line());
            Told told = before;
            if (random.nextInt(5) == 0) {
                whileOpening++;
                for (int turns = random.nextInt(MAX_TURNS); turns > 0; turns--) {
                    Thread.onSpinWait();
                }
            } else {
                final int lines = random.nextInt(1, MAX_LINES);
                for (int i = 0; i < lines; i++) {
                    told = next(told, requireLine(appender));
                }
            }
            for (final String line : appender.kill()) {
                // The last line may have been cut by the kill.
                if (line.matches("(opened \\d+ \\d+|at \\d+ -?\\d+|failed .*|refused .*)")) {
                    told = next(told, line);
                }
            }
            return told;
        }
    }

    private static String requireLine(final Forked appender) {
        final String line = appender.line();
        assertNotNull(line, "it ended by itself");
        return line;
    }

    private static Told next(final Told told, final String line) {
        final String[] words = line.split(" ", -1);
        if (words[0].equals("opened")) {
            assertTrue(Integer.parseInt(words[1]) > told.epoch(), line + " after " + told);
            assertTrue(Long.parseLong(words[2]) > told.appended(), line + " after " + told);
            return new Told(Integer.parseInt(words[1]), told.appended(), told.synced());
        }
        assertEquals("at", words[0], line);
        final Told now = new Told(told.epoch(), Long.parseLong(words[1]), Long.parseLong(words[2]));
        assertTrue(now.appended() > told.appended() && now.synced() >= told.synced(), line + " after " + told);
        assertTrue(now.synced() <= now.appended(), line);
        return now;
    }

    /** All that is left of the journal is what was appended, and reaches at least as far as was told. */
    private void verify(final Path directory, final Told told) {
        final Path journal = Directories.journal(directory);
        if (told.epoch() == 0
                && (!Files.exists(journal) || SegmentNames.list(journal).isEmpty())) {
            // It was killed before it had begun anything.
            return;
        }
        final Expected expected = new Expected();
        try (JournalReader reader = JournalReader.open(journal, 0)) {
            final JournalEnd end = reader.readAll(expected);
            assertEquals(JournalEnd.Kind.CLEAN, end.kind(), end.problem());
            assertFalse(reader.stoppedCleanly());
        }
        assertTrue(expected.next > told.appended(), expected.next + " after " + told);
        final long retained = Marks.view(journal.resolve(DataDirectory.MARKS)).retainedFrom();
        assertEquals(retained, expected.first < 0 ? retained : expected.first);
        eventsVerified += expected.next - Math.max(0, expected.first);
        rolled += CrashImage.segments(directory).size() > 1 ? 1 : 0;
        compressed += CrashImage.compressed(directory).isEmpty() ? 0 : 1;
        removed += retained > 0 ? 1 : 0;
    }

    /** Compares each event with the one that belongs to its position. */
    private static final class Expected implements JournalHandler {
        private final Events events = new Events();
        private long first = -1;
        private long next;

        @Override
        public void onEvent(final Event event) {
            if (first < 0) {
                first = event.position();
                next = first;
            }
            assertEquals(next, event.position());
            final Event meant = events.event(next);
            meant.position(next);
            assertEquals(Recorder.text(meant), Recorder.text(event));
            next++;
        }
    }
}
