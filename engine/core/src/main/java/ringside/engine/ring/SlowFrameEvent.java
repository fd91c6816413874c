package ringside.engine.ring;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** What a flight recording shows of a frame over its budget. One object serves all frames of a logic thread, one after the other. */
@Name("ringside.SlowFrame")
@Label("Slow frame")
@Category("Ringside")
@Description("A frame that was over its budget: from due to all matches published")
@StackTrace(false)
final class SlowFrameEvent extends Event {
    @Label("Engine")
    int engine;

    @Label("Frame of the engine")
    int frame;

    @Label("Journal position")
    long position;

    @Label("Lateness")
    @Timespan(Timespan.NANOSECONDS)
    long lateness;

    @Label("Inputs")
    @Timespan(Timespan.NANOSECONDS)
    long inputs;

    @Label("Game step")
    @Timespan(Timespan.NANOSECONDS)
    long step;

    @Label("Hash")
    @Timespan(Timespan.NANOSECONDS)
    long hash;

    @Label("Copy")
    @Timespan(Timespan.NANOSECONDS)
    long copy;

    @Label("Events since the frame before")
    long events;

    @Label("Matches")
    int matches;

    @Label("Slowest match")
    int slowestMatch;

    @Label("Slowest match took")
    @Timespan(Timespan.NANOSECONDS)
    long slowestMatchTook;
}
