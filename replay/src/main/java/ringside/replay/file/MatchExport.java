package ringside.replay.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.BookmarkPayload;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.JoinPayload;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.engine.output.AnswerKind;
import ringside.journal.EpochStart;
import ringside.journal.JournalHandler;
import ringside.journal.JournalReader;
import ringside.layout.XxHash64;
import ringside.replay.EngineIdentity;
import ringside.replay.EngineRecording;
import ringside.replay.ReplayException;
import ringside.replay.Replayer;
import ringside.snapshot.checkpoint.Checkpoint;
import ringside.snapshot.checkpoint.CheckpointImage;

/**
 * Cuts a match, or a stretch of it, out of an engine's recording. The hashes in the file are the recorded ones, so that a
 * recording that diverges still does as a file.
 *
 * <p>Only that match is computed again: of the others nothing is needed but the FRAMEs. One thing comes from outside a match,
 * whether a connect token was good when somebody joined. What the match's own joins say of that is nearly always right; where
 * the file does not come to the recorded hashes, the whole engine is run again to know. The file itself has no tokens: it holds
 * the joins that were let in, and for them any token is as good as none.
 */
public final class MatchExport {
    /** From one start in the file to the next: looking for a frame computes no more than so many. */
    private static final int FRAMES_PER_CHUNK = 3_600;

    /** Hashes are recorded so much later than their frames at most. */
    private static final int MOST_HASHES_BEHIND = 64;

    /** How long somebody may take to say what a mark is about. */
    private static final int SECONDS_OF_TYPING = 120;

    private static final int EVENTS_PER_REPORT = 4_096;
    private static final int SNAPSHOTS = 2;
    private static final int NO_TOKENS = 1;
    private static final long NO_HASH = 0;

    private final EngineRecording recording;
    private final GameTypes types;
    private final int match;
    private final int from;
    private final int to;
    private final boolean isWhole;
    private final Long2LongHashMap hashes = new Long2LongHashMap(NO_HASH);
    private final Watch watch = new Watch();
    private final Event join = new Event().wrap(new UnsafeBuffer(new byte[Event.MAX_BYTES]), 0, Event.MAX_BYTES);
    private String identityJson = "";
    private @Nullable Replayer replayer;
    private @Nullable MatchFileWriter writer;
    private @Nullable GameType type;
    private boolean isComplete;
    private int chunkFrame;
    private int framesBehind;
    private int opensAt;
    private long journalPosition = -1;

    private MatchExport(
            final EngineRecording recording, final GameTypes types, final Wish wish, final boolean isWhole) {
        this.recording = recording;
        this.types = types;
        match = wish.match();
        from = wish.from();
        to = wish.to();
        opensAt = wish.opensAt();
        this.isWhole = isWhole;
    }

    /**
     * What is wanted of a match.
     *
     * @param match its number
     * @param from the first frame; 0 for all from the match's creation on
     * @param to the last frame, if the match came so far
     * @param opensAt the frame to be seen first; {@link MatchFileHeader#NOWHERE} for the first that somebody marked
     * @param notes what to say in the file
     */
    public record Wish(int match, int from, int to, int opensAt, List<String> notes) {
        /** Copies the notes. */
        public Wish {
            notes = List.copyOf(notes);
        }

        /** All of a match. */
        public static Wish allOf(final int match) {
            return new Wish(match, 0, Integer.MAX_VALUE, MatchFileHeader.NOWHERE, List.of());
        }
    }

    /** The same, of what a {@link Wish} without a frame to open at would say. */
    public static MatchFileHeader run(
            final EngineRecording recording,
            final GameTypes types,
            final int match,
            final int from,
            final int to,
            final List<String> notes,
            final Path file,
            final DoubleConsumer progress)
            throws IOException {
        return run(recording, types, new Wish(match, from, to, MatchFileHeader.NOWHERE, notes), file, progress);
    }

