package ringside.engine.ring;

/** A duty cycle that knows no thread: one owns it live, a test or a simulator may call several in turn. */
@FunctionalInterface
interface Stage {
    /** Works on one batch at most. Returns its events; 0 says that there was nothing to do. */
    int doWork();
}
