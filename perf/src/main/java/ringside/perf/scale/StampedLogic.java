package ringside.perf.scale;

import ringside.engine.event.Event;
import ringside.engine.event.EventConsumer;
import ringside.engine.event.EventType;

/** Logic, and when it came to each FRAME. */
final class StampedLogic implements EventConsumer {
    private static final int FRAME = EventType.FRAME.code();

    private final EventConsumer logic;
    private final FrameTimes times;
    private int frames;

    StampedLogic(final EventConsumer logic, final FrameTimes times) {
        this.logic = logic;
        this.times = times;
    }

    @Override
    public void apply(final Event event) {
        if (event.typeCode() == FRAME) {
            frames++;
            times.began(frames, System.nanoTime());
        }
        logic.apply(event);
    }

    @Override
    public void foresee(final Event event) {
        logic.foresee(event);
    }
}
