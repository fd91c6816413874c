package ringside.perf.replay;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.arena.ArenaGame;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.OpenPayload;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MutedOutput;
import ringside.journal.DataDirectory;
import ringside.journal.Durability;
import ringside.journal.Journal;
import ringside.journal.JournalConfig;
import ringside.journal.JournalWriter;
import ringside.perf.frame.ArenaMatches;
import ringside.replay.EngineIdentity;
import ringside.replay.EngineRecording;

/** Matches of the arena that play the published trace, in a journal as a server would have written it: a record a frame. */
final class RecordedTrace extends MutedOutput {
    static final int HZ = 60;
    static final int MATCH = 1;
    static final GameTypes TYPES = types();

    private static final int OPEN_BYTES = 64;
    private static final String BUILD = "perf";

    /** A hash rides in a record after the one of its frame. */
    private record Hash(int match, int frame, long value) {}

    private final JournalWriter writer;
    private final Deque<Hash> hashes = new ArrayDeque<>();

    private RecordedTrace(final JournalWriter writer) {
        this.writer = writer;
    }

    /** Records so many frames of so many matches, and returns where. */
    static EngineRecording record(final Path directory, final int matches, final int frames) {
        final SecureRandom random = new SecureRandom();
        try (DataDirectory data = DataDirectory.open(directory, random::nextLong);
                Journal journal = Journal.open(
                        data,
                        0,
                        EngineIdentity.of(BUILD, ArenaMatches.settings(matches), TYPES)
                                .toJson(),
                        JournalConfig.DEFAULT.withDurability(Durability.MAPPED),
                        new Journal.Edges(System::currentTimeMillis, System::nanoTime, random::nextLong))) {
            final RecordedTrace trace = new RecordedTrace(journal.writer());
            trace.open();
            final ArenaMatches arena = new ArenaMatches(matches, trace, trace::append);
            for (int frame = 0; frame < frames; frame++) {
                arena.frame();
            }
            trace.annotate();
        }
        return EngineRecording.allOf(directory).get(0);
    }

    /** The game for a thread of its own. */
    static GameTypes types() {
        return GameTypes.of(new GameType(new ArenaGame()));
    }

    private void open() {
        final Event open = new Event().wrap(new UnsafeBuffer(new byte[OPEN_BYTES]), 0, OPEN_BYTES);
        append(OpenPayload.write(open, writer.epoch(), writer.writerId()));
    }

    private void append(final Event event) {
        writer.add(event);
        if (event.typeCode() == EventType.FRAME.code()) {
            annotate();
            writer.commit();
        }
    }

    private void annotate() {
        while (!hashes.isEmpty()) {
            final Hash next = hashes.removeFirst();
            writer.annotate(next.match(), next.frame(), next.value());
        }
    }

    @Override
    public void hashed(final int match, final int frame, final long hash, final long position) {
        // The engine's own memory knows an epoch in the journal, and none here.
        if (match != 0) {
            hashes.add(new Hash(match, frame, hash));
        }
    }
}
