package ringside.replay.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.FramePayload;
import ringside.engine.event.InputPayload;
import ringside.engine.event.OperatorPayload;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.journal.EpochStart;
import ringside.journal.JournalHandler;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.replay.HashCheck;
import ringside.replay.ReplayException;
import ringside.replay.Replayer;

/**
 * Plays a recorded match up to a frame as it was, and on from there otherwise, into a match file of its own. Up to the fork this build
 * must come to the recorded hashes; from there on the hashes in the file are the ones that it computed.
 *
 * <p>An input that is added takes the next number of its player, and all later inputs of that player move on by one.
 */
public final class MatchFork {
    private static final int FRAMES_PER_CHUNK = 3_600;

    /** FRAMEs that a match may stand still for beyond its recording before the fork ends. */
    private static final int MOST_STANDING = 600;

    private static final byte[] FORKED = OperatorPayload.of("fork", "bots play on");

    /** What players sent, and what became of their connections. */
    private static final Set<EventType> OF_PLAYERS = EnumSet.of(
            EventType.INPUT,
            EventType.COMMAND,
            EventType.JOIN,
            EventType.RESUME,
            EventType.DISCONNECT,
            EventType.LEAVE,
            EventType.KICK);

    private final MatchFile source;
    private final ForkPlan plan;
    private final RecordType input;
    private final MatchFileReader reader;
    private final MatchFileWriter writer;
    private final Replayer replayer;
    private final Long2LongHashMap hashes = new Long2LongHashMap(0);
    private final HashCheck check = new HashCheck();
    private final Watch watch = new Watch();
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[Event.MAX_BYTES]), 0, Event.MAX_BYTES);
    private final Map<Integer, Integer> added = new HashMap<>();
    private final List<InputChange> undone;
    private final Map<Integer, TreeSet<Integer>> inputsOf = new TreeMap<>();
    private int frame;
    private int chunkFrame;
    private long lastPosition;
    /**
     * Whether an event was changed, added or left out: an input that came early stands in the match's memory before its frame, so frames
     * differ from there on.
     */
    private boolean isAltered;

    private boolean isForked;
    private boolean isOver;

    private MatchFork(final MatchFile source, final GameTypes types, final ForkPlan plan) {
        this.source = source;
        this.plan = plan;
        input = source.input();
        reader = new MatchFileReader(source, 0);
        writer = new MatchFileWriter(input, source.header().server());
        replayer = source.replayer(0, types, watch);
        undone = new ArrayList<>(plan.changes());
        frame = source.header().chunks().get(0).afterFrame();
        lastPosition = source.header().chunks().get(0).afterPosition();
    }

    /**
     * Writes the fork.
     *
     * @param notes what to say in it besides the recording's own notes
     * @throws ReplayException when there is nothing to fork, when this build does not play the recording as it was, or when a change
     *     has no input to change; then nothing is written
     */
    public static MatchFileHeader run(
            final MatchFile source,
            final GameTypes types,
            final ForkPlan plan,
            final List<String> notes,
            final Path file)
            throws IOException {
        final MatchFileHeader header = source.header();
        if (plan.frame() < header.firstFrame() || plan.frame() > header.lastFrame()) {
            throw new ReplayException(source + " holds frames " + header.firstFrame() + " to " + header.lastFrame()
                    + ": it cannot be forked at frame " + plan.frame());
        }
        return new MatchFork(source, types, plan).write(notes, file);
    }

    private MatchFileHeader write(final List<String> notes, final Path file) throws IOException {
        writer.identity(source.identityJson(0));
        beginChunk();
        final Handler handler = new Handler();
        while (!isComplete() && reader.next(handler)) {
            // Everything that was recorded.
        }
        goOn();
        requireAsRecorded();
        requireDone();
        final List<String> said = new ArrayList<>(source.header().notes());
        said.addAll(notes);
        return writer.finish(file, draft(said), hashes);
    }

    /** Beyond the recording: time passes, and nobody sends anything but what was added. */
    private void goOn() {
        int standing = 0;
        while (plan.to() != Integer.MAX_VALUE && !isComplete() && standing < MOST_STANDING) {
            final int before = frame;
            take(FramePayload.write(event, 0, false), lastPosition + 1);
            standing = frame == before ? standing + 1 : 0;
        }
    }

    private boolean isComplete() {
        return isOver || frame >= plan.to();
    }

    private MatchFileHeader draft(final List<String> notes) {
        final MatchFileHeader recorded = source.header();
        return new MatchFileHeader(
                recorded.match(),
                recorded.game(),
                recorded.layoutHash(),
                recorded.server(),
                recorded.engine(),
                recorded.hz(),
                recorded.firstFrame(),
                frame,
                0,
                0,
                isOver,
                plan.frame(),
                notes,
                List.of(),
                List.of());
    }

    private void requireAsRecorded() {
        final HashCheck.Divergence first = check.divergence();
        if (first != null) {
            throw new ReplayException("this build plays " + source + " otherwise than it was, from frame "
                    + first.frame() + " on: a fork at frame " + plan.frame()
                    + " would follow from what never was; fork with the build that recorded it");
        }
    }

    private void requireDone() {
        if (undone.isEmpty()) {
            return;
        }
        final InputChange change = undone.get(0);
        final TreeSet<Integer> frames = inputsOf.getOrDefault(change.player(), new TreeSet<>());
        throw new ReplayException(change + ": "
                + (change.kind() == InputChange.Kind.ADD
                        ? "the fork never came to that frame, it ends with frame " + frame
                        : frames.isEmpty()
                                ? "player " + change.player() + " has no inputs in " + source + "; there are players "
                                        + inputsOf.keySet()
                                : "player " + change.player()
                                        + " has no input for that frame; the nearest are for frames "
                                        + frames.floor(change.frame()) + " and " + frames.ceiling(change.frame())));
    }

    private void beginChunk() {
        chunkFrame = frame;
        final long position = writer.events() - 1;
        writer.beginChunk(replayer.loop().memory().alone(source.match(), 1, position), position, frame, lastPosition);
    }

    /** What was recorded. */
    private final class Handler implements JournalHandler {
        @Override
        public void onEpoch(final EpochStart start) {
            replayer.onEpoch(start);
            writer.identity(start.identityJson());
            beginChunk();
        }

        @Override
        public void onEvent(final Event recorded) {
            if (isComplete()) {
                return;
            }
            if (recorded.type() == EventType.FRAME) {
                beforeFrame(frame + 1);
            }
            event.copyFrom(recorded);
            if (recorded.type() != EventType.INPUT) {
                if (!isLeftOut(recorded)) {
                    take(event, Math.max(reader.journalPosition(), lastPosition + 1));
                }
            } else if (isWanted(event)) {
                event.inputSeq(event.inputSeq() + added.getOrDefault(event.player(), 0));
                take(event, Math.max(reader.journalPosition(), lastPosition + 1));
            } else {
                isAltered = true;
            }
        }

        @Override
        public void onAnnotation(final int match, final int hashedFrame, final long hash) {
            if (hashedFrame < plan.frame()) {
                check.recorded(match, hashedFrame, hash);
            }
        }
    }

    /** Whether players' own doings count no more. */
    private boolean isLeftOut(final Event recorded) {
        if (!isForked || plan.then() == ForkPlan.Then.RECORDED) {
            return false;
        }
        return plan.then() == ForkPlan.Then.BOTS
                ? OF_PLAYERS.contains(recorded.type())
                : recorded.type() == EventType.COMMAND;
    }

    /** Whether a recorded input stays, with the values that it gets. */
    private boolean isWanted(final Event recorded) {
        inputsOf.computeIfAbsent(recorded.player(), player -> new TreeSet<>()).add(recorded.targetFrame());
        final boolean isBefore = !isForked && recorded.targetFrame() < plan.frame();
        boolean isWanted = isBefore || plan.then() == ForkPlan.Then.RECORDED;
        for (final InputChange change : plan.changes()) {
            if (change.player() == recorded.player() && change.frame() == recorded.targetFrame()) {
                if (change.kind() == InputChange.Kind.DROP) {
                    isWanted = false;
                    undone.remove(change);
                } else if (change.kind() == InputChange.Kind.SET) {
                    isWanted = true;
                    isAltered = true;
                    change.write(input, recorded.buffer(), InputPayload.RECORD_OFFSET);
                    undone.remove(change);
                }
            }
        }
        return isWanted;
    }

    /** What the plan wants just before a frame is computed. */
    private void beforeFrame(final int next) {
        if (next == plan.frame() && !isForked) {
            isForked = true;
            if (plan.then() == ForkPlan.Then.BOTS) {
                removePlayers();
            }
        }
        for (final InputChange change : plan.changes()) {
            if (change.kind() == InputChange.Kind.ADD && change.frame() == next && undone.remove(change)) {
                add(change);
            }
        }
    }

    private void removePlayers() {
        final Table seats = seats();
        final List<Integer> players = new ArrayList<>();
        for (int row = state().first(seats); row != Rows.NONE; row = state().next(seats, row)) {
            players.add((int) seat(row, "player"));
        }
        for (final int player : players) {
            take(OperatorPayload.write(event, EventType.KICK, source.match(), player, FORKED), lastPosition + 1);
        }
    }

    private void add(final InputChange change) {
        isAltered = true;
        int taken = -1;
        for (int row = state().first(seats()); row != Rows.NONE; row = state().next(seats(), row)) {
            if (seat(row, "player") == change.player()) {
                taken = (int) seat(row, "takenSeq");
            }
        }
        if (taken < 0) {
            throw new ReplayException(change + ": player " + change.player() + " has no seat at that frame");
        }
        final RecordView record = new RecordView(input)
                .wrap(new UnsafeBuffer(new byte[Math.max(1, input.lengthBytes())]), 0)
                .reset();
        change.write(input, record.buffer(), 0);
        InputPayload.write(
                event,
                source.match(),
                change.player(),
                taken + 1,
                change.frame(),
                record.buffer(),
                0,
                input.lengthBytes());
        InputPayload.writeSeen(event, change.frame() - 1, change.frame() - 1, 0, 0);
        take(event, lastPosition + 1);
        added.merge(change.player(), 1, Integer::sum);
    }

    private State state() {
        final MatchSlot slot = replayer.loop().memory().find(source.match());
        if (slot == null) {
            throw new ReplayException(source + ": the match is not there yet at frame " + plan.frame());
        }
        return slot.state();
    }

    private Table seats() {
        return state().layout().table("$seats");
    }

    private long seat(final int row, final String column) {
        final Table seats = seats();
        return seats.column(column).read(state().block(), state().rowOffset(seats, row));
    }

    /** Applies an event, and has it written. */
    private void take(final Event next, final long position) {
        next.position(replayer.loop().position() + 1);
        replayer.onEvent(next);
        next.position(position);
        lastPosition = position;
        writer.add(next);
        if (next.type() == EventType.FRAME && !isComplete() && frame - chunkFrame >= FRAMES_PER_CHUNK) {
            beginChunk();
        }
    }

    /** How far the match has come. */
    private final class Watch extends MutedOutput {
        @Override
        public void hashed(final int match, final int hashedFrame, final long hash, final long position) {
            if (match == source.match()) {
                frame = hashedFrame;
                hashes.put(hashedFrame, hash == 0 ? 1 : hash);
                if (!isAltered && hashedFrame < plan.frame()) {
                    check.hashed(match, hashedFrame, hash, position);
                }
            }
        }

        @Override
        public void matchFailed(
                final int match, final int failedFrame, final long position, final RuntimeException cause) {
            isOver |= match == source.match();
        }

        @Override
        public void ended(final MatchSlot slot, final long position) {
            isOver = true;
        }
    }
}
