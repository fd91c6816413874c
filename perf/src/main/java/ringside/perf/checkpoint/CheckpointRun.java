package ringside.perf.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;
import ringside.bots.Percentiles;
import ringside.perf.RunFailedException;
import ringside.perf.frame.ArenaMatches;
import ringside.snapshot.checkpoint.CheckpointImage;
import ringside.snapshot.checkpoint.CheckpointStore;
import ringside.snapshot.checkpoint.FileCheckpointStorage;

/** Takes checkpoints of matches that go on meanwhile, and measures what they cost. */
final class CheckpointRun {
    private static final String SERVER = "0".repeat(32);
    private static final int WARM_FRAMES = 60;
    private static final int FRAMES_BETWEEN = 5;
    private static final long MAX_NS = 60_000_000_000L;

    private CheckpointRun() {}

    /**
     * What was measured.
     *
     * @param bytes of a checkpoint
     * @param overtaken copies that logic was faster than: they count as held, not as written
     */
    record Result(long bytes, int written, int overtaken, Percentiles hold, Percentiles atOnce, Percentiles write) {}

    static Result measure(final int matches, final int checkpoints, final Path folder) {
        final ArenaMatches arena = new ArenaMatches(matches);
        final CheckpointStore store = new CheckpointStore(new FileCheckpointStorage(folder), SERVER, 2);
        final CheckpointImage image = new CheckpointImage();
        final Histogram hold = new Histogram(MAX_NS, 3);
        final Histogram atOnce = new Histogram(MAX_NS, 3);
        final Histogram write = new Histogram(MAX_NS, 3);
        for (int i = 0; i < WARM_FRAMES; i++) {
            arena.frame();
            image.capture(arena.memory(), arena.position(), i % 2 == 0);
            image.gather();
        }
        int overtaken = 0;
        final ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < checkpoints; i++) {
                frames(arena, FRAMES_BETWEEN);
                final long startNs = System.nanoTime();
                image.capture(arena.memory(), arena.position());
                hold.recordValue(System.nanoTime() - startNs);
                final Future<Boolean> written = writer.submit(() -> {
                    if (!image.gather()) {
                        return false;
                    }
                    store.write(image);
                    write.recordValue(System.nanoTime() - startNs);
                    return true;
                });
                final List<Boolean> done = new ArrayList<>();
                while (done.isEmpty()) {
                    arena.frame();
                    if (written.isDone()) {
                        done.add(written.get());
                    }
                }
                overtaken += done.get(0) ? 0 : 1;
            }
            for (int i = 0; i < checkpoints; i++) {
                frames(arena, FRAMES_BETWEEN);
                final long startNs = System.nanoTime();
                image.capture(arena.memory(), arena.position(), true);
                atOnce.recordValue(System.nanoTime() - startNs);
                image.gather();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunFailedException("interrupted");
        } catch (final ExecutionException e) {
            throw new RunFailedException(String.valueOf(e.getCause()));
        } finally {
            writer.shutdownNow();
        }
        return new Result(
                image.lengthBytes(),
                checkpoints - overtaken,
                overtaken,
                Percentiles.of(hold),
                Percentiles.of(atOnce),
                Percentiles.of(write));
    }

    private static void frames(final ArenaMatches arena, final int count) {
        for (int i = 0; i < count; i++) {
            arena.frame();
        }
    }
}
