package ringside.perf;

/** What a verb's exit status says. */
public final class ExitCode {
    /** Measured. */
    public static final int OK = 0;

    /** A run that failed, or lost events. */
    public static final int FALSE = 1;

    /** Wrong usage or configuration. */
    public static final int USAGE = 2;

    private ExitCode() {}
}
