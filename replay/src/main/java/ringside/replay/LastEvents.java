package ringside.replay;

import java.util.ArrayList;
import java.util.List;
import ringside.engine.event.Event;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.journal.JournalHandler;

/** The last events of a match before a frame was computed, as text for people. */
public final class LastEvents implements JournalHandler {
    private final int match;
    private final int most;
    private final EventDescriber describer = new EventDescriber();
    private final List<String> texts = new ArrayList<>();
    private final EngineMemory memory;

    private LastEvents(final int match, final int most, final EngineMemory memory) {
        this.match = match;
        this.most = most;
        this.memory = memory;
    }

    /**
     * The last events before a frame, oldest first.
     *
     * @param most how many
     */
    public static List<String> before(
            final MatchSource source, final GameTypes types, final int frame, final int most) {
        final FrameCatcher catcher = new FrameCatcher(source.match(), frame);
        try (MatchSource.Playback playback = source.before(frame, types, catcher)) {
            final EngineMemory memory = playback.loop().memory();
            final LastEvents events = new LastEvents(source.match(), most, memory);
            catcher.watch(memory);
            while (catcher.caught() == null && playback.next(events)) {
                // Until the frame was computed.
            }
            return events.texts;
        }
    }

    @Override
    public void onEvent(final Event event) {
        final MatchSlot slot = memory.find(match);
        if (most > 0 && event.match() == match && slot != null) {
            describer.match(match, slot.type().layout());
            if (texts.size() == most) {
                texts.remove(0);
            }
            texts.add(event.type() + " player " + event.player() + " inputSeq " + event.inputSeq() + " targetFrame "
                    + event.targetFrame() + " " + describer.fields(event));
        }
    }
}
