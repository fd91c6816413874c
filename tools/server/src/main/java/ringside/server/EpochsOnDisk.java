package ringside.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Brings the beginnings of new epochs to the disk, each on a thread of its own, while the server that reigns is put together. Before
 * {@link #await} has returned nothing may be shown to anybody.
 */
final class EpochsOnDisk {
    private final List<CompletableFuture<Void>> onTheirWay = new ArrayList<>();

    /** Begins with an engine's. */
    void begin(final int engine, final Runnable sync) {
        onTheirWay.add(CompletableFuture.runAsync(sync, task -> new Thread(task, "ringside-epoch-" + engine).start()));
    }

    /** Waits until all of them are there; throws what one of them failed with. */
    void await() {
        for (final CompletableFuture<Void> each : onTheirWay) {
            try {
                each.join();
            } catch (final CompletionException e) {
                if (e.getCause() instanceof final RuntimeException failure) {
                    throw failure;
                }
                if (e.getCause() instanceof final Error failure) {
                    throw failure;
                }
                throw e;
            }
        }
    }
}
