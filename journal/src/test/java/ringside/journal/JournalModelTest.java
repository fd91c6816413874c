package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.journal.support.Directories;
import ringside.journal.support.Directories.Opened;
import ringside.journal.support.Events;
import ringside.journal.support.Recorder;
import ringside.journal.support.Seed;

/** Random operations on a journal and on a list: both must hold the same. */
class JournalModelTest {
    @TempDir
    Path directory;

    @Test
    void a_journal_in_memory_holds_what_the_model_holds() {
        final long seed = Seed.of("a_journal_in_memory");
        for (int run = 0; run < 50; run++) {
            final SplittableRandom random = new SplittableRandom(seed + run);
            final MemoryRecordStore store = new MemoryRecordStore(1 << 22, 20_000, 4_096);
            final Marks marks = Marks.inMemory(new ServerId(1, 2));
            final Model model = new Model(random);
            for (int opening = 1; opening <= 4; opening++) {
                final JournalWriter writer =
                        JournalWriter.open(store, marks, new Reign(new ServerId(1, 2), opening, "{}"), 0);
                model.opened(writer, opening);
                model.append(writer, random.nextInt(200));
                if (random.nextBoolean()) {
                    writer.stopCleanly();
                    model.stopped();
                } else {
                    writer.close();
                    model.dropOpen();
                }
                for (int i = 0; i < 5; i++) {
                    final int from = random.nextInt(model.events.size() + 1);
                    try (JournalReader reader = new JournalReader(store.read(), marks, from)) {
                        model.compare(reader, from);
                    }
                }
            }
        }
    }

    @Test
    void a_journal_on_disk_holds_what_the_model_holds() {
        final SplittableRandom random = new SplittableRandom(Seed.of("a_journal_on_disk"));
        final AtomicLong clockMs = new AtomicLong(Directories.NOON_MS);
        final Model model = new Model(random);
        for (int opening = 1; opening <= 6; opening++) {
            final JournalConfig config = Directories.SMALL.withVerifyFrom(random.nextInt(model.events.size() + 1));
            try (Opened opened = Directories.open(directory, config, clockMs)) {
                final JournalWriter writer = opened.journal().writer();
                model.opened(writer, opening);
                for (int i = 0; i < 10; i++) {
                    model.append(writer, random.nextInt(150));
                    clockMs.addAndGet(random.nextLong(-100_000, 200_000));
                    if (random.nextBoolean()) {
                        opened.journal().syncAgent().sync();
                    }
                    final int committed = (int) writer.appendedPosition() + 1;
                    final int from = random.nextInt(committed + 1);
                    try (JournalReader reader = opened.journal().read(from)) {
                        final Recorder read = new Recorder();
                        reader.readAll(read);
                        assertEquals(model.events.subList(from, committed), read.events());
                    }
                }
            }
            model.stopped();
        }
        try (JournalReader reader = JournalReader.open(Directories.journal(directory), 0)) {
            model.compare(reader, 0);
        }
    }

    /** What was done, as lists. */
    private static final class Model {
        private final SplittableRandom random;
        private final Events maker = new Events();
        private final List<String> events = new ArrayList<>();
        private final List<String> open = new ArrayList<>();
        private final List<String> annotations = new ArrayList<>();
        private final List<String> openAnnotations = new ArrayList<>();
        private int epochs;
        private int frame;

        Model(final SplittableRandom random) {
            this.random = random;
        }

        void opened(final JournalWriter writer, final int epoch) {
            epochs = epoch;
            assertEquals(epoch, writer.epoch());
            assertEquals(events.size(), writer.opening().nextPosition());
            assertEquals(events.size() - 1, writer.appendedPosition());
        }

        void append(final JournalWriter writer, final int operations) {
            for (int i = 0; i < operations; i++) {
                final int which = random.nextInt(10);
                if (which < 7) {
                    final long position = (long) events.size() + open.size();
                    final var event = maker.event(position);
                    assertEquals(position, writer.add(event));
                    open.add(Recorder.text(event));
                } else if (which < 8) {
                    frame++;
                    writer.annotate(1, frame, frame * 7L);
                    openAnnotations.add("1/" + frame + "/" + frame * 7L);
                } else {
                    writer.commit();
                    if (!open.isEmpty()) {
                        take();
                    }
                }
                // A record that was full went out before its commit.
                assertTrue(writer.appendedPosition() >= events.size() - 1);
                while (events.size() <= writer.appendedPosition()) {
                    events.add(open.remove(0));
                }
            }
        }

        private void take() {
            events.addAll(open);
            open.clear();
            annotations.addAll(openAnnotations);
            openAnnotations.clear();
        }

        /** A clean stop keeps what is open. */
        void stopped() {
            take();
        }

        /** Closing without a stop drops what is open. */
        void dropOpen() {
            open.clear();
            openAnnotations.clear();
        }

        void compare(final JournalReader reader, final int from) {
            final Recorder read = new Recorder();
            final JournalEnd end = reader.readAll(read);
            assertEquals(JournalEnd.Kind.CLEAN, end.kind(), end.problem());
            assertEquals(events.subList(from, events.size()), read.events());
            if (from == 0) {
                assertEquals(epochs, read.epochs().size());
                assertTrue(read.annotations().containsAll(annotations));
            }
        }
    }
}
