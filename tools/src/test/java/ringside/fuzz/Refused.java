package ringside.fuzz;

/** How a target says that what it tests named what was wrong, where that is no exception of its own. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(final String why) {
        super(why);
    }
}
