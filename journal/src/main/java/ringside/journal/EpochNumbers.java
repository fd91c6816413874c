package ringside.journal;

/**
 * Which number the next epoch gets. Whoever opens a journal that it wrote itself takes the next number; whoever takes over a journal
 * that it copied from another takes the first of the next {@link #REIGN}. So a primary that is started again, however often, stays
 * below every standby that was promoted meanwhile, and whoever has heard of both knows which one counts.
 */
public final class EpochNumbers {
    /** Numbers from one takeover to the next: 300,007 is the seventh opening since the third takeover. */
    public static final int REIGN = 100_000;

    private EpochNumbers() {}

    /** For whoever goes on in its own journal. After {@link #REIGN} openings without a takeover it counts as one. */
    public static int next(final int last) {
        return (last + 1) % REIGN == 0 ? takeOver(last) : last + 1;
    }

    /** For whoever goes on in a journal that another wrote. */
    public static int takeOver(final int last) {
        final long number = (last / REIGN + 1L) * REIGN + 1;
        if (number > Integer.MAX_VALUE) {
            throw new JournalException(
                    JournalException.Code.FORMAT, "epoch " + last + ": no takeover has a number after it");
        }
        return (int) number;
    }

    /** How many takeovers came before an epoch. */
    public static int reignOf(final int number) {
        return number / REIGN;
    }
}
