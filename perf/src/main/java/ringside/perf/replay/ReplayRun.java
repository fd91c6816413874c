package ringside.perf.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import ringside.bots.Percentiles;
import ringside.perf.RunFailedException;
import ringside.replay.EngineRecording;
import ringside.replay.SpreadVerification;
import ringside.replay.StateAtFrame;
import ringside.replay.Verification;
import ringside.replay.file.MatchExport;
import ringside.replay.file.MatchFile;
import ringside.replay.file.MatchFileHeader;
import ringside.replay.file.MatchFileVerification;

/** Plays a recorded trace again, from the journal and from a match file. */
final class ReplayRun {
    private static final long MAX_NS = 60_000_000_000L;
    private static final int SEEKS = 50;
    /** Prime to any number of frames that people ask for: seeks go all over the recording. */
    private static final int SEEK_STRIDE = 7_919;

    private ReplayRun() {}

    /**
     * What was measured; times are medians of the rounds.
     *
     * @param frames recorded
     * @param journalNs to verify the journal
     * @param fileNs to verify the match file
     * @param exportNs to cut it out
     * @param fileBytes of it
     * @param openNs to read and check it
     * @param seek from an open file to the state at a frame
     * @param many matches of one journal on one thread and on several
     */
    record Result(
            int frames,
            long journalNs,
            long fileNs,
            long exportNs,
            long fileBytes,
            long openNs,
            Percentiles seek,
            Many many) {
        double simulatedNs() {
            return frames * 1e9 / RecordedTrace.HZ;
        }
    }

    /**
     * Matches of one engine, verified from its journal on one thread and on several.
     *
     * @param frames of all of them together
     */
    record Many(int matches, int threads, long frames, long oneThreadNs, long allThreadsNs) {
        double oneThreadFramesPerSecond() {
            return frames * 1e9 / oneThreadNs;
        }

        double framesPerSecond() {
            return frames * 1e9 / allThreadsNs;
        }
    }

    static Result measure(
            final Path folder, final int frames, final int matches, final int rounds, final Consumer<String> progress) {
        progress.accept("recording " + frames + " frames");
        final EngineRecording recording = RecordedTrace.record(folder.resolve("data"), 1, frames);
        final Path file = folder.resolve("one" + MatchFile.SUFFIX);
        final long[] journalNs = new long[rounds];
        final long[] fileNs = new long[rounds];
        final long[] exportNs = new long[rounds];
        final long[] openNs = new long[rounds];
        final Histogram seek = new Histogram(MAX_NS, 3);
        // The first round warms up.
        for (int round = -1; round < rounds; round++) {
            progress.accept(round < 0 ? "warming up" : "round " + (round + 1) + " of " + rounds);
            final int slot = Math.max(0, round);
            journalNs[slot] = requireAll(
                            Verification.of(recording, RecordedTrace.TYPES, System::nanoTime, part -> {}), frames)
                    .elapsedNs();
            exportNs[slot] = timed(() -> export(recording, file).events());
            openNs[slot] = timed(() -> MatchFile.open(file).header().events());
            final MatchFile open = MatchFile.open(file);
            fileNs[slot] = requireAll(
                            MatchFileVerification.of(open, RecordedTrace.TYPES, System::nanoTime, part -> {}), frames)
                    .elapsedNs();
            for (int i = 0; i < SEEKS; i++) {
                final int frame = 1 + (int) ((long) i * SEEK_STRIDE % frames);
                final long startNs = System.nanoTime();
                final StateAtFrame found = StateAtFrame.find(open, RecordedTrace.TYPES, frame);
                if (found.frame() != frame) {
                    throw new RunFailedException("frame " + frame + " was looked for, " + found.frame() + " found");
                }
                if (round >= 0) {
                    seek.recordValue(System.nanoTime() - startNs);
                }
            }
        }
        return new Result(
                frames,
                median(journalNs),
                median(fileNs),
                median(exportNs),
                size(file),
                median(openNs),
                Percentiles.of(seek),
                many(folder.resolve("many"), matches, Math.max(1, frames / matches), rounds, progress));
    }

    private static Many many(
            final Path folder, final int matches, final int frames, final int rounds, final Consumer<String> progress) {
        progress.accept("recording " + frames + " frames of " + matches + " matches");
        final EngineRecording recording = RecordedTrace.record(folder, matches, frames);
        final int threads = Runtime.getRuntime().availableProcessors();
        final long[] oneNs = new long[rounds];
        final long[] allNs = new long[rounds];
        // The first round warms up.
        for (int round = -1; round < rounds; round++) {
            progress.accept(
                    round < 0 ? "warming up" : "round " + (round + 1) + " of " + rounds + ", " + matches + " matches");
            final int slot = Math.max(0, round);
            oneNs[slot] = spread(recording, 1, matches * frames);
            allNs[slot] = spread(recording, threads, matches * frames);
        }
        return new Many(matches, threads, (long) matches * frames, median(oneNs), median(allNs));
    }

    private static long spread(final EngineRecording recording, final int threads, final int frames) {
        return requireAll(
                        SpreadVerification.of(recording, RecordedTrace::types, threads, System::nanoTime, part -> {}),
                        frames)
                .elapsedNs();
    }

    private static Verification requireAll(final Verification verification, final int frames) {
        // Frame 0 has a hash too; the last one's may have come after the last record.
        if (!verification.ok() || verification.framesVerified() < frames) {
            throw new RunFailedException("verified " + verification.framesVerified() + " of " + frames
                    + " frames, divergence " + verification.divergence());
        }
        return verification;
    }

    private static MatchFileHeader export(final EngineRecording recording, final Path file) {
        try {
            return MatchExport.run(
                    recording,
                    RecordedTrace.TYPES,
                    RecordedTrace.MATCH,
                    0,
                    Integer.MAX_VALUE,
                    List.of(),
                    file,
                    part -> {});
        } catch (final IOException e) {
            throw new RunFailedException("export: " + e, e);
        }
    }

    private static long size(final Path file) {
        try {
            return Files.size(file);
        } catch (final IOException e) {
            throw new RunFailedException("size of " + file + ": " + e, e);
        }
    }

    private static long timed(final LongSupplier work) {
        final long startNs = System.nanoTime();
        if (work.getAsLong() < 1) {
            throw new RunFailedException("no event");
        }
        return System.nanoTime() - startNs;
    }

    private static long median(final long[] values) {
        final long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
