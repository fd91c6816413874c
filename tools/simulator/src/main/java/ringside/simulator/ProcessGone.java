package ringside.simulator;

/** What a process meets at the moment when it is killed: nothing of it runs on. */
final class ProcessGone extends Error {
    private static final long serialVersionUID = 1L;

    ProcessGone() {
        super("the process is gone", null, false, false);
    }
}
