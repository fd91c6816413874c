package ringside.engine.ring;

/**
 * What a thread of a graph runs: one turn of its stages after the other, until it is ended. The graph hands it to its {@link
 * java.util.concurrent.ThreadFactory}; a simulator's never starts the threads that it makes, and turns the cycles itself.
 */
public interface DutyCycle extends Runnable {
    /** One turn. Returns the work done: 0 says that there was nothing to do. */
    int doWork();
}
