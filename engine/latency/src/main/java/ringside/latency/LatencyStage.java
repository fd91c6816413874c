package ringside.latency;

/**
 * What is measured, in the order of an input's way and then of a frame. The tag names it in logs.
 *
 * <p>The way of an input is told from the moment its bytes were received: each stage holds all of those before it, so that none of
 * them needs a stamp of its own on every event. Stages up to {@link #APPLIED} that the engine records tell of the input of each batch
 * that was received first; those of the edge of single inputs, which {@link InputSampling} picks.
 */
public enum LatencyStage {
    /** From received to in the ring. */
    CLAIM("claim", Unit.NS, Writers.MANY),
    /** From received to the record that holds it appended. */
    JOURNALLED("journalled"),
    /** From received to safe at the operator's level. */
    SAFE("safe"),
    /** From received to applied by logic. */
    APPLIED("applied"),
    /** From received to the end of the frame that the view is of which shows it consumed. */
    FRAME_END("frameEnd", Unit.NS, Writers.MANY),
    /** From received to that view encoded. */
    ENCODED("encoded", Unit.NS, Writers.MANY),
    /** From received to that view handed to the network. */
    INPUT_TO_VIEW("inputToView", Unit.NS, Writers.MANY),
    /** From the moment a frame was due to a view of it handed to the network. */
    WRITTEN("written", Unit.NS, Writers.MANY),
    /** From the beginning of a frame's work to its end, all matches together. */
    FRAME("frame"),
    /** The part of a frame in which matches take their inputs. */
    FRAME_INPUTS("frameInputs"),
    /** The part of a frame in which games step. */
    FRAME_STEP("frameStep"),
    /** The part of a frame in which matches are hashed. */
    FRAME_HASH("frameHash"),
    /** The part of a frame in which matches are copied: their snapshots, and what is kept of the past. */
    FRAME_COPY("frameCopy"),
    /** From the moment a frame was due to the beginning of its work. */
    FRAME_LATENESS("frameLateness"),
    /** How many blocks of 64 bytes of the ring are taken when the journal has appended a batch. */
    RING_DEPTH("ringDepth", Unit.COUNT, Writers.ONE),
    /** How many of a player's inputs wait for their frames when a view is sent. */
    INPUT_DEPTH("inputDepth", Unit.COUNT, Writers.MANY),
    /** How many events a batch of the journal holds. */
    BATCH_EVENTS("batchEvents", Unit.COUNT, Writers.ONE),
    /** What the machine itself took away: how much longer than asked a short sleep lasted. */
    HICCUP("hiccup"),
    /** How long the collector let every thread stand still. */
    GC_PAUSE("gcPause"),
    /** How long it took until every thread stood still: for the collector, or for anything else of the JVM. */
    SAFEPOINT("safepoint");

    private enum Unit {
        NS,
        COUNT
    }

    private enum Writers {
        ONE,
        MANY
    }

    private final String tag;
    private final Unit unit;
    private final Writers writers;

    LatencyStage(final String tag) {
        this(tag, Unit.NS, Writers.ONE);
    }

    LatencyStage(final String tag, final Unit unit, final Writers writers) {
        this.tag = tag;
        this.unit = unit;
        this.writers = writers;
    }

    /** Its name in logs. */
    public String tag() {
        return tag;
    }

    /** Whether values are counts; all others are nanoseconds. */
    public boolean isCount() {
        return unit == Unit.COUNT;
    }

    /** Whether several threads record it. */
    boolean isShared() {
        return writers == Writers.MANY;
    }
}
