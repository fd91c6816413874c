package ringside.perf.scale;

/** A thread and what it does, in one word. */
record NamedThread(String name, Thread thread) {
    static final String LOGIC = "logic";
    static final String JOURNAL = "journal";
    static final String VIEWS = "views";
    static final String LOAD = "load";
}