    /**
     * Writes the file.
     *
     * @param progress told the part of the journal done, 0 to 1
     * @return what the file says of itself
     * @throws ReplayException when the match was not recorded, or this build does not carry its game
     */
    public static MatchFileHeader run(
            final EngineRecording recording,
            final GameTypes types,
            final Wish wish,
            final Path file,
            final DoubleConsumer progress)
            throws IOException {
        final MatchFileHeader quick =
                new MatchExport(recording, types, wish, false).write(wish.notes(), file, progress);
        if (MatchFileVerification.of(MatchFile.open(file), types, () -> 0, part -> {})
                .ok()) {
            return quick;
        }
        return new MatchExport(recording, types, wish, true).write(wish.notes(), file, progress);
    }

    private MatchFileHeader write(final List<String> notes, final Path file, final DoubleConsumer progress)
            throws IOException {
        final long begin = begin();
        final double end = Math.max(1, recording.claimedEnd());
        journalPosition = begin - 1;
        try (JournalReader reader = recording.read(begin)) {
            final Handler handler = new Handler();
            long records = 0;
            while (framesBehind <= framesToLookBehind() && reader.next(handler)) {
                if (++records % EVENTS_PER_REPORT == 0) {
                    progress.accept(journalPosition / end);
                }
            }
        }
        final MatchFileWriter made = writer;
        final GameType of = type;
        if (made == null || of == null) {
            throw new ReplayException(
                    replayer == null
                            ? recording + ": nothing was recorded here"
                            : recording + ": match " + match + " was not recorded here"
                                    + (from > 0 ? ", or not as far as frame " + from : ""));
        }
        hashes.keySet().removeIf(frame -> frame > watch.frame);
        return made.finish(
                file,
                new MatchFileHeader(
                        match,
                        of.layout().game(),
                        XxHash64.hex(of.layout().hash()),
                        recording.serverId().toString(),
                        recording.engine(),
                        EngineIdentity.parse(identityJson).settings().hz(),
                        from,
                        watch.frame,
                        0,
                        0,
                        watch.isOver,
                        opensAt,
                        notes,
                        List.of(),
                        List.of()),
                hashes);
    }

    // ---- where to begin

    /** Returns the position of the first event to read. */
    private long begin() {
        if (from > 0) {
            final Long position = recording.checkpointStore().newest(recording.claimedEnd(), note -> {}, this::beginAt);
            if (position != null) {
                return position;
            }
        }
        final long retained = recording.retainedFrom();
        if (retained == 0) {
            return 0;
        }
        final Long position = recording.checkpointStore().oldest(retained - 1, this::beginAtOldest);
        if (position == null) {
            throw new ReplayException(recording + ": its beginning was removed, and no checkpoint takes its place");
        }
        return position;
    }

    /** From a checkpoint that has the match before the frame that is wanted. */
    private @Nullable Long beginAt(final Checkpoint checkpoint) {
        final EngineIdentity wrote = recording.identityOf(checkpoint);
        final Replayer restored = new Replayer(types, watch, checkpoint, SNAPSHOTS, position -> {}).begin(wrote);
        final MatchSlot slot = restored.loop().memory().find(match);
        if (slot == null || slot.frame() >= from) {
            return null;
        }
        return beginWith(restored, wrote, checkpoint);
    }

    private Long beginAtOldest(final Checkpoint checkpoint) {
        final EngineIdentity wrote = recording.identityOf(checkpoint);
        final Replayer restored = new Replayer(types, watch, checkpoint, SNAPSHOTS, position -> {}).begin(wrote);
        final MatchSlot slot = restored.loop().memory().find(match);
        if (slot != null && slot.frame() >= from) {
            throw new ReplayException(recording + ": match " + match + " is kept from frame " + (slot.frame() + 1)
                    + " on, what lies before was removed; take it from there with --from");
        }
        return beginWith(restored, wrote, checkpoint);
    }

