package ringside.server;

/** What operators can ask of a process, whichever its role. Safe for many threads; each call may take some seconds. */
public interface Operated {
    /** How it is, to be written as JSON. */
    Object status() throws OperatorException, InterruptedException;

    /** Makes a standby the primary, and returns how it then is. Refused by who is not in sync, and by who is the primary. */
    Object promote(MatchControl.By by) throws OperatorException, InterruptedException;

    /** What can be done to its matches. Refused by who serves none. */
    MatchControl matches() throws OperatorException;
}
