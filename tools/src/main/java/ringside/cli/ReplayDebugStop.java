package ringside.cli;

/**
 * Thrown and caught where a frame is about to be computed that somebody wants to debug. The JVM is started so that the first of these
 * opens the debugger's port and lets every thread wait until a debugger has come and resumes them ({@code onthrow}).
 */
final class ReplayDebugStop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReplayDebugStop() {
        super("a frame to be debugged", null, false, false);
    }
}
