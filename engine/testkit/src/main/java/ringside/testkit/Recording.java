package ringside.testkit;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import ringside.engine.logic.GameType;
import ringside.layout.XxHash64;

/**
 * All that happened to a match under test, as events, and what came of it: enough to run it again in every {@link Way}.
 *
 * <p>A recording of a {@link TestMatch} grows with it. One thread.
 */
public final class Recording {
    private final GameSource source;
    private final RunSettings settings;
    private final List<Step> steps;
    private final RunLog expected;
    private final FrameArchive archive;
    private final GameType playedType;
    private final String repeatHint;

    Recording(
            final GameSource source,
            final RunSettings settings,
            final List<Step> steps,
            final RunLog expected,
            final FrameArchive archive,
            final GameType playedType,
            final String repeatHint) {
        this.source = source;
        this.settings = settings;
        this.steps = Collections.unmodifiableList(steps);
        this.expected = expected;
        this.archive = archive;
        this.playedType = playedType;
        this.repeatHint = repeatHint;
    }

    /** Runs it again in every way. Throws {@link AssertionError} with the first frame, row and column that differs. */
    public void verify() {
        verify(EnumSet.allOf(Way.class));
    }

    /** Runs it again in these ways. Throws as {@link #verify()} does. */
    public void verify(final Set<Way> ways) {
        final Verification verification = new Verification(this, checkpointEveryFrames());
        for (final Way way : ways) {
            verification.verify(way);
        }
    }

    /** Runs it again in one way. Throws as {@link #verify()} does. */
    public void verify(final Way way) {
        verify(EnumSet.of(way));
    }

    /**
     * Plays it in other virtual machines, see {@link OtherJvm#few} and {@link OtherJvm#all}. Throws {@link AssertionError}
     * with the first frame that differs. Only for a game that was given by its class.
     */
    public void verifyIn(final List<OtherJvm> jvms) {
        new OtherJvms(this).verify(jvms);
    }

    /** Measures what logic allocates when this recording is played over and over. */
    public AllocationProbe allocation() {
        return new AllocationProbe(this);
    }

    /** Frames of the match so far, the state after creation included. */
    public int frames() {
        return expected.hashes().size();
    }

    /** All frames' hashes in one. */
    public long hash() {
        return hash(expected);
    }

    static long hash(final RunLog log) {
        long hash = 0;
        for (final RunLog.Hash each : log.hashes()) {
            hash = XxHash64.combine(XxHash64.combine(hash, each.frame()), each.hash());
        }
        return hash;
    }

    /** Every eighth frame, and of long recordings about 250. */
    private int checkpointEveryFrames() {
        return Math.max(8, frames() / 250);
    }

    GameSource source() {
        return source;
    }

    RunSettings settings() {
        return settings;
    }

    List<Step> steps() {
        return steps;
    }

    RunLog expected() {
        return expected;
    }

    FrameArchive archive() {
        return archive;
    }

    /** The type, with its game object, that the recording was made with. */
    GameType playedType() {
        return playedType;
    }

    /** How a person repeats the run that this was recorded in. */
    String repeatHint() {
        return repeatHint;
    }
}
