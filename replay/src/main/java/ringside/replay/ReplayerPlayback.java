package ringside.replay;

import java.util.function.Predicate;
import ringside.engine.event.Event;
import ringside.engine.logic.FrameLoop;
import ringside.journal.EpochStart;
import ringside.journal.JournalHandler;

/** Feeds a {@link Replayer} what a reader gives out, and tells somebody of it. */
public final class ReplayerPlayback implements MatchSource.Playback, JournalHandler {
    private final Replayer replayer;
    private final Predicate<JournalHandler> reader;
    private final Runnable close;
    private JournalHandler told = MatchSource.NOBODY;

    /**
     * A playback that goes on from where the replay stands.
     *
     * @param reader gives out what comes next; false at the end
     * @param close lets the reader go
     */
    public ReplayerPlayback(final Replayer replayer, final Predicate<JournalHandler> reader, final Runnable close) {
        this.replayer = replayer;
        this.reader = reader;
        this.close = close;
    }

    @Override
    public FrameLoop loop() {
        return replayer.loop();
    }

    @Override
    public boolean next(final JournalHandler also) {
        told = also;
        return reader.test(this);
    }

    @Override
    public void onEvent(final Event event) {
        told.onEvent(event);
        replayer.onEvent(event);
    }

    @Override
    public void onEpoch(final EpochStart start) {
        told.onEpoch(start);
        replayer.onEpoch(start);
    }

    @Override
    public void onAnnotation(final int match, final int frame, final long hash) {
        told.onAnnotation(match, frame, hash);
    }

    @Override
    public void close() {
        close.run();
    }
}
