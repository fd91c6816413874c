package ringside.replay;

import org.agrona.collections.Long2LongHashMap;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.MutedOutput;

/**
 * Compares the hash of every frame that a replay computes with the one that was recorded. Hashes come later in the journal
 * than their frames, so computed ones wait here.
 */
public final class HashCheck extends MutedOutput implements LogicOutput {
    private static final long MISSING = 0x6D69_7373_696E_6721L;

    /**
     * The first frame whose replayed hash is not the recorded one.
     *
     * @param match 0 for the engine's own memory
     */
    public record Divergence(int match, int frame, long recorded, long replayed) {}

    private static final int ALL = -1;

    private final int only;
    private final Long2LongHashMap waiting = new Long2LongHashMap(MISSING);
    private @Nullable Divergence divergence;
    private long matchFramesWaiting;
    private long framesVerified;
    private int failedMatches;

    /** Compares the hashes of everything. */
    public HashCheck() {
        this(ALL);
    }

    private HashCheck(final int only) {
        this.only = only;
    }

    /** Compares the hashes of one match. */
    public static HashCheck of(final int match) {
        return new HashCheck(match);
    }

    @Override
    public void hashed(final int match, final int frame, final long hash, final long position) {
        if (only != ALL && match != only) {
            return;
        }
        // One value in 2^64 stands for "none"; a hash that happens to be it is stored as its neighbour on both sides.
        waiting.put(key(match, frame), stored(hash));
        if (match != 0) {
            matchFramesWaiting++;
        }
    }

    @Override
    public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
        failedMatches++;
    }

    /** A recorded hash. Frames before the replay began are passed over. */
    public void recorded(final int match, final int frame, final long hash) {
        final long computed = waiting.remove(key(match, frame));
        if (computed == MISSING) {
            return;
        }
        if (computed != stored(hash)) {
            if (divergence == null) {
                divergence = new Divergence(match, frame, hash, computed);
            }
        } else if (match != 0) {
            framesVerified++;
        }
        if (match != 0) {
            matchFramesWaiting--;
        }
    }

    private static long stored(final long hash) {
        return hash == MISSING ? hash + 1 : hash;
    }

    private static long key(final int match, final int frame) {
        return (long) match << 32 | (frame & 0xFFFF_FFFFL);
    }

    /** The first difference, or null. */
    public @Nullable Divergence divergence() {
        return divergence;
    }

    /** Frames of matches whose hashes were equal. */
    public long framesVerified() {
        return framesVerified;
    }

    /** Frames of matches that no recorded hash was found for: those in flight when a process was killed. */
    public long framesUnhashed() {
        return matchFramesWaiting;
    }

    /** Matches that their game made fail, as it did live. */
    public int failedMatches() {
        return failedMatches;
    }
}
