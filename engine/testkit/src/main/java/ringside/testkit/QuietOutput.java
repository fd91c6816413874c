package ringside.testkit;

import org.jspecify.annotations.Nullable;
import ringside.engine.logic.MutedOutput;

/** Keeps nothing of what logic says but how the game failed, so that listening allocates nothing. */
final class QuietOutput extends MutedOutput {
    private @Nullable RuntimeException failure;

    @Nullable
    RuntimeException failure() {
        return failure;
    }

    @Override
    public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
        failure = cause;
    }
}
