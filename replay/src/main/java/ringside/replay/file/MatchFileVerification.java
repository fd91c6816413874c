package ringside.replay.file;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;
import ringside.engine.event.Event;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.GameTypes;
import ringside.journal.EpochStart;
import ringside.journal.JournalHandler;
import ringside.replay.EngineIdentity;
import ringside.replay.HashCheck;
import ringside.replay.MatchSource;
import ringside.replay.Verification;

/** Runs a match file again and compares every hash that is in it, as {@link Verification} does with an engine. */
public final class MatchFileVerification {
    private static final int EVENTS_PER_REPORT = 4_096;

    private MatchFileVerification() {}

    /**
     * Verifies one file.
     *
     * @param nanoTime the monotonic clock, for the speed that is reported
     * @param progress told the part done, 0 to 1
     */
    public static Verification of(
            final MatchFile file, final GameTypes types, final LongSupplier nanoTime, final DoubleConsumer progress) {
        final long startNs = nanoTime.getAsLong();
        final HashCheck check = new HashCheck();
        final List<String> builds = new ArrayList<>(List.of(file.identity(0).build()));
        final JournalHandler told = new JournalHandler() {
            @Override
            public void onEvent(final Event event) {
                // The playback applies it.
            }

            @Override
            public void onAnnotation(final int match, final int frame, final long hash) {
                check.recorded(match, frame, hash);
            }

            @Override
            public void onEpoch(final EpochStart start) {
                builds.add(EngineIdentity.parse(start.identityJson()).build());
            }
        };
        final double all = Math.max(1, file.header().events());
        long applied = 0;
        final EngineMemory memory;
        try (MatchSource.Playback playback = file.before(0, types, check)) {
            while (playback.next(told)) {
                if (++applied % EVENTS_PER_REPORT == 0) {
                    progress.accept(applied / all);
                }
            }
            memory = playback.loop().memory();
        }
        return new Verification(
                check.framesVerified(),
                check.framesUnhashed(),
                applied,
                nanoTime.getAsLong() - startNs,
                file.header().simulatedNs(),
                memory.state().lastHashes(),
                check.divergence(),
                0,
                memory.settings(),
                builds);
    }
}
