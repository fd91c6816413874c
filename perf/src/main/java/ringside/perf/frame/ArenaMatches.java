package ringside.perf.frame;

import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.arena.ArenaGame;
import ringside.arena.ArenaTrace;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.FramePayload;
import ringside.engine.event.InputPayload;
import ringside.engine.event.JoinPayload;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.logic.MutedOutput;
import ringside.layout.IntColumn;
import ringside.layout.RecordView;
import ringside.perf.TraceRecords;

/**
 * Arena matches of 10 players and no bots on one thread, as an engine's logic has them; thousands of them take more memory
 * than any cache holds. The players play the published trace. Inputs come scattered over all matches, in batches, and each
 * batch is foreseen before it is applied.
 */
public final class ArenaMatches {
    /** Of each match. */
    static final int PLAYERS = 10;

    private static final int HZ = 60;
    private static final int SNAPSHOTS = 32;
    private static final int BATCH = 256;
    private static final int EVENT_BYTES = 64;

    /** So many that matches differ, so few that the trace stays in the caches: what is measured is logic. */
    private static final int TRACE_PLAYERS = 200;

    /** What the players' views are behind: a round trip of 100 ms and interpolation. */
    private static final int VIEW_AGE_FRAMES = 8;

    private static final int BOUND_FRAMES = 12;

    /** Prime to any even number of players: a walk over all of them that jumps from match to match. */
    private static final int STRIDE = 7919;

    private final GameType type = new GameType(new ArenaGame());
    private final TraceRecords trace = new TraceRecords(type.layout(), TRACE_PLAYERS);
    private final Consumer<Event> journal;
    private final FrameLoop loop;
    private final int[] players;
    private final Event scratch = new Event().wrap(new UnsafeBuffer(new byte[2048]), 0, 2048);
    private final Event[] batch = new Event[BATCH];
    private int frame;

    /** Matches in which everybody has joined and no frame has passed. */
    public ArenaMatches(final int count) {
        this(count, new MutedOutput(), event -> {});
    }

    /**
     * The same, recorded.
     *
     * @param output told what comes out
     * @param journal takes each event before it is applied, and may give it any position
     */
    public ArenaMatches(final int count, final LogicOutput output, final Consumer<Event> journal) {
        this.journal = journal;
        loop = new FrameLoop(new EngineMemory(settings(count), GameTypes.of(type), SNAPSHOTS), output, -1);
        players = new int[count * PLAYERS];
        for (int i = 0; i < BATCH; i++) {
            batch[i] = new Event().wrap(new UnsafeBuffer(new byte[EVENT_BYTES]), 0, EVENT_BYTES);
        }
        for (int match = 1; match <= count; match++) {
            begin(match);
        }
    }

    /** What the engine of so many matches works by. */
    public static LogicSettings settings(final int matches) {
        return LogicSettings.at(HZ).withMaxMatches(matches);
    }

    private void begin(final int match) {
        final UnsafeBuffer record = new UnsafeBuffer(new byte[2048]);
        final RecordView rules =
                new RecordView(type.layout().rules()).wrap(record, 0).reset();
        rules.set((IntColumn) type.layout().rules().column("bots"), 0);
        feed(CreatePayload.write(
                scratch,
                match,
                ArenaTrace.SEED + match,
                type.layout().hash(),
                record,
                0,
                type.layout().rules().lengthBytes()));
        new RecordView(type.layout().join()).wrap(record, 0).reset();
        for (int seat = 0; seat < PLAYERS; seat++) {
            feed(JoinPayload.write(
                    scratch, match, 1L + seat, record, 0, type.layout().join().lengthBytes()));
        }
        final MatchSnapshot seats =
                new MatchSnapshot(type).wrap(slot(match).state().block(), 0);
        for (int seat = 0; seat < PLAYERS; seat++) {
            players[(match - 1) * PLAYERS + seat] = seats.player(seat);
        }
    }

    private void feed(final Event event) {
        journal.accept(event);
        event.position(loop.position() + 1);
        loop.apply(event);
    }

    /** What the matches and their engine remember. */
    public EngineMemory memory() {
        return loop.memory();
    }

    /** Of the last event applied. */
    public long position() {
        return loop.position();
    }

    GameType type() {
        return type;
    }

    /** The match of that number, from 1. */
    MatchSlot slot(final int match) {
        final MatchSlot slot = loop.memory().find(match);
        if (slot == null) {
            throw new IllegalStateException("match " + match + " was not created");
        }
        return slot;
    }

    /** Where the trace keeps what a player, counted through all matches, does in a frame: {@link #traced}. */
    int offset(final int player, final int at) {
        return trace.offset(player % TRACE_PLAYERS, at);
    }

    UnsafeBuffer traced() {
        return trace.buffer();
    }

    /** All inputs of a frame, scattered, and the frame. */
    public int frame() {
        frame++;
        final int total = players.length;
        int who = frame % total;
        for (int done = 0; done < total; done += BATCH) {
            final int size = Math.min(BATCH, total - done);
            who = write(size, who);
            for (int i = 0; i < size; i++) {
                loop.foresee(batch[i]);
            }
            for (int i = 0; i < size; i++) {
                feed(batch[i]);
            }
        }
        feed(FramePayload.write(scratch, 0, false));
        return frame;
    }

    /** Makes the inputs of a frame and feeds none: what an edge does, and logic does not. */
    int inputsOnly() {
        final int total = players.length;
        int who = frame % total;
        for (int done = 0; done < total; done += BATCH) {
            who = write(Math.min(BATCH, total - done), who);
        }
        return who;
    }

    /** Returns who comes next. */
    private int write(final int count, final int first) {
        int who = first;
        for (int i = 0; i < count; i++) {
            write(batch[i], who);
            who = (who + STRIDE) % players.length;
        }
        return who;
    }

    private void write(final Event event, final int who) {
        final int match = who / PLAYERS + 1;
        InputPayload.write(event, match, players[who], frame, frame, traced(), offset(who, frame), trace.recordBytes());
        InputPayload.writeSeen(event, frame - VIEW_AGE_FRAMES, frame - 2, 0x8000, BOUND_FRAMES);
    }
}
