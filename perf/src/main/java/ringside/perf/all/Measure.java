package ringside.perf.all;

import java.util.List;

/**
 * A verb as {@code all} runs it.
 *
 * @param name of the files and of {@code --only}
 * @param proves what its figures show, in a sentence
 * @param command the verb and its options
 * @param quick options after those, for a run that only shows that everything works
 * @param seconds about how long it takes
 * @param quickSeconds the same of a quick one
 * @param flags for its JVM
 */
record Measure(
        String name,
        String title,
        String proves,
        List<String> command,
        List<String> quick,
        int seconds,
        int quickSeconds,
        List<String> flags,
        List<Figure> figures,
        List<Chart> charts) {
    /** With a ZGC that keeps young objects apart. */
    private static final int FIRST_GENERATIONAL = 21;

    Measure {
        command = List.copyOf(command);
        quick = List.copyOf(quick);
        flags = List.copyOf(flags);
        figures = List.copyOf(figures);
        charts = List.copyOf(charts);
    }

    /** A measure that shows nothing yet. */
    static Measure of(final String name, final String title, final String proves, final String... command) {
        return new Measure(name, title, proves, List.of(command), List.of(), 60, 20, List.of(), List.of(), List.of());
    }

    Measure taking(final int ofSeconds, final int ofQuickSeconds, final String... withQuick) {
        return new Measure(
                name, title, proves, command, List.of(withQuick), ofSeconds, ofQuickSeconds, flags, figures, charts);
    }

    Measure withFlags(final String... more) {
        return new Measure(name, title, proves, command, quick, seconds, quickSeconds, List.of(more), figures, charts);
    }

    Measure showing(final Figure... shown) {
        return new Measure(name, title, proves, command, quick, seconds, quickSeconds, flags, List.of(shown), charts);
    }

    Measure drawing(final Chart... drawn) {
        return new Measure(name, title, proves, command, quick, seconds, quickSeconds, flags, figures, List.of(drawn));
    }

    /** The first version of Java that has what it needs. */
    int leastJava() {
        return command.contains("--recommended") ? FIRST_GENERATIONAL : 0;
    }

    String verb() {
        return command.get(0);
    }
}
