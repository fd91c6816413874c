package ringside.journal.support;

import java.util.ArrayList;
import java.util.List;
import ringside.engine.event.Event;
import ringside.journal.EpochStart;
import ringside.journal.JournalHandler;

/** Keeps what a journal delivers, as text that compares. */
public final class Recorder implements JournalHandler {
    private final List<String> events = new ArrayList<>();
    private final List<String> annotations = new ArrayList<>();
    private final List<EpochStart> epochs = new ArrayList<>();
    private int cleanStops;

    @Override
    public void onEvent(final Event event) {
        events.add(text(event));
    }

    @Override
    public void onAnnotation(final int match, final int frame, final long hash) {
        annotations.add(match + "/" + frame + "/" + hash);
    }

    @Override
    public void onEpoch(final EpochStart start) {
        epochs.add(start);
    }

    @Override
    public void onCleanStop(final long nextPosition) {
        cleanStops++;
    }

    /** An event as text, its payload included. */
    public static String text(final Event event) {
        final StringBuilder out = new StringBuilder(event.toString()).append(", payload ");
        for (int i = 0; i < event.payloadLength(); i++) {
            out.append(Integer.toHexString(event.buffer().getByte(Event.HEADER_BYTES + i) & 0xFF))
                    .append(' ');
        }
        return out.toString();
    }

    public List<String> events() {
        return events;
    }

    public List<String> annotations() {
        return annotations;
    }

    public List<EpochStart> epochs() {
        return epochs;
    }

    public int cleanStops() {
        return cleanStops;
    }
}
