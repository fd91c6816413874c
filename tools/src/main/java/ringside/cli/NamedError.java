package ringside.cli;

import org.jspecify.annotations.Nullable;

/**
 * The failures of a recording that have a name: the words by which an operator knows each, and the first thing to do. All of them
 * stand in {@code tools/OPERATIONS.md}, under their titles.
 */
enum NamedError {
    CORRUPT(
            "CORRUPT at position",
            "nothing before it is harmed and nothing was changed; copy the directory, then `journal repair DIR`"),
    TAIL_LOST("TAIL LOST", "start the server: it goes on from there under a new epoch, and keeps what was cut off"),
    OLD_BACKUP("OLD BACKUP", "put the newer journal back, or move the newer checkpoints away"),
    JOURNAL_FULL("JOURNAL_FULL", "make room on the disk and start again; nothing that was shown is lost"),
    SYNC_FAILED("sync failed", "look at the disk before anything else; then start again"),
    MARKS_LOST("marks", "put the file `marks` back from a copy, or `journal repair DIR`"),
    LOCKED("in use by", "stop the process that is named, or choose another directory"),
    NOT_WRITABLE("not writable", "give the user that runs the server the right to write there, or mount it writable"),
    NOT_READABLE("not Ringside's", "check the path"),
    WRONG_SERVER("this is server", "put the journal or checkpoint back into the directory that it came from"),
    FORMAT("this program reads", "use the build that wrote it, or a newer one"),
    VERSION("recorded by", "start the build that recorded it, stop it cleanly, then start this one"),
    EVENT_FORMAT("says events of format", "use the build that recorded it, or a new directory"),
    SETTINGS("goes on with other engine settings", "leave out the setting, or choose a new directory"),
    NO_SUCH_POSITION("was removed on purpose", "ask for a later position"),
    NO_CHECKPOINT("NO CHECKPOINT", "put a checkpoint back from a copy of the directory"),
    JOURNAL_GONE("holds checkpoints of it", "put the journal back, or choose another directory"),
    BAD_CHECKPOINT(
            "do not have the hash that they had",
            "nothing: recovery takes the one before; a longer start is all it costs"),
    CUT_OFF_CHECKPOINT("cut off", "nothing: recovery takes the one before; a longer start is all it costs"),
    LOGIC_STOPPED("stopped in its", "start again; if it stops at the same position again, the game has to be mended"),
    GAME_LOOPS("has not returned", "take the stack trace to whoever writes the game, then start again"),
    OUT_OF_MEMORY("OutOfMemoryError", "start again with a larger -Xmx, or with fewer matches"),
    DIVERGED("DIVERGED", "keep the directory and the build; replay on another machine before trusting either");

    private final String words;
    private final String firstAid;

    NamedError(final String words, final String firstAid) {
        this.words = words;
        this.firstAid = firstAid;
    }

    /** What the failure's message holds. */
    String words() {
        return words;
    }

    /** What to do first, in a line. */
    String firstAid() {
        return firstAid;
    }

    /** The heading under which the page has it. */
    String title() {
        return name().replace('_', ' ');
    }

    /** The one that a message names, or null. */
    static @Nullable NamedError in(final String message) {
        for (final NamedError each : values()) {
            if (message.contains(each.words)) {
                return each;
            }
        }
        return null;
    }

    /** A line that tells an operator what to do about a problem. */
    static String whatToDo(final String problem) {
        final NamedError named = in(problem);
        return named == null
                ? "see tools/OPERATIONS.md"
                : named.firstAid + "; see tools/OPERATIONS.md, " + named.title();
    }
}
