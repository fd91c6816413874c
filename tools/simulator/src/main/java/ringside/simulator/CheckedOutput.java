package ringside.simulator;

import ringside.engine.logic.ForwardingOutput;
import ringside.engine.logic.LogicOutput;

/** What logic says, passed on; hashes are noted. */
final class CheckedOutput extends ForwardingOutput {
    private final LogicOutput next;
    private final Checker checker;

    CheckedOutput(final LogicOutput next, final Checker checker) {
        this.next = next;
        this.checker = checker;
    }

    @Override
    protected LogicOutput next() {
        return next;
    }

    @Override
    public void hashed(final int match, final int frame, final long hash, final long position) {
        if (match == ServerProcess.MATCH) {
            checker.hashed(frame, hash);
        }
        super.hashed(match, frame, hash, position);
    }
}
