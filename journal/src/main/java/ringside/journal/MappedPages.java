package ringside.journal;

import net.openhft.posix.PosixAPI;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells the system which pages of a mapping nobody will write to for now. They leave the process' address space, not the
 * file: what was stored stays in the system's memory, is synced like anything else, and comes back when it is touched again.
 *
 * <p>Without it each sync takes the right to write away from every page that it writes out, one by one, and interrupts every
 * processor that the process runs on once for each: that cost more than all appending, and was taken from whatever those
 * processors did. Pages that are not mapped are written out without a word to anybody.
 *
 * <p>Only saves time: where the system cannot be asked, nothing is done. Any thread, while the mapping stays.
 */
final class MappedPages {
    /** Of Linux, for a mapping of a shared file; the number is the same on every processor that a JVM runs on. */
    private static final int DONT_NEED = 4;

    private static volatile boolean isOffered =
            System.getProperty("os.name", "").equals("Linux");

    private MappedPages() {}

    /** Lets go of what lies between two offsets, which are multiples of a page. */
    static void letGo(final UnsafeBuffer memory, final long from, final long to) {
        if (!isOffered || to <= from) {
            return;
        }
        try {
            isOffered = PosixAPI.posix().madvise(memory.addressOffset() + from, to - from, DONT_NEED) == 0;
        } catch (final RuntimeException | LinkageError e) {
            isOffered = false;
        }
    }
}
