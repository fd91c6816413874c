package ringside.cli;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.FrameParts;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.journal.EpochStart;
import ringside.journal.JournalHandler;
import ringside.journal.JournalReader;
import ringside.replay.EngineRecording;
import ringside.replay.Recovery;
import ringside.replay.ReplayException;
import ringside.replay.ReplayStart;
import ringside.replay.Replayer;

/**
 * One frame of a recorded engine, ready to be run as often as anybody wants: what the engine remembered after the frame before, and
 * the events from there to the frame's own. Each run begins with memory of its own.
 */
final class FrameAgain {
    /** As few as a ring of snapshots can have: nobody reads them. */
    private static final int SNAPSHOTS = 2;

    /** A frame's hash rides in one of the records right after it, if anything was recorded then. */
    private static final int MOST_RECORDS_TO_HASH = 1_000;

    private final int frame;
    private final Image before;
    private final List<Event> events;
    private final @Nullable Long recordedHash;

    private FrameAgain(
            final int frame, final Image before, final List<Event> events, final @Nullable Long recordedHash) {
        this.frame = frame;
        this.before = before;
        this.events = List.copyOf(events);
        this.recordedHash = recordedHash;
    }

    /** All that an engine remembered at a moment, as bytes. */
    private record Image(
            LogicSettings settings, GameTypes types, UnsafeBuffer engine, List<MatchImage> matches, long position) {
        static Image of(final EngineMemory memory, final long position) {
            final List<MatchImage> matches = new ArrayList<>();
            for (final MatchSlot slot : memory.matches()) {
                matches.add(
                        new MatchImage(slot.id(), slot.type(), copy(slot.state().block())));
            }
            return new Image(
                    memory.settings(), memory.types(), copy(memory.state().block()), matches, position);
        }

        private static UnsafeBuffer copy(final UnsafeBuffer block) {
            final UnsafeBuffer bytes = new UnsafeBuffer(new byte[block.capacity()]);
            bytes.putBytes(0, block, 0, block.capacity());
            return bytes;
        }

        EngineMemory restore() {
            final EngineMemory memory = new EngineMemory(settings, types, SNAPSHOTS);
            memory.restoreEngine(engine, 0);
            matches.forEach(each -> memory.restoreMatch(each.match, each.type, each.block, 0, position));
            return memory;
        }
    }

    private record MatchImage(int match, GameType type, UnsafeBuffer block) {}

    /** What one run took and came to. */
    record Run(long eventsNs, long frameNs, long hash) {}

    /** The frame of that number. Throws {@link ReplayException} when it was not recorded. */
    static FrameAgain find(final EngineRecording recording, final GameTypes types, final int frame) {
        final Replayer replayer = before(recording, types, frame);
        final Search search = new Search(replayer, frame);
        try (JournalReader reader = recording.read(replayer.loop().position() + 1)) {
            while (!search.isDone && reader.next(search)) {
                // Goes on until the frame's own event is there.
            }
            for (int i = 0; i < MOST_RECORDS_TO_HASH && search.recordedHash == null && reader.next(search); i++) {
                // Its hash rides in a later record.
            }
        }
        final Image image = search.image;
        if (!search.isDone || image == null) {
            throw new ReplayException(recording + ": frame " + frame + " of the engine was not recorded; the last is "
                    + replayer.loop().memory().state().tick());
        }
        return new FrameAgain(frame, image, search.events, search.recordedHash);
    }

    /** A replay that has not come to that frame yet. */
    private static Replayer before(final EngineRecording recording, final GameTypes types, final int frame) {
        final ReplayStart start = new ReplayStart(recording, types, new MutedOutput(), SNAPSHOTS, position -> {});
        final Replayer near = start.newest(memory -> memory.state().tick() < frame);
        if (near != null) {
            return near;
        }
        final Replayer oldest = start.oldestLoop();
        if (oldest.loop().memory().state().tick() >= frame) {
            Recovery.requireBeginning(recording);
        }
        return oldest;
    }

    int frame() {
        return frame;
    }

    /** The position of its FRAME. */
    long position() {
        return events.get(events.size() - 1).position();
    }

    /** Between the frame before and this one. */
    int eventsBefore() {
        return events.size() - 1;
    }

    int matches() {
        return before.matches().size();
    }

    /** What it came to live; null when that was not recorded any more. */
    @Nullable
    Long recordedHash() {
        return recordedHash;
    }

    /** The engine as it was before the frame, in memory of its own. */
    Attempt attempt(final FrameParts told) {
        final Hash hash = new Hash();
        final FrameLoop loop = new FrameLoop(before.restore(), hash, before.position());
        loop.tell(told);
        return new Attempt(loop, hash);
    }

    /** One run of the frame. */
    final class Attempt {
        private final FrameLoop loop;
        private final Hash hash;

        private Attempt(final FrameLoop loop, final Hash hash) {
            this.loop = loop;
            this.hash = hash;
        }

        /** Computes it, once. */
        Run compute() {
            final long startNs = System.nanoTime();
            for (int i = 0; i < events.size() - 1; i++) {
                loop.apply(events.get(i));
            }
            final long betweenNs = System.nanoTime();
            loop.apply(events.get(events.size() - 1));
            final long endNs = System.nanoTime();
            return new Run(betweenNs - startNs, endNs - betweenNs, hash.value);
        }
    }

    /** Keeps the hash of the engine's own memory, in which the hashes of all matches stand. */
    private static final class Hash extends MutedOutput {
        private long value;

        @Override
        public void hashed(final int match, final int hashedFrame, final long hash, final long position) {
            if (match == 0) {
                value = hash;
            }
        }
    }

    /** Replays up to the frame before, and keeps the events from there on. */
    private static final class Search implements JournalHandler {
        private final Replayer replayer;
        private final int frame;
        private final List<Event> events = new ArrayList<>();
        private @Nullable Image image;
        private @Nullable Long recordedHash;
        private boolean isDone;

        Search(final Replayer replayer, final int frame) {
            this.replayer = replayer;
            this.frame = frame;
        }

        @Override
        public void onAnnotation(final int match, final int hashedFrame, final long hash) {
            if (match == 0 && hashedFrame == frame) {
                recordedHash = hash;
            }
        }

        @Override
        public void onEpoch(final EpochStart start) {
            if (isDone) {
                return;
            }
            // What was kept belongs to the reign before: the frame's events begin with this one.
            events.forEach(replayer::onEvent);
            events.clear();
            image = null;
            replayer.onEpoch(start);
        }

        @Override
        public void onEvent(final Event event) {
            if (isDone) {
                return;
            }
            final EngineMemory memory = replayer.loop().memory();
            if (memory.state().tick() < frame - 1) {
                replayer.onEvent(event);
                return;
            }
            if (image == null) {
                image = Image.of(memory, replayer.loop().position());
            }
            final int bytes = event.lengthBytes();
            final Event kept = new Event().wrap(new UnsafeBuffer(new byte[bytes]), 0, bytes);
            kept.copyFrom(event);
            events.add(kept);
            isDone = event.type() == EventType.FRAME;
        }
    }
}
