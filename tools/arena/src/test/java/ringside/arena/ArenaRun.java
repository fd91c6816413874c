package ringside.arena;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.CommandPayload;
import ringside.engine.event.ConnectionPayload;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.FramePayload;
import ringside.engine.event.InputPayload;
import ringside.engine.event.JoinPayload;
import ringside.engine.game.Match;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.output.AnswerKind;
import ringside.layout.Layout;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.layout.Rows;
import ringside.layout.State;

/** One match of Arena in the engine's frame loop, fed with events by hand. It runs without players as well. */
final class ArenaRun implements LogicOutput {
    static final int HZ = 60;

    private static final int MATCH = 1;

    final ArenaGame game = new ArenaGame();
    final Layout layout;
    final ArenaLayout columns;
    private final FrameLoop loop;
    private final MatchSnapshot snapshot;
    private final Match match;
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[1024]), 0, 1024);
    private final RecordView input;
    private final RecordView join;
    private final int[] players = new int[ArenaLayout.SEATS];
    private final int[] inputSeq = new int[ArenaLayout.SEATS];
    private final int[] commandSeq = new int[ArenaLayout.SEATS];
    private int seated;
    private int effectsSeen;
    private boolean lastCommandAccepted;

    private ArenaRun(final long seed, final int hz, final Consumer<Rules> rules) {
        final GameType type = new GameType(game);
        layout = type.layout();
        columns = game.handles();
        loop = new FrameLoop(new EngineMemory(LogicSettings.at(hz), GameTypes.of(type), 2), this, -1);
        snapshot = new MatchSnapshot(type);
        input = record(layout.input());
        join = record(layout.join());
        final RecordView record = record(layout.rules());
        record.set(columns.rules.botsAlone, true);
        rules.accept(new Rules(columns.rules, record));
        CreatePayload.write(
                event,
                MATCH,
                seed,
                layout.hash(),
                record.buffer(),
                0,
                layout.rules().lengthBytes());
        apply();
        match = (Match) loop.memory().matches().get(0).state();
    }

    /** The rules of a match to be. */
    record Rules(ArenaLayout.Rules columns, RecordView record) {
        Rules bots(final int count) {
            record.set(columns.bots, count);
            return this;
        }

        Rules scoreLimit(final int points) {
            record.set(columns.scoreLimit, points);
            return this;
        }

        Rules roundSeconds(final int seconds) {
            record.set(columns.roundSeconds, seconds);
            return this;
        }

        Rules rounds(final int count) {
            record.set(columns.rounds, count);
            return this;
        }

        Rules teams() {
            record.set(columns.teams, true);
            return this;
        }

        Rules noFog() {
            record.set(columns.fog, false);
            return this;
        }
    }

    static ArenaRun with(final long seed, final Consumer<Rules> rules) {
        return new ArenaRun(seed, HZ, rules);
    }

    static ArenaRun at(final int hz, final long seed, final Consumer<Rules> rules) {
        return new ArenaRun(seed, hz, rules);
    }

    static ArenaRun ofBots(final int count, final long seed) {
        return with(seed, rules -> rules.bots(count));
    }

    /** Players on the first seats, no bots. */
    static ArenaRun ofPlayers(final int count, final long seed) {
        final ArenaRun run = with(seed, rules -> rules.bots(0));
        for (int i = 0; i < count; i++) {
            run.join("p" + i);
        }
        return run;
    }

    static RecordView record(final RecordType type) {
        return new RecordView(type)
                .wrap(new UnsafeBuffer(new byte[Math.max(1, type.lengthBytes())]), 0)
                .reset();
    }

    // ---- events

    /** A player joins; seats are taken in order. */
    int join(final String name) {
        final int seat = seated++;
        join.reset().setText(columns.join.name, name);
        JoinPayload.write(
                event, MATCH, 1 + seat, join.buffer(), 0, layout.join().lengthBytes());
        apply();
        players[seat] = match().player(seat);
        return seat;
    }

    void leave(final int seat) {
        ConnectionPayload.write(event, EventType.LEAVE, MATCH, players[seat], 1 + seat);
        apply();
    }

    /** The record to fill in before {@link #send}. */
    RecordView input() {
        return input.reset();
    }

    /** Sends {@link #input} for the next frame, given by a player who saw the newest frame. */
    void send(final int seat) {
        sendSeen(seat, match().frame(), 0, match().frame(), 0);
    }

    /** Sends {@link #input} for the next frame; what the player says was seen, and what the edge says to that. */
    void sendSeen(final int seat, final int seenFrame, final int fraction, final int sentFrame, final int bound) {
        InputPayload.write(
                event,
                MATCH,
                players[seat],
                ++inputSeq[seat],
                match().frame() + 1,
                input.buffer(),
                0,
                layout.input().lengthBytes());
        InputPayload.writeSeen(event, seenFrame, sentFrame, fraction, bound);
        apply();
    }

    /** Sends {@link #input} for the next frame, given by a player who saw the world of so many frames before it. */
    void sendLate(final int seat, final int frames) {
        sendSeen(seat, match().frame() + 1 - frames, 0, match().frame(), frames);
    }

    /** Sends the inputs of a trace for every seated player. */
    void sendTrace(final ArenaTrace trace) {
        for (int seat = 0; seat < seated; seat++) {
            trace.input(seat, match().frame() + 1, input);
            send(seat);
        }
    }

    boolean command(final int seat, final RecordView record) {
        CommandPayload.write(
                event,
                MATCH,
                players[seat],
                ++commandSeq[seat],
                record.type().id(),
                record.buffer(),
                0,
                record.type().lengthBytes());
        apply();
        return lastCommandAccepted;
    }

    void frame() {
        FramePayload.write(event, 0, false);
        apply();
    }

    void frames(final int count) {
        for (int i = 0; i < count; i++) {
            frame();
        }
    }

    private void apply() {
        event.position(loop.position() + 1);
        loop.apply(event);
    }

    // ---- what came of it

    Match match() {
        return match;
    }

    MatchSnapshot snapshot() {
        return snapshot.wrap(match().block(), 0);
    }

    long hash() {
        return match().hash();
    }

    /** The body of a slot. */
    int body(final int slot) {
        return match().rowAt(columns.tables.players.table, slot);
    }

    int entry(final int slot) {
        return match().rowAt(columns.tables.roster.table, slot);
    }

    /** Puts a body somewhere, in metres, standing. */
    void place(final int slot, final double x, final double y) {
        final State state = match();
        final ArenaTables.PlayersTable p = columns.tables.players;
        state.set(body(slot), p.x, raw(x));
        state.set(body(slot), p.y, raw(y));
        state.set(body(slot), p.vx, 0);
        state.set(body(slot), p.vy, 0);
    }

    static int raw(final double metres) {
        return (int) Math.round(metres * 65_536);
    }

    static double metres(final int raw) {
        return raw / 65_536.0;
    }

    /** How many effects of a type were begun since the last call, or since the match began. */
    List<RecordType> newEffects() {
        final List<RecordType> found = new ArrayList<>();
        final MatchSnapshot now = snapshot();
        for (int seq = Math.max(effectsSeen, now.oldestEffect()); seq < now.nextEffect(); seq++) {
            final int row = now.effectRow(seq);
            if (row != Rows.NONE) {
                found.add(now.effectType(row));
            }
        }
        effectsSeen = now.nextEffect();
        return found;
    }

    @Override
    public void hashed(final int matchId, final int frame, final long hash, final long position) {}

    @Override
    public void matchFailed(final int matchId, final int frame, final long position, final RuntimeException cause) {
        throw new AssertionError("the game threw in frame " + frame, cause);
    }

    @Override
    public void frameDone(final int tick, final long position, final long dueNs) {}

    @Override
    public void created(final MatchSlot slot) {}

    @Override
    public void answer(
            final AnswerKind kind,
            final long position,
            final long connection,
            final int matchId,
            final int player,
            final int sequence,
            final int detail) {
        lastCommandAccepted = kind == AnswerKind.COMMAND_APPLIED;
    }
}
