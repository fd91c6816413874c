package ringside.latency.report;

import java.util.List;
import java.util.Locale;

/**
 * Something that was measured, known by its tag in a log.
 *
 * @param tag its name in logs
 * @param group what it belongs to
 * @param isCount whether its values are counts; all others are nanoseconds
 * @param meaning from where to where, in a sentence's part
 */
public record Stage(String tag, Group group, boolean isCount, String meaning) {
    /** What a stage belongs to, in the order in which people are shown them. */
    public enum Group {
        /** Marks on the way of an input, each told from the moment its bytes were received. */
        WAY("The way of an input"),
        FRAME("A frame and its parts"),
        DEPTH("Depths and batches"),
        MACHINE("The machine and the JVM"),
        OTHER("Others");

        private final String title;

        Group(final String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /** The stages that are known by name, in the order of an input's way, then of a frame. */
    public static final List<Stage> KNOWN = List.of(
            way("claim", "received until in the ring"),
            way("journalled", "received until the record that holds it is appended"),
            way("safe", "received until safe at the operator's level"),
            way("applied", "received until applied by logic"),
            way("frameEnd", "received until the end of the frame that consumed it"),
            way("encoded", "received until the view that shows it is encoded"),
            way("inputToView", "received until the view that shows it is handed to the network: the whole way"),
            frame("written", "the moment a frame was due until a view of it is handed to the network"),
            frame("frame", "the beginning of a frame's work to its end, all matches together"),
            frame("frameInputs", "the part of a frame in which matches take their inputs"),
            frame("frameStep", "the part of a frame in which games step"),
            frame("frameHash", "the part of a frame in which states are hashed"),
            frame(
                    "frameCopy",
                    "the part of a frame in which states are copied: snapshots, and what is kept of the past"),
            frame("frameLateness", "the moment a frame was due to the beginning of its work"),
            new Stage(
                    "ringDepth", Group.DEPTH, true, "blocks of 64 bytes that are taken in the ring, a batch at a time"),
            new Stage(
                    "inputDepth",
                    Group.DEPTH,
                    true,
                    "inputs of a player that wait for their frames, when a view is sent"),
            new Stage("batchEvents", Group.DEPTH, true, "events in one record of the journal"),
            new Stage("hiccup", Group.MACHINE, false, "how much longer than asked a short sleep lasted"),
            new Stage("gcPause", Group.MACHINE, false, "a pause of the collector"),
            new Stage("safepoint", Group.MACHINE, false, "the time until all threads stood still"));

    private static Stage way(final String tag, final String meaning) {
        return new Stage(tag, Group.WAY, false, meaning);
    }

    private static Stage frame(final String tag, final String meaning) {
        return new Stage(tag, Group.FRAME, false, meaning);
    }

    /** The stage of a tag. What is not known is a duration, unless its name says that it is a depth. */
    public static Stage of(final String tag) {
        for (final Stage stage : KNOWN) {
            if (stage.tag.equals(tag)) {
                return stage;
            }
        }
        return new Stage(tag, Group.OTHER, tag.toLowerCase(Locale.ROOT).endsWith("depth"), "");
    }

    /** Where it stands among others: known ones in their order, then the rest. */
    int rank() {
        final int at = KNOWN.indexOf(this);
        return at < 0 ? KNOWN.size() : at;
    }
}
