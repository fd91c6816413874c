package ringside.replay.find;

import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.journal.JournalReader;
import ringside.replay.EngineIdentity;
import ringside.replay.EngineRecording;
import ringside.replay.MatchSource;
import ringside.replay.ReplayException;
import ringside.replay.ReplayStart;
import ringside.replay.Replayer;
import ringside.replay.ReplayerPlayback;
import ringside.replay.file.MatchFile;

/** Feeds what was recorded to a {@link Search}: from the nearest start before what is searched, else from the beginning. */
public final class RecordingSearch {
    private static final int SNAPSHOTS = 2;

    private final EngineRecording recording;
    private final GameTypes types;
    private final Search search;
    private final Told told;

    private RecordingSearch(
            final EngineRecording recording,
            final GameTypes types,
            final Search search,
            final DoubleConsumer progress) {
        this.recording = recording;
        this.types = types;
        this.search = search;
        told = new Told(progress, recording.claimedEnd());
    }

    /**
     * Searches, and ends the search: also where the journal turns out to be corrupt, so that what was found before is there.
     *
     * @param progress told the part done, 0 to 1
     * @return frames a second of what was recorded
     * @throws ExpressionException when no match can be asked this, before anything is replayed where possible
     * @throws ReplayException when this build cannot replay it, or the match was not recorded
     * @throws ringside.journal.JournalException when the journal is corrupt
     */
    public static int run(
            final EngineRecording recording,
            final GameTypes types,
            final Search search,
            final DoubleConsumer progress) {
        return new RecordingSearch(recording, types, search, progress).run();
    }

    /**
     * The same in a match file; the range is of its match, or of all. A file that begins within the match knows of nothing before.
     */
    public static int run(
            final MatchFile file, final GameTypes types, final Search search, final DoubleConsumer progress) {
        final int first = file.header().firstFrame();
        final int last = file.header().lastFrame();
        if (search.range().from() > last || search.range().to() < first) {
            throw new ReplayException(file + " holds frames " + first + " to " + last + " of match " + file.match());
        }
        final int before = search.range().from() <= first ? 0 : search.range().from() - 1;
        try (MatchSource.Playback playback = file.before(before, types, search)) {
            search.over(playback.loop().memory()::find);
            while (!search.isDone() && playback.next(search::event)) {
                progress.accept((double) (search.lastFrame() - before) / (last - before + 1));
            }
        } finally {
            search.end();
        }
        return file.header().hz();
    }

    private int run() {
        final EngineIdentity first = recording.firstIdentity();
        if (first != null) {
            search.question().requireFitsAny(first.layouts());
        }
        final Replayer replayer = beginning();
        search.over(match -> replayer.hasBegun() ? replayer.loop().memory().find(match) : null);
        final long from = replayer.hasBegun() ? replayer.loop().position() + 1 : 0;
        told.start = from;
        try (JournalReader reader = recording.read(from)) {
            final ReplayerPlayback playback = new ReplayerPlayback(replayer, reader::next, () -> {});
            while (!search.isDone() && playback.next(search::event)) {
                // Goes on until the end, or until nothing more can be found.
            }
        } finally {
            search.end();
        }
        if (search.range().match() != Range.ALL
                && search.framesSearched() == 0
                && search.findings().isEmpty()) {
            throw notRecorded(replayer.loop().memory().find(search.range().match()));
        }
        return replayer.identity().settings().hz();
    }

    private ReplayException notRecorded(final @Nullable MatchSlot slot) {
        final Range range = search.range();
        if (slot == null && search.matchesSearched() == 0) {
            return new ReplayException(recording + ": no match " + range.match() + " was recorded here");
        }
        return new ReplayException("match " + range.match() + " was recorded up to frame "
                + (slot == null ? search.lastFrame() : slot.frame()) + ", not " + range.from());
    }

    private Replayer beginning() {
        final ReplayStart start = new ReplayStart(recording, types, search, SNAPSHOTS, told);
        final Range range = search.range();
        // The frame before the range says whether something held already.
        final Replayer near = range.match() == Range.ALL || range.from() < 2
                ? null
                : start.newestBefore(range.match(), range.from() - 1);
        return near == null ? start.oldest() : near;
    }

    /** Turns positions into the part done. */
    private static final class Told implements LongConsumer {
        private final DoubleConsumer progress;
        private final long end;
        private long start;

        Told(final DoubleConsumer progress, final long end) {
            this.progress = progress;
            this.end = end;
        }

        @Override
        public void accept(final long position) {
            progress.accept((double) (position - start) / Math.max(1, end - start));
        }
    }
}
