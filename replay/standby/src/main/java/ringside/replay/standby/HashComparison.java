package ringside.replay.standby;

import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.IntHashSet;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Compares the hashes of all frames that a standby computes with those that come in the primary's records: of each match by itself,
 * and of the engine's own memory, which follows from all of them. What an epoch left without a hash, because its process was killed,
 * is forgotten with it.
 *
 * <p>A standby needs to know of one difference. A shadow goes on: of each match the first one counts, and what follows from it is
 * not looked at; that one side played a frame and the other did not is a difference too.
 */
final class HashComparison {
    /** How a frame differs. */
    enum Kind {
        /** Both have computed it. */
        OTHER_STATE,
        /** The primary has computed it, this one had closed the match before. */
        NOT_COMPUTED_HERE,
        /** This one has computed it, the primary had closed the match before. */
        NOT_COMPUTED_THERE
    }

    /**
     * A frame that differs.
     *
     * @param match 0 for the engine's own memory
     * @param recorded the primary's hash; 0 where it has none
     * @param computed the standby's; 0 where it has none
     * @param position of the FRAME event that led to it, or of a later one
     */
    record Found(Kind kind, int match, int frame, long recorded, long computed, long position) {}

    private static final long MISSING = 0x6D69_7373_696E_6721L;
    private static final int NO_FRAME = Integer.MIN_VALUE;

    private final boolean isShadow;
    private final Long2LongHashMap waiting = new Long2LongHashMap(MISSING);

    /** What was computed since the last frame of the engine that was compared, in that order: keys and positions in turn. */
    private final LongArrayQueue order = new LongArrayQueue();

    private final Int2IntHashMap newestFrames = new Int2IntHashMap(NO_FRAME);
    private final IntHashSet differing = new IntHashSet();
    private int matchesDiffering;
    private boolean isEngineCompared = true;
    private long recoveredTo = -1;
    private long framesCompared;
    private int lastMatch;
    private int lastFrame;
    private long lastHash;
    private @Nullable Found first;

    /** @param isShadow whether it goes on after a difference */
    HashComparison(final boolean isShadow) {
        this.isShadow = isShadow;
    }

    void computed(final int match, final int frame, final long hash, final long position) {
        if (match != 0 && differing.contains(match)) {
            return;
        }
        final long key = key(match, frame);
        waiting.put(key, stored(hash));
        order.addLong(key);
        order.addLong(position);
        if (isShadow && match != 0) {
            newestFrames.put(match, frame);
        }
    }

    void recorded(final int match, final int frame, final long hash) {
        final long computed = waiting.remove(key(match, frame));
        if (differing.contains(match)) {
            return;
        }
        if (match == 0) {
            if (computed != MISSING) {
                engine(frame, hash, computed);
            }
        } else if (computed == MISSING) {
            notComputed(match, frame, hash);
        } else if (computed != stored(hash)) {
            found(Kind.OTHER_STATE, match, frame, hash, computed);
        } else {
            framesCompared++;
            lastMatch = match;
            lastFrame = frame;
            lastHash = hash;
        }
    }

    /** One value in 2^64 stands for "none"; a hash that happens to be it is stored as its neighbour on both sides. */
    private static long stored(final long hash) {
        return hash == MISSING ? hash + 1 : hash;
    }

    private static long key(final int match, final int frame) {
        return (long) match << Integer.SIZE | (frame & 0xFFFF_FFFFL);
    }

    /** The hash of the engine's own memory comes behind those of all matches of its tick. */
    private void engine(final int tick, final long hash, final long computed) {
        if (isEngineCompared && computed != stored(hash)) {
            found(Kind.OTHER_STATE, 0, tick, hash, computed);
        }
        final long end = key(0, tick);
        while (!order.isEmpty()) {
            final long key = order.pollLong();
            final long position = order.pollLong();
            if (key == end) {
                return;
            }
            final long left = waiting.remove(key);
            final int match = (int) (key >> Integer.SIZE);
            if (isShadow && left != MISSING && position > recoveredTo && match != 0 && !differing.contains(match)) {
                found(new Found(Kind.NOT_COMPUTED_THERE, match, (int) key, 0, left, position));
            }
        }
    }

    /** Frames from before this one began are passed over, and those of matches that are none of its. */
    private void notComputed(final int match, final int frame, final long hash) {
        final int newest = newestFrames.get(match);
        if (isShadow && newest != NO_FRAME && frame > newest && !differing.contains(match)) {
            found(Kind.NOT_COMPUTED_HERE, match, frame, hash, 0);
        }
    }

    private void found(final Kind kind, final int match, final int frame, final long recorded, final long computed) {
        found(new Found(kind, match, frame, recorded, computed, positionOf(key(match, frame))));
    }

    private void found(final Found found) {
        // Whatever a match leads to stands in the engine's memory from then on.
        isEngineCompared = false;
        if (isShadow && found.match() != 0) {
            differing.add(found.match());
            matchesDiffering++;
            newestFrames.remove(found.match());
        }
        if (first == null) {
            first = found;
        }
    }

    /** Of the FRAME that led to it; where that was not computed here, of the oldest whose hash is not known to be equal. */
    private long positionOf(final long key) {
        long oldest = -1;
        final LongArrayQueue.LongIterator all = order.iterator();
        while (all.hasNext()) {
            final long each = all.nextValue();
            final long position = all.nextValue();
            if (each == key) {
                return position;
            }
            oldest = oldest < 0 ? position : oldest;
        }
        return Math.max(0, oldest);
    }

    /** The engine's own memory is not the primary's any more, for not all of its matches are here. */
    void ignoreEngine() {
        isEngineCompared = false;
    }

    /** What was computed up to there was computed again from its own journal, in which some frames never got a hash. */
    void recovered(final long position) {
        recoveredTo = position;
    }

    /** A match is remembered no longer. */
    void forgotten(final int match) {
        newestFrames.remove(match);
        differing.remove(match);
    }

    /** All begins anew, from an earlier frame perhaps. */
    void begin() {
        epochBegins();
        newestFrames.clear();
        differing.clear();
        matchesDiffering = 0;
        isEngineCompared = true;
        recoveredTo = -1;
        first = null;
    }

    void epochBegins() {
        waiting.clear();
        order.clear();
    }

    /** Frames of matches that were equal. */
    long framesCompared() {
        return framesCompared;
    }

    /** Matches of which a frame was not. */
    int matchesDiffering() {
        return matchesDiffering;
    }

    /** The newest of the frames that were equal; null while there is none. */
    @Nullable
    Compared last() {
        return lastMatch == 0 ? null : new Compared(lastMatch, lastFrame, lastHash);
    }

    /** The first frame that differs; null while there is none. */
    @Nullable
    Found first() {
        return first;
    }
}
