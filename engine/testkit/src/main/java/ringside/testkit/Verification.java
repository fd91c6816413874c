package ringside.testkit;

import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.layout.State;

/** Runs a recording again in one way after another. */
final class Verification {
    private static final int MORE_SNAPSHOTS = 64;
    private static final int LINES = 5;

    private final Recording recording;
    private final int checkpointEveryFrames;

    Verification(final Recording recording, final int checkpointEveryFrames) {
        this.recording = recording;
        this.checkpointEveryFrames = checkpointEveryFrames;
    }

    void verify(final Way way) {
        switch (way) {
            case AGAIN -> replay(way, freshType(), Run.SNAPSHOTS);
            case SAME_GAME -> replay(way, recording.playedType(), Run.SNAPSHOTS);
            case OTHER_SNAPSHOTS -> replay(way, freshType(), MORE_SNAPSHOTS);
            case CHECKPOINTS -> relay();
            case BESIDE_ANOTHER -> besideAnother();
            case VISIBLE -> new VisibleCheck(recording, freshType(), freshType(), freshType()).run();
        }
    }

    private GameType freshType() {
        return new GameType(recording.source().fresh());
    }

    private void replay(final Way way, final GameType type, final int snapshots) {
        final RunHolder holder = new RunHolder();
        final ComparingLog log = new ComparingLog(recording.expected(), holder::block);
        final Run run = new Run(type, recording.settings(), log, snapshots);
        holder.run = run;
        for (final Step step : recording.steps()) {
            step.applyTo(run);
            if (log.hasDiverged()) {
                break;
            }
        }
        conclude(way, log);
    }

    /**
     * Each engine runs to the next checkpoint and hands over there, so that every checkpoint is used and whatever is not
     * in one is lost again and again.
     */
    private void relay() {
        final RunHolder holder = new RunHolder();
        final ComparingLog log = new ComparingLog(recording.expected(), holder::block);
        holder.run = new Run(freshType(), recording.settings(), log, Run.SNAPSHOTS);
        int frames = 0;
        for (final Step step : recording.steps()) {
            step.applyTo(holder.run());
            if (log.hasDiverged()) {
                break;
            }
            if (step instanceof final Step.OfEvent event && event.isFrame()) {
                frames++;
                if (frames % checkpointEveryFrames == 0) {
                    final EngineCopy copy = new EngineCopy(holder.run());
                    holder.run = new Run(freshType(), recording.settings(), log, copy);
                }
            }
        }
        conclude(Way.CHECKPOINTS, log);
    }

    private void besideAnother() {
        final RunHolder holder = new RunHolder();
        final ComparingLog log = new ComparingLog(recording.expected(), holder::block);
        final Run run = new Run(freshType(), recording.settings(), log, Run.SNAPSHOTS);
        holder.run = run;
        final Decoy decoy = new Decoy(run);
        for (final Step step : recording.steps()) {
            decoy.before(step);
            step.applyTo(run);
            if (log.hasDiverged()) {
                break;
            }
        }
        conclude(Way.BESIDE_ANOTHER, log);
    }

    private void conclude(final Way way, final ComparingLog log) {
        final RunLog.Hash different = log.different();
        final UnsafeBuffer block = log.differentBlock();
        final RunLog.Failure failure = log.failure();
        if (different != null && block != null) {
            throw failed(way, "frame " + different.frame() + " came out differently" + columns(different, block), null);
        }
        final String other = log.otherDifference();
        if (other != null) {
            throw failed(way, other, failure == null ? null : failure.cause());
        }
    }

    private String columns(final RunLog.Hash different, final DirectBuffer actual) {
        final DirectBuffer expected = expectedBlock(different.frame());
        if (expected == null) {
            return " (no copy of the first run's frame was kept, and a third run did not lead there either)";
        }
        final List<String> lines = Differences.between(recording.playedType().layout(), expected, actual);
        if (lines.isEmpty()) {
            return " in bytes that belong to no column";
        }
        final StringBuilder text = new StringBuilder(":");
        for (int i = 0; i < Math.min(LINES, lines.size()); i++) {
            text.append("\n  ").append(lines.get(i));
        }
        if (lines.size() > LINES) {
            text.append("\n  and in ").append(lines.size() - LINES).append(" more tables");
        }
        return text.toString();
    }

    /** The match after a frame of the first run: kept, or found by running again to there. */
    private @Nullable DirectBuffer expectedBlock(final int frame) {
        final UnsafeBuffer kept = recording.archive().find(frame);
        if (kept != null) {
            return kept;
        }
        final RunLog log = new RunLog();
        final Run run = new Run(freshType(), recording.settings(), log, Run.SNAPSHOTS);
        for (final Step step : recording.steps()) {
            step.applyTo(run);
            final int count = log.hashes().size();
            if (count > 0 && log.hashes().get(count - 1).frame() == frame) {
                final State state = run.slot().state();
                return recording.expected().hashes().get(count - 1).hash() == state.hash() ? state.block() : null;
            }
        }
        return null;
    }

    private AssertionError failed(final Way way, final String what, final @Nullable Throwable cause) {
        return new AssertionError(
                recording.playedType().layout().game() + ": " + way.title() + ", " + what + "\nOften the cause: "
                        + way.usualCause() + "\n" + recording.repeatHint(),
                cause);
    }

    /** The run whose state a log looks at: a relay changes it. */
    private static final class RunHolder {
        private @Nullable Run run;

        Run run() {
            if (run == null) {
                throw new IllegalStateException("no run yet");
            }
            return run;
        }

        DirectBuffer block() {
            return run().slot().state().block();
        }
    }
}
