package ringside.replay.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.Event;
import ringside.journal.EpochStart;
import ringside.journal.JournalHandler;
import ringside.journal.ServerId;
import ringside.layout.RecordType;
import ringside.replay.ReplayException;

/**
 * Reads the events of a match file in order, as a journal's reader would: a chunk's hashes come behind its events. Positions are
 * the file's own, one after the other, as logic wants them; {@link #journalPosition} says where an event stood.
 */
public final class MatchFileReader {
    private final MatchFile file;
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[Event.MAX_BYTES]), 0, Event.MAX_BYTES);
    private final RecordType input;
    private int chunk;
    private int identity;
    private IntColumn frames = new IntColumn();
    private ByteBuffer hashes = ByteBuffer.allocate(0);
    private int hashFrame;
    private EventColumnsReader events;
    private long position;
    private long journalPosition;

    /** A reader before the first event of a chunk. */
    public MatchFileReader(final MatchFile file, final int chunk) {
        this.file = file;
        this.chunk = chunk;
        identity = file.header().chunks().get(chunk).identity();
        input = file.input();
        // A start's position counts the file's own events before it.
        position = -1;
        for (int i = 0; i < chunk; i++) {
            position += file.header().chunks().get(i).events();
        }
        events = open();
    }

    private EventColumnsReader open() {
        final MatchFileHeader.Chunk stretch = file.header().chunks().get(chunk);
        final Parts.Reader parts = file.parts(chunk);
        parts.next();
        frames = IntColumn.of(parts.next());
        hashes = ByteBuffer.wrap(parts.next()).order(ByteOrder.LITTLE_ENDIAN);
        if (hashes.remaining() != frames.count() * Long.BYTES) {
            throw new ReplayException(file + ": chunk " + chunk + " has " + hashes.remaining() + " bytes of hashes for "
                    + frames.count() + " frames");
        }
        hashFrame = firstFrame() - 1;
        final EventColumnsReader opened =
                new EventColumnsReader(parts, input, file.header().match(), stretch.afterPosition());
        if (opened.count() != stretch.events()) {
            throw new ReplayException(file + ": chunk " + chunk + " has " + opened.count() + " events, its header says "
                    + stretch.events());
        }
        return opened;
    }

    private int firstFrame() {
        return Math.max(
                file.header().firstFrame(), file.header().chunks().get(chunk).afterFrame() + 1);
    }

    /** Gives out the next event, and what stands before and behind it. False at the end. */
    public boolean next(final JournalHandler handler) {
        while (!events.next(event)) {
            giveHashes(handler);
            if (chunk + 1 == file.header().chunks().size()) {
                return false;
            }
            chunk++;
            events = open();
            giveEpoch(handler);
        }
        journalPosition = event.position();
        event.position(++position);
        handler.onEvent(event);
        return true;
    }

    private void giveHashes(final JournalHandler handler) {
        while (!frames.isRead()) {
            hashFrame += 1 + frames.next();
            handler.onAnnotation(file.header().match(), hashFrame, hashes.getLong());
        }
    }

    private void giveEpoch(final JournalHandler handler) {
        final int now = file.header().chunks().get(chunk).identity();
        if (now != identity) {
            identity = now;
            handler.onEpoch(new EpochStart(
                    now + 1, 0, position + 1, ServerId.parse(file.header().server()), file.identityJson(chunk)));
        }
    }

    /** Where the event given out last stood in the journal. */
    public long journalPosition() {
        return journalPosition;
    }
}
