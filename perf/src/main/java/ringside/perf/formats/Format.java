package ringside.perf.formats;

/** One way to write a message and read it again. Used by one thread; keeps the last message that it wrote. */
interface Format {
    /** Its name for people. */
    String title();

    /** Its key in JSON. */
    String key();

    /** Writes a message. Returns its length in bytes. */
    int write(StateMessage message);

    /** Reads every number of the last message that was written. Returns {@link StateMessage#sum} of it. */
    int read();
}
