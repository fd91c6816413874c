package ringside.server;

import java.util.List;
import java.util.function.BiConsumer;
import ringside.engine.ring.NanoClock;

/**
 * Sees when a game does not return: the same match is in hand at every look, and no event and no frame was finished meanwhile,
 * for longer than a bound. Tells of each engine once. A duty cycle without a thread of its own.
 *
 * <p>Time counts only as looks pass, so that a process that was frozen, with its logic, is not taken for a game that loops.
 */
final class Watchdog {
    /** How long to rest between two looks. */
    static final long REST_NS = 50_000_000;

    private static final long LONGEST_LOOK_NS = 2 * REST_NS;

    private final List<Sight> sights;
    private final long boundNs;
    private final NanoClock clock;
    private final BiConsumer<Watched, Integer> alarm;
    private long lastLookNs;

    /** What it looks at. Read from any thread. */
    interface Watched {
        int engine();

        /** The match whose game is being asked, 0 for none. */
        int matchInHand();

        /** The position of the last event that was finished. */
        long appliedPosition();

        /** FRAMEs finished. */
        long framesDone();

        Thread logicThread();
    }

    /** What was seen of one engine. */
    private static final class Sight {
        private final Watched engine;
        private int match;
        private long progress;
        private long stuckNs;
        private boolean told;

        Sight(final Watched engine) {
            this.engine = engine;
        }

        boolean isStuckBeyond(final long boundNs, final long passedNs) {
            final int matchNow = engine.matchInHand();
            final long progressNow = engine.appliedPosition() + engine.framesDone();
            final boolean isStuck = matchNow != 0 && matchNow == match && progressNow == progress;
            match = matchNow;
            progress = progressNow;
            stuckNs = isStuck ? stuckNs + passedNs : 0;
            return stuckNs >= boundNs;
        }
    }

    /** @param alarm told the engine and the match, on the thread that turns the duty cycle */
    Watchdog(
            final List<? extends Watched> engines,
            final long boundNs,
            final NanoClock clock,
            final BiConsumer<Watched, Integer> alarm) {
        this.sights = engines.stream().map(Sight::new).toList();
        this.boundNs = boundNs;
        this.clock = clock;
        this.alarm = alarm;
        lastLookNs = clock.nanoTime();
    }

    /** Looks once. */
    int doWork() {
        final long nowNs = clock.nanoTime();
        final long passedNs = Math.min(nowNs - lastLookNs, LONGEST_LOOK_NS);
        lastLookNs = nowNs;
        for (final Sight sight : sights) {
            if (sight.isStuckBeyond(boundNs, passedNs) && !sight.told) {
                sight.told = true;
                alarm.accept(sight.engine, sight.match);
            }
        }
        return 0;
    }

    /** The one line about a game that does not return, and where it is. */
    static String describe(
            final Watched engine, final int match, final String game, final int lastFrame, final long boundNs) {
        final StringBuilder text = new StringBuilder("engine " + engine.engine() + ": the game " + game + " of match "
                + match + " has not returned for " + boundNs / 1_000_000_000.0 + " s, after frame " + lastFrame
                + ", at position " + (engine.appliedPosition() + 1) + "; its thread is at");
        for (final StackTraceElement frame : engine.logicThread().getStackTrace()) {
            text.append(System.lineSeparator()).append("\tat ").append(frame);
        }
        return text.toString();
    }
}
