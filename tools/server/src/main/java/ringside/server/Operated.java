package ringside.server;

/** What operators can ask of a process, whichever its role. Safe for many threads; each call may take some seconds. */
public interface Operated {
    /** How it is, to be written as JSON. */
    Object status() throws OperatorException, InterruptedException;

    /**
     * Makes a standby the primary, and returns how it then is. Refused by who is not in sync, and by who is the primary.
     *
     * @param consent what may be given up with that
     */
    Object promote(Leadership.Consent consent, MatchControl.By by) throws OperatorException, InterruptedException;

    /**
     * Lets a member leave the in-sync set of level replicated, and returns how the primary then is.
     *
     * @param member its name or number; empty for all but the primary itself
     */
    Object leave(String member, MatchControl.By by) throws OperatorException, InterruptedException;

    /** What can be done to its matches. Refused by who serves none. */
    MatchControl matches() throws OperatorException;
}
