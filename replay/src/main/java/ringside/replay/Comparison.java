package ringside.replay;

import java.util.List;
import java.util.function.LongConsumer;
import org.agrona.collections.LongArrayList;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MutedOutput;
import ringside.layout.StateDifference;

/**
 * Where two recordings of a match part: both are played again by this build, and the first frame is looked for whose states
 * differ.
 *
 * @param framesCompared frames that both hold, up to the first that differs
 * @param difference null when all of them are equal
 * @param lastFrames the last frame of each recording
 */
public record Comparison(int framesCompared, @Nullable Difference difference, List<Integer> lastFrames) {
    private static final int NO_FRAME = -1;

    /** Copies the list. */
    public Comparison {
        lastFrames = List.copyOf(lastFrames);
    }

    /**
     * The first frame that differs.
     *
     * @param place the first table, row and column that differ, and both values; null where only the past does
     * @param hashes of both states
     * @param events what led there in each recording, oldest first, for people
     */
    public record Difference(int frame, @Nullable StateDifference place, List<Long> hashes, List<List<String>> events) {
        /** Copies the lists. */
        public Difference {
            hashes = List.copyOf(hashes);
            events = events.stream().map(List::copyOf).toList();
        }
    }

    public boolean isEqual() {
        return difference == null;
    }

    /**
     * Compares two recordings.
     *
     * @param eventsTold how many of the last events of the match are told when they part
     * @param progress told the frames played so far, of both together
     * @throws ReplayException when they share no frame, or this build carries one of the games no more
     */
    public static Comparison of(
            final MatchSource one,
            final MatchSource other,
            final GameTypes types,
            final int eventsTold,
            final LongConsumer progress) {
        final Hashes first = Hashes.of(one, types, 0, progress);
        final Hashes second = Hashes.of(other, types, first.values.size(), progress);
        final int begin = Math.max(first.firstFrame, second.firstFrame);
        final int end = Math.min(first.lastFrame(), second.lastFrame());
        if (first.firstFrame == NO_FRAME || second.firstFrame == NO_FRAME || begin > end) {
            throw new ReplayException(one + " holds frames " + first.firstFrame + " to " + first.lastFrame() + ", "
                    + other + " holds frames " + second.firstFrame + " to " + second.lastFrame()
                    + ": none is in both");
        }
        final List<Integer> lastFrames = List.of(first.lastFrame(), second.lastFrame());
        for (int frame = begin; frame <= end; frame++) {
            if (first.of(frame) != second.of(frame)) {
                return new Comparison(frame - begin + 1, difference(one, other, types, frame, eventsTold), lastFrames);
            }
        }
        return new Comparison(end - begin + 1, null, lastFrames);
    }

    private static Difference difference(
            final MatchSource one,
            final MatchSource other,
            final GameTypes types,
            final int frame,
            final int eventsTold) {
        final StateAtFrame a = StateAtFrame.find(one, types, frame);
        final StateAtFrame b = StateAtFrame.find(other, types, frame);
        if (a.state().layout().hash() != b.state().layout().hash()) {
            throw new ReplayException(one + " is of " + a.state().layout() + ", " + other + " is of "
                    + b.state().layout() + ": states of two layouts cannot be compared");
        }
        return new Difference(
                frame,
                StateDifference.first(a.state(), b.state()),
                List.of(a.hash(), b.hash()),
                List.of(
                        LastEvents.before(one, types, frame, eventsTold),
                        LastEvents.before(other, types, frame, eventsTold)));
    }

    /** The hash of each frame of a match, as this build computes it. */
    private static final class Hashes extends MutedOutput {
        private final int match;
        private final LongArrayList values = new LongArrayList();
        private int firstFrame = NO_FRAME;

        private Hashes(final int match) {
            this.match = match;
        }

        static Hashes of(
                final MatchSource source, final GameTypes types, final long before, final LongConsumer progress) {
            final Hashes hashes = new Hashes(source.match());
            try (MatchSource.Playback playback = source.before(0, types, hashes)) {
                while (playback.next(MatchSource.NOBODY)) {
                    progress.accept(before + hashes.values.size());
                }
            }
            return hashes;
        }

        int lastFrame() {
            return firstFrame + values.size() - 1;
        }

        long of(final int frame) {
            return values.getLong(frame - firstFrame);
        }

        @Override
        public void hashed(final int hashedMatch, final int frame, final long hash, final long position) {
            if (hashedMatch != match) {
                return;
            }
            if (firstFrame == NO_FRAME) {
                firstFrame = frame;
            }
            // A match that its game made fail is hashed once more, as its last frame.
            if (frame <= lastFrame()) {
                values.setLong(frame - firstFrame, hash);
            } else {
                values.addLong(hash);
            }
        }
    }
}
