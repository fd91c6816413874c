package ringside.replay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.logic.EngineState;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.journal.EpochStart;
import ringside.journal.JournalEnd;
import ringside.journal.JournalHandler;
import ringside.journal.JournalReader;
import ringside.layout.XxHash64;

/**
 * Runs a recorded engine again from its beginning, or from the oldest checkpoint where the beginning was removed on purpose, and
 * compares every recorded hash.
 *
 * @param framesVerified frames of matches whose hash was as recorded
 * @param framesUnhashed frames of matches that no hash was recorded for
 * @param simulatedNs simulated time that was replayed
 * @param lastHashes the last hash of each match
 * @param divergence the first frame that differs, or null
 * @param tailLost events known to have been appended and lost with the machine, above the synced mark
 * @param settings that the engine was recorded under
 * @param builds that wrote the journal, oldest first
 */
public record Verification(
        long framesVerified,
        long framesUnhashed,
        long eventsApplied,
        long elapsedNs,
        long simulatedNs,
        SortedMap<Integer, Long> lastHashes,
        HashCheck.@Nullable Divergence divergence,
        long tailLost,
        LogicSettings settings,
        List<String> builds) {
    /** Copies what can be changed. */
    public Verification {
        lastHashes = Collections.unmodifiableSortedMap(new TreeMap<>(lastHashes));
        builds = List.copyOf(builds);
    }

    public boolean ok() {
        return divergence == null;
    }

    /** Simulated time over time taken. */
    public double timesRealTime() {
        return elapsedNs == 0 ? 0 : (double) simulatedNs / elapsedNs;
    }

    /**
     * Verifies one engine.
     *
     * @param nanoTime the monotonic clock, for the speed that is reported
     * @param progress told the part done, 0 to 1
     * @throws ringside.journal.JournalException when the journal is corrupt
     * @throws ReplayException when this build does not carry what was recorded
     */
    public static Verification of(
            final EngineRecording recording,
            final GameTypes types,
            final LongSupplier nanoTime,
            final DoubleConsumer progress) {
        return of(recording, types, new HashCheck(), Witness.NOBODY, nanoTime, progress);
    }

    /**
     * Verifies one match of an engine. All others are played with it, and their hashes are passed over.
     *
     * @throws ReplayException also when the match was not recorded here, or is long forgotten
     */
    public static Verification ofMatch(
            final EngineRecording recording,
            final GameTypes types,
            final int match,
            final LongSupplier nanoTime,
            final DoubleConsumer progress) {
        return of(recording, types, HashCheck.of(match), Witness.NOBODY, nanoTime, progress)
                .only(recording, match);
    }

    /** The same of one match, where the hashes of no other were compared. */
    Verification only(final EngineRecording recording, final int match) {
        if (framesVerified == 0 && framesUnhashed == 0 && ok()) {
            throw new ReplayException(recording + ": no match " + match + " was recorded here");
        }
        final SortedMap<Integer, Long> own = new TreeMap<>(lastHashes);
        own.keySet().removeIf(each -> each != match);
        return new Verification(
                framesVerified,
                framesUnhashed,
                eventsApplied,
                elapsedNs,
                simulatedNs,
                own,
                divergence,
                tailLost,
                settings,
                builds);
    }

    /** The same, found out in another time. */
    Verification took(final long ns) {
        return new Verification(
                framesVerified,
                framesUnhashed,
                eventsApplied,
                ns,
                simulatedNs,
                lastHashes,
                divergence,
                tailLost,
                settings,
                builds);
    }

    /** Verifies one engine, and has somebody look on. */
    public static Verification of(
            final EngineRecording recording,
            final GameTypes types,
            final Witness witness,
            final LongSupplier nanoTime,
            final DoubleConsumer progress) {
        return of(recording, types, new HashCheck(), witness, nanoTime, progress);
    }

    private static Verification of(
            final EngineRecording recording,
            final GameTypes types,
            final HashCheck check,
            final Witness witness,
            final LongSupplier nanoTime,
            final DoubleConsumer progress) {
        final long startNs = nanoTime.getAsLong();
        final long end = Math.max(1, recording.claimedEnd());
        final LongConsumer told = position -> progress.accept((double) position / end);
        final Looking output = new Looking(check, witness);
        final Replayer replayer = new ReplayStart(recording, types, output, witness.snapshots(), told).oldest();
        output.slots = match -> replayer.loop().memory().find(match);
        final long from = replayer.hasBegun() ? replayer.loop().position() + 1 : 0;
        final List<String> builds = new ArrayList<>();
        if (replayer.hasBegun()) {
            builds.add(replayer.identity().build());
        }
        final JournalEnd journalEnd;
        try (JournalReader reader = recording.read(from)) {
            journalEnd = reader.readAll(new JournalHandler() {
                @Override
                public void onEvent(final Event event) {
                    replayer.onEvent(event);
                }

                @Override
                public void onAnnotation(final int match, final int frame, final long hash) {
                    check.recorded(match, frame, hash);
                }

                @Override
                public void onEpoch(final EpochStart start) {
                    witness.epoch(start);
                    replayer.onEpoch(start);
                    builds.add(replayer.identity().build());
                }
            });
        }
        witness.end();
        final long ticks = replayer.loop().memory().state().tick();
        return new Verification(
                check.framesVerified(),
                check.framesUnhashed(),
                replayer.eventsApplied(),
                nanoTime.getAsLong() - startNs,
                ticks * 1_000_000_000L / replayer.identity().settings().hz(),
                replayer.loop().memory().state().lastHashes(),
                check.divergence(),
                journalEnd.lostEvents(),
                replayer.identity().settings(),
                builds);
    }

    /** Passes everything on to the check, and what it wants to the witness. */
    private static final class Looking extends MutedOutput {
        private final HashCheck check;
        private final Witness witness;
        private final boolean isWitnessed;
        private IntFunction<@Nullable MatchSlot> slots = match -> null;

        Looking(final HashCheck check, final Witness witness) {
            this.check = check;
            this.witness = witness;
            isWitnessed = witness != Witness.NOBODY;
        }

        @Override
        public void hashed(final int match, final int frame, final long hash, final long position) {
            check.hashed(match, frame, hash, position);
            final MatchSlot slot = isWitnessed && match != 0 ? slots.apply(match) : null;
            if (slot != null) {
                witness.frame(slot, frame);
            }
        }

        @Override
        public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
            check.matchFailed(match, frame, position, cause);
        }

        @Override
        public void disposed(final MatchSlot match) {
            witness.forgotten(match);
        }
    }

    /** The last hashes of all matches, combined in match order. */
    public long finalHash() {
        return EngineState.finalHash(lastHashes);
    }

    /** The final hash as tools print it. */
    public String finalHashHex() {
        return XxHash64.hex(finalHash());
    }
}
