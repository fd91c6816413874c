package ringside.replay;

import java.util.concurrent.atomic.AtomicInteger;
import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.LongColumn;
import ringside.layout.Table;

/** Counts frames; from a frame on as {@link Fault} says, though its layout and version say that nothing changed. */
class Tally implements Game {
    static final int FAULTY_FRAME = 30;

    /** What is planted. */
    enum Fault {
        NONE,
        /** Another rule: two points a frame instead of one. */
        OTHER_RULE,
        /** Another rule that scatters: a value without a pattern, and another one. */
        OTHER_HASH,
        /** What is no function of the events: how often this was asked in this process. */
        NOT_A_FUNCTION
    }

    private static final AtomicInteger ASKED = new AtomicInteger();

    private final Fault fault;
    private Table world;
    private LongColumn luck;
    private Table lanes;
    private IntColumn points;
    private IntColumn rest;

    /** As it should be. */
    Tally() {
        this(Fault.NONE);
    }

    Tally(final Fault fault) {
        this.fault = fault;
    }

    @Override
    public String name() {
        return "tally";
    }

    @Override
    public void layout(final LayoutBuilder layout) {
        layout.seats(2);
        world = layout.single("world");
        luck = world.int64("luck");
        lanes = layout.table("lanes", 3);
        points = lanes.int32("points", 0, Integer.MAX_VALUE);
        rest = lanes.int16("rest", 0, 1_000);
        layout.input().bool("go");
    }

    @Override
    public void created(final Match match) {
        for (int i = 0; i < 3; i++) {
            match.add(lanes);
        }
    }

    @Override
    public void step(final Match match) {
        final int lane = match.rowAt(lanes, 1);
        final boolean isFaulty = match.frame() == FAULTY_FRAME;
        match.set(lane, rest, match.frame() % 1_000);
        match.set(lane, points, match.get(lane, points) + (isFaulty && fault == Fault.OTHER_RULE ? 2 : 1));
        if (isFaulty && fault == Fault.OTHER_HASH) {
            match.set(luck, 0x1234_5678_9ABC_DEF1L);
            match.set(lane, points, 900_000);
        }
        if (isFaulty && fault == Fault.NOT_A_FUNCTION) {
            match.set(lane, rest, ASKED.incrementAndGet() % 1_000);
        }
    }

    /** With another rule than was recorded. */
    static final class Changed extends Tally {
        Changed() {
            super(Fault.OTHER_RULE);
        }
    }
}
