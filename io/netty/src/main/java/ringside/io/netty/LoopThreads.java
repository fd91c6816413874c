package ringside.io.netty;

import io.netty.util.concurrent.DefaultThreadFactory;
import ringside.io.session.EdgeFailures;

/** Makes the threads of event loops, and watches over them: what none of their handlers expects is told. */
final class LoopThreads extends DefaultThreadFactory {
    private final EdgeFailures failures;

    LoopThreads(final String name, final EdgeFailures failures) {
        super(name);
        this.failures = failures;
    }

    @Override
    protected Thread newThread(final Runnable task, final String name) {
        final Thread thread = super.newThread(task, name);
        thread.setUncaughtExceptionHandler(this::told);
        return thread;
    }

    private void told(final Thread loop, final Throwable cause) {
        if (cause instanceof final RuntimeException ours && !Faults.isError(cause)) {
            failures.failed(0, ours);
        } else {
            failures.broken(cause);
        }
    }
}