    private Long beginWith(final Replayer restored, final EngineIdentity wrote, final Checkpoint checkpoint) {
        identityJson = wrote.toJson();
        journalPosition = checkpoint.position();
        final MatchSlot slot = restored.loop().memory().find(match);
        replayer = isWhole ? restored : alone(restored.loop().memory(), wrote);
        if (slot != null) {
            type = slot.type();
            watch.frame = slot.frame();
            if (slot.frame() == from - 1) {
                record();
            }
        }
        return checkpoint.position() + 1;
    }

    /** A replay of that match alone, from a memory that may know others too. */
    private Replayer alone(final EngineMemory memory, final EngineIdentity recorded) {
        final EngineIdentity carried = carried(recorded);
        final EngineMemory own = memory.alone(match, memory.settings().maxTokens(), -1);
        final CheckpointImage image = new CheckpointImage(carried.toJson());
        image.capture(own, -1, true);
        final ByteBuffer sealed = image.seal(recording.serverId().toString());
        return new Replayer(types, watch, Checkpoint.of("start", sealed), SNAPSHOTS, position -> {}).begin(carried);
    }

    /** What is recorded of an engine, as far as this build has its games: the others' matches are not computed. */
    private EngineIdentity carried(final EngineIdentity recorded) {
        return new EngineIdentity(
                recorded.build(),
                recorded.settings().withMaxMatches(1),
                recorded.layouts().stream()
                        .filter(layout -> types.find(layout.hash()) != null)
                        .toList());
    }

    // ---- the file

    /** What an engine with that match alone would have said of itself. */
    private String ownIdentity() {
        final EngineIdentity recorded = EngineIdentity.parse(identityJson);
        final String game = played().layout().game();
        return new EngineIdentity(
                        recorded.build(),
                        recorded.settings().withMaxMatches(1).withMaxTokens(NO_TOKENS),
                        recorded.layouts().stream()
                                .filter(layout -> layout.game().equals(game))
                                .toList())
                .toJson();
    }

    private GameType played() {
        final GameType known = type;
        if (known == null) {
            throw new IllegalStateException("no match yet");
        }
        return known;
    }

    /** From here on everything goes into the file. */
    private void record() {
        final MatchFileWriter made = new MatchFileWriter(
                played().layout().input(), recording.serverId().toString());
        writer = made;
        made.identity(ownIdentity());
        beginChunk(made);
    }

    private void beginChunk(final MatchFileWriter made) {
        final Replayer running = replayer;
        if (running == null) {
            throw new IllegalStateException("no match yet");
        }
        chunkFrame = watch.frame;
        final long position = made.events() - 1;
        made.beginChunk(
                running.loop().memory().alone(match, NO_TOKENS, position), position, watch.frame, journalPosition);
    }

    /** What the journal says. */
    private final class Handler implements JournalHandler {
        @Override
        public void onEpoch(final EpochStart start) {
            identityJson = start.identityJson();
            final EngineIdentity recorded = EngineIdentity.parse(identityJson);
            final Replayer running = replayer;
            if (running == null) {
                replayer = isWhole
                        ? new Replayer(types, watch, null, SNAPSHOTS, position -> {}).begin(recorded)
                        : alone(new EngineMemory(recorded.settings(), types, SNAPSHOTS), recorded);
                return;
            }
            final String json = isWhole ? identityJson : carried(recorded).toJson();
            running.onEpoch(
                    new EpochStart(start.epoch(), start.writerId(), start.firstPosition(), start.serverId(), json));
            final MatchFileWriter made = writer;
            if (made != null && !isComplete) {
                made.identity(ownIdentity());
                beginChunk(made);
            }
        }

        @Override
        public void onEvent(final Event event) {
            final Replayer running = replayer;
            if (running == null) {
                throw new ReplayException(recording + ": an event stands before the first epoch");
            }
            if (!isComplete && (isWhole || isOfMatch(event))) {
                take(running, event);
            } else if (isComplete && event.typeCode() == EventType.FRAME.code()) {
                framesBehind++;
            } else if (isComplete) {
                markedLate(event);
            }
            journalPosition = event.position();
        }

        @Override
        public void onAnnotation(final int hashedMatch, final int frame, final long hash) {
            if (hashedMatch == match && frame >= from && writer != null) {
                hashes.put(frame, hash == NO_HASH ? 1 : hash);
            }
        }
    }

