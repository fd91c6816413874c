package ringside.engine.ring;

import java.util.List;
import java.util.concurrent.ThreadFactory;

/** Makes the threads of an engine: named after what they do and whose they are, waiting and pinned as it is set. */
final class StageThreads {
    /** The thread that does everything in a fused graph. */
    static final String ENGINE = "engine";

    private final int engine;
    private final GraphSettings settings;
    private final ThreadFactory factory;
    private final ThreadPinning pinning;

    StageThreads(
            final int engine, final GraphSettings settings, final ThreadFactory factory, final ThreadPinning pinning) {
        this.engine = engine;
        this.settings = settings;
        this.factory = factory;
        this.pinning = pinning;
    }

    /** A thread on the core that is set for its name. */
    StageThread pinned(final String name, final Stage... stages) {
        final List<Integer> pins = settings.pins();
        if (pins.isEmpty()) {
            return unpinned(name, stages);
        }
        final int core = pins.get(GraphSettings.threadNames(settings.kind()).indexOf(name));
        return thread(name, () -> pinning.pin(core), stages);
    }

    StageThread unpinned(final String name, final Stage... stages) {
        return thread(name, () -> {}, stages);
    }

    private StageThread thread(final String name, final Runnable atStart, final Stage... stages) {
        return new StageThread("ringside-" + name + "-" + engine, List.of(stages), settings.idle(), factory, atStart);
    }
}
