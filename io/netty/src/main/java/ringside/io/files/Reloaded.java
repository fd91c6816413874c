package ringside.io.files;

import java.nio.file.Path;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import ringside.engine.ring.NanoClock;

/**
 * Something that is made of files, and made again when they change. What cannot be made of them leaves the last good one in
 * its place, and is told once for each change.
 *
 * <p>{@link #get} is for any thread; {@link #doWork} is one thread's duty cycle.
 */
public final class Reloaded<T> implements Supplier<T> {
    /** The time between two looks at the files. */
    public static final long LOOK_EVERY_NS = 1_000_000_000L;

    private final TextFiles files;
    private final Function<SortedMap<Path, String>, T> maker;
    private final Told told;
    private final NanoClock clock;
    private SortedMap<Path, String> seen;
    private String problem = "";
    private long lookedNs;
    private volatile T current;

    /**
     * Who hears of it.
     *
     * @param what that is made of the files, for people
     * @param news told of a change
     * @param warnings told what is wrong
     */
    public record Told(String what, Consumer<String> news, Consumer<String> warnings) {}

    /**
     * Makes the first, or throws {@link FilesException}.
     *
     * @param maker makes the thing of the texts by their paths, or throws {@link FilesException}; of anything else that it throws
     *     only the kind is told, for a message could quote what is secret
     */
    public Reloaded(
            final TextFiles files,
            final Function<SortedMap<Path, String>, T> maker,
            final Told told,
            final NanoClock clock) {
        this.files = files;
        this.maker = maker;
        this.told = told;
        this.clock = clock;
        seen = files.read();
        current = made(seen);
        lookedNs = clock.nanoTime();
    }

    @Override
    public T get() {
        return current;
    }

    /** Looks at the files now and then. Returns 1 when they had changed. */
    public int doWork() {
        final long nowNs = clock.nanoTime();
        if (nowNs - lookedNs < LOOK_EVERY_NS) {
            return 0;
        }
        lookedNs = nowNs;
        try {
            final SortedMap<Path, String> now = files.read();
            if (now.equals(seen)) {
                return 0;
            }
            seen = now;
            current = made(now);
            problem = "";
            told.news().accept(told.what() + ": read again from " + files.locations());
        } catch (final FilesException e) {
            warn(String.valueOf(e.getMessage()));
        }
        return 1;
    }

    private T made(final SortedMap<Path, String> texts) {
        try {
            return maker.apply(texts);
        } catch (final FilesException e) {
            throw e;
        } catch (final RuntimeException e) {
            throw new FilesException(
                    files.locations().get(0) + ": is of no use: " + e.getClass().getSimpleName());
        }
    }

    private void warn(final String wrong) {
        if (!wrong.equals(problem)) {
            problem = wrong;
            told.warnings().accept(told.what() + ": those from before stay in use: " + wrong);
        }
    }
}
