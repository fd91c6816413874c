package ringside.cli;

/** What a verb's exit status says. */
final class ExitCode {
    /** Done, and what was checked is true. */
    static final int OK = 0;

    /** Checked and false: divergence, corruption, a failed run. */
    static final int FALSE = 1;

    /** Wrong usage or configuration. */
    static final int USAGE = 2;

    private ExitCode() {}
}