    /** Behind a clip, marks of its frames may still come: whoever marks a moment goes on playing while typing. */
    private int framesToLookBehind() {
        return isComplete && !watch.isOver
                ? SECONDS_OF_TYPING
                        * EngineIdentity.parse(identityJson).settings().hz()
                : MOST_HASHES_BEHIND;
    }

    private void markedLate(final Event event) {
        final MatchFileWriter made = writer;
        if (made != null
                && !watch.isOver
                && event.match() == match
                && event.typeCode() == EventType.BOOKMARK.code()
                && event.targetFrame() >= from
                && event.targetFrame() <= watch.frame) {
            marked(event);
            made.add(event);
        }
    }

    /** Where nobody said it, the file opens at the first moment that somebody marked. */
    private void marked(final Event event) {
        if (opensAt == MatchFileHeader.NOWHERE) {
            opensAt = BookmarkPayload.frame(event, watch.frame);
        }
    }

    private boolean isOfMatch(final Event event) {
        return event.match() == 0 || event.match() == match;
    }

    private void take(final Replayer running, final Event event) {
        final long position = event.position();
        if (event.typeCode() == EventType.CREATE.code() && event.match() == match && writer == null && from == 0) {
            create(event);
        }
        watch.isRefused = false;
        event.position(running.loop().position() + 1);
        running.onEvent(event);
        event.position(position);
        journalPosition = position;
        if (running.loop().memory().find(match) == null && watch.frame < 0) {
            // Its creation was refused, or has not come.
            writer = null;
        }
        final MatchFileWriter made = writer;
        if (made != null && isOfMatch(event)) {
            if (event.typeCode() == EventType.BOOKMARK.code()) {
                marked(event);
            }
            add(made, event);
        }
        if (event.typeCode() == EventType.FRAME.code()) {
            frameDone();
        }
    }

    private void create(final Event event) {
        type = types.find(CreatePayload.layoutHash(event));
        if (type == null) {
            throw new ReplayException("match " + match + " was recorded by a game of layout "
                    + XxHash64.hex(CreatePayload.layoutHash(event)) + ", which this build does not carry: "
                    + types.all());
        }
        record();
    }

    private void add(final MatchFileWriter made, final Event event) {
        if (event.typeCode() != EventType.JOIN.code()) {
            made.add(event);
        } else if (!watch.isRefused) {
            join.copyFrom(event);
            JoinPayload.writeToken(join, 0, 0);
            JoinPayload.writeTokenLife(join, 0, 0);
            made.add(join);
        }
    }

    private void frameDone() {
        final MatchFileWriter made = writer;
        if (made == null) {
            if (type != null && watch.frame >= from - 1) {
                record();
            }
        } else if (watch.isOver || watch.frame >= to) {
            isComplete = true;
        } else if (watch.frame - chunkFrame >= FRAMES_PER_CHUNK) {
            beginChunk(made);
        }
    }

    /** How far the match has come, and whether its last join was let in. */
    private final class Watch extends MutedOutput {
        private int frame = -1;
        private boolean isOver;
        private boolean isRefused;

        @Override
        public void hashed(final int hashedMatch, final int hashedFrame, final long hash, final long position) {
            if (hashedMatch == match) {
                frame = hashedFrame;
            }
        }

        @Override
        public void created(final MatchSlot slot) {
            if (slot.id() == match) {
                type = slot.type();
            }
        }

        @Override
        public void answer(
                final AnswerKind kind,
                final long position,
                final long connection,
                final int answered,
                final int player,
                final int sequence,
                final int detail) {
            isRefused |= kind == AnswerKind.JOIN_REFUSED;
        }

        @Override
        public void matchFailed(
                final int failed, final int failedFrame, final long position, final RuntimeException cause) {
            isOver |= failed == match;
        }

        @Override
        public void ended(final MatchSlot slot, final long position) {
            isOver |= slot.id() == match;
        }
    }
}
